import { Annotations, Aws, CfnRule, Fn } from 'aws-cdk-lib/core';
import type { Stack } from 'aws-cdk-lib/core';
import { PLACEHOLDERS } from '../environments/accounts.ts';
import type { Leftover } from '../environments/leftovers.ts';

/**
 * The synthesis warns of each. CloudFormation refuses the template with those that must not be deployed, whoever deploys it and from where, before it
 * changes anything; but for the accounts of emulators.
 */
export function tellLeftovers(stack: Stack, leftovers: readonly Leftover[]): void {
  for (const { id, says, deployment } of leftovers) {
    const told = deployment === 'refused' ? `${says}. A deployment is refused` : says;
    Annotations.of(stack).addWarningV2(`forecasting:${id}`, told);
  }
  const refused = leftovers.filter(({ deployment }) => deployment === 'refused');
  if (refused.length === 0) return;
  new CfnRule(stack, 'OwnSource', {
    assertions: refused.map(({ says }) => ({
      assert: Fn.conditionContains([...PLACEHOLDERS], Aws.ACCOUNT_ID),
      assertDescription: `${says}. Nothing was changed`,
    })),
  });
}
