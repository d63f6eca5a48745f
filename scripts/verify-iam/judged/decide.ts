import { runSimulation, runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import type { Call } from './call.ts';
import type { Document, Policies } from './policies.ts';

/** Whose a resource is that has no account in its ARN and no policy here. */
export const ELSEWHERE = '9'.repeat(12);

export interface Judge {
  readonly account: string;
  readonly policies: Policies;
}

type Simulation = Parameters<typeof runUnsafeSimulation>[0];

/** Whether IAM lets the call pass. What stands in the call is taken as it is: `checked` asks whether AWS knows such a call. */
export function isAllowed(call: Call, judge: Judge): boolean {
  return runUnsafeSimulation(simulationOf(call, judge), {}) === 'Allowed';
}

/**
 * The same by the simulator's slower entry, which knows every action, which resources it takes and which keys its requests carry.
 *
 * @throws Error for a policy or a call that AWS would not take
 */
export async function checkedIsAllowed(call: Call, judge: Judge): Promise<boolean> {
  const result = await runSimulation(simulationOf(call, judge), {});
  if (result.resultType === 'error')
    throw new Error(`the simulator does not take ${JSON.stringify(call)}: ${JSON.stringify(result.errors)}`);
  return result.overallResult === 'Allowed';
}

function simulationOf({ principal, action, resource, context = {} }: Call, { account, policies }: Judge): Simulation {
  const own = policies.role.get(principal);
  const on = policyOn(action, resource, policies);
  return {
    request: {
      principal,
      action,
      resource: { resource, accountId: accountOf(resource, { account, policies }) },
      contextVariables: { 'aws:SecureTransport': 'true', ...aboutCaller(principal), ...context },
    },
    identityPolicies: own === undefined ? [] : [{ name: 'own', policy: own }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(on === undefined ? {} : { resourcePolicy: named(on) }),
  };
}

/** The simulator's faster entry takes the name of a policy on a resource from where it keeps that it was validated. */
function named(policyDocument: Document): unknown {
  return { __validated: true, policyDocument, metadata: { name: 'on the resource' }, errors: [] };
}

function aboutCaller(principal: string): Readonly<Record<string, string>> {
  const [, , service, , account = ''] = principal.split(':');
  return service === 'iam' || service === 'sts'
    ? { 'aws:PrincipalArn': principal, 'aws:PrincipalAccount': account }
    : {};
}

/** A role is asked whom it trusts only by whoever takes it. */
function policyOn(action: string, resource: string, { resource: resources, trust }: Policies): Document | undefined {
  if (action.startsWith('sts:')) return trust.get(resource);
  return resources.get(resource) ?? resources.get(resource.split('/')[0] ?? resource);
}

function accountOf(resource: string, { account, policies }: Judge): string {
  const [, , service = '', , owner = ''] = resource.split(':');
  if (owner !== '') return owner;
  const isForeign = service === 's3' && policyOn('s3:any', resource, policies) === undefined;
  return isForeign ? ELSEWHERE : account;
}
