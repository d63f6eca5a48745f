import type { Chain } from 'aws-cdk-lib/aws-stepfunctions';
import { ERROR_NAMES } from '../../core/contracts/errors.ts';
import type { Flow } from './flow.ts';

/** Who decides what goes live; a replay may ask for another policy than the gates, to show what those are worth. */
export const POLICY = "($exists($asked.policy) ? $asked.policy : 'gates')";

const CAUSE =
  '"outside of a replay a version goes live by the gates alone; got the policy \'" & $string($asked.policy) & ' +
  "\"'; allowed: 'gates', which is also the default; hint: leave the policy out, or start the replay machine with it\"";

/** First of all in a machine that may put a version live: refused where another policy than the gates is to decide. */
export function refuseOtherPolicies(flow: Flow): Chain {
  return flow.choice(
    'Is the policy asked for outside of a replay?',
    `${POLICY} != 'gates' and $not($exists($asked.replay))`,
    { yes: flow.refuse('Refuse the policy', { Error: `'${ERROR_NAMES.policyRefused}'`, Cause: CAUSE }) },
  );
}
