import { expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib/core';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import type { Leftover } from '../../environments/leftovers.ts';
import { tellLeftovers } from '../../lib/leftovers.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

async function stackWith(...leftovers: readonly Leftover[]): Promise<Stack> {
  const stack = new Stack(new App({ outdir: await temporaryFolder() }), 'Stack');
  tellLeftovers(stack, leftovers);
  return stack;
}

const CONNECTION: Leftover = { id: 'exampleConnection', says: 'no connection', deployment: 'refused' };
const ADDRESS: Leftover = { id: 'exampleAddresses', says: 'no address', deployment: 'allowed' };

it('what must not be deployed is refused by CloudFormation but in the accounts of emulators, and warned of', async () => {
  const stack = await stackWith(CONNECTION, ADDRESS);
  const emulators = ['000000000000', '111111111111', '222222222222', '333333333333', '444444444444'];
  const others = ['555555555555', '666666666666', '777777777777', '888888888888', '999999999999'];
  expect(Template.fromStack(stack).toJSON().Rules?.OwnSource).toEqual({
    Assertions: [
      {
        Assert: { 'Fn::Contains': [[...emulators, ...others], { Ref: 'AWS::AccountId' }] },
        AssertDescription: 'no connection. Nothing was changed',
      },
    ],
  });
  const warnings = Annotations.fromStack(stack).findWarning('*', Match.anyValue());
  expect(warnings.map(({ entry }) => entry.data)).toEqual([
    expect.stringContaining('no connection. A deployment is refused [ack: forecasting:exampleConnection]'),
    expect.stringContaining('no address [ack: forecasting:exampleAddresses]'),
  ]);
});

it('what may be deployed is only warned of', async () => {
  const stack = await stackWith(ADDRESS);
  expect(Template.fromStack(stack).toJSON().Rules?.OwnSource).toBeUndefined();
  expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toHaveLength(1);
});
