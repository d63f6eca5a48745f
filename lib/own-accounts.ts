import { Annotations, Aws, CfnRule, Fn } from 'aws-cdk-lib/core';
import type { Stack } from 'aws-cdk-lib/core';
import { isPlaceholder } from '../environments/accounts.ts';
import type { Environment } from '../environments/environment.ts';

/**
 * A stack that has, or trusts, an account number which the project came with is synthesized with a warning. CloudFormation then refuses the template before
 * it changes anything, whoever deploys it and from where: the number may be somebody's. It lets the placeholders themselves pass, which are
 * accounts of emulators.
 */
export function refusePlaceholders(stack: Stack, named: readonly Pick<Environment, 'name' | 'account'>[]): void {
  const placeholders = named.filter(({ account }) => isPlaceholder(account));
  if (placeholders.length === 0) return;
  const which = placeholders.map(({ name, account }) => `${name}: '${account}'`).join(', ');
  const message = `environments/accounts.ts still has account numbers of nobody (${which}): put your own there`;
  Annotations.of(stack).addWarningV2('forecasting:placeholderAccounts', `${message}. A deployment is refused`);
  new CfnRule(stack, 'OwnAccounts', {
    assertions: [
      {
        assert: Fn.conditionContains(
          placeholders.map(({ account }) => account),
          Aws.ACCOUNT_ID,
        ),
        assertDescription: `${message}. Nothing was changed`,
      },
    ],
  });
}
