import { runSimulation } from '@cloud-copilot/iam-simulate';
import { type Policy, withoutAction } from './policy.ts';

/** One call that a role has to be able to make. */
export interface Need {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

export interface Caller {
  readonly account: string;
  readonly roleArn: string;
  readonly policies: readonly Policy[];
  /** The policy of the resource that is called upon, where it has one. */
  readonly onResource?: unknown;
}

/** What is wrong with the right, by IAM's own rules: nothing where the call is allowed, and is refused once the role's policies lack the action. */
export async function needProblem(need: Need, caller: Caller): Promise<string | undefined> {
  const withAll = await decision(need, caller);
  if (withAll !== 'Allowed') return `${need.action} on ${need.resource} is needed, and not granted: ${withAll}`;
  const without = caller.policies.map((policy) => withoutAction(policy, need.action));
  const withoutIt = await decision(need, { ...caller, policies: without });
  return withoutIt === 'Allowed'
    ? `${need.action} on ${need.resource} is granted by another statement than its own`
    : undefined;
}

async function decision(
  { action, resource, context = {} }: Need,
  { account, roleArn, policies, onResource }: Caller,
): Promise<string> {
  const result = await runSimulation(
    {
      request: {
        principal: roleArn,
        action,
        resource: { resource, accountId: account },
        // What AWS adds to every request of a service on its behalf.
        contextVariables: { 'aws:SecureTransport': 'true', 'aws:PrincipalArn': roleArn, ...context },
      },
      identityPolicies: policies.map((policy, i) => ({ name: `policy ${i}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(onResource === undefined ? {} : { resourcePolicy: onResource }),
    },
    {},
  );
  return result.resultType === 'error' ? JSON.stringify(result.errors) : result.overallResult;
}
