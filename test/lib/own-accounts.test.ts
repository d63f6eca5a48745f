import { describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib/core';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { refusePlaceholders } from '../../lib/own-accounts.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

async function stackOf(...accounts: readonly string[]): Promise<Stack> {
  const stack = new Stack(new App({ outdir: await temporaryFolder() }), 'Stack');
  refusePlaceholders(
    stack,
    accounts.map((account, index) => ({ name: `e${index}`, account })),
  );
  return stack;
}

describe('account numbers that the project came with', () => {
  it('are refused by CloudFormation in every account but such a one, and warned of by the synthesis', async () => {
    const stack = await stackOf('123456789012', '444444444444');
    expect(Template.fromStack(stack).toJSON()).toMatchObject({
      Rules: {
        OwnAccounts: {
          Assertions: [
            {
              Assert: { 'Fn::Contains': [['444444444444'], { Ref: 'AWS::AccountId' }] },
              AssertDescription:
                "environments/accounts.ts still has account numbers of nobody (e1: '444444444444'): put your own there. Nothing was changed",
            },
          ],
        },
      },
    });
    expect(
      Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('A deployment is refused')),
    ).toHaveLength(1);
  });

  it('are nothing to say of where there are none', async () => {
    const stack = await stackOf('123456789012');
    expect(Template.fromStack(stack).toJSON().Rules?.OwnAccounts).toBeUndefined();
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });
});
