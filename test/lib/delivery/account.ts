import { runSimulation, runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import * as z from 'zod';
import { stackName } from '../../../core/contracts/names.ts';
import { delivery } from '../../../environments/delivery.ts';
import type { DeliveryEnvironment } from '../../../environments/delivery-environment.ts';
import type { PlatformEnvironment } from '../../../environments/environment.ts';
import { ENVIRONMENTS } from '../../../environments/index.ts';
import { synthesizeLiteral } from '../../../lib/synthesize.ts';
import { type Template, templateSchema } from '../../../scripts/verify-deploy/assembly.ts';
import { refOf } from '../../../scripts/verify-deploy/read-back/resolve.ts';
import { type AccountNames, accountNames } from '../../../scripts/verify-deploy/rights/account-names.ts';
import { onceASuite } from '../../support/once-a-suite.ts';

const statementSchema = z.looseObject({
  Effect: z.enum(['Allow', 'Deny']),
  Action: z.union([z.string(), z.array(z.string())]).transform((words) => [words].flat()),
  Resource: z
    .union([z.string(), z.array(z.string())])
    .transform((words) => [words].flat())
    .optional(),
  Principal: z.unknown().optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
const policySchema = z.looseObject({ Statement: z.array(statementSchema) });
export type Statement = z.infer<typeof statementSchema>;
export type Policy = z.infer<typeof policySchema>;

/** Everything that says who may do what: by the role that it hangs on, and by the resource (or the role to be taken) that it protects. */
export interface Policies {
  readonly ofRoles: ReadonlyMap<string, Policy>;
  readonly onResources: ReadonlyMap<string, Policy>;
}

export function deliveryTemplate(literal: DeliveryEnvironment = delivery): Template {
  const key = `delivery template of ${JSON.stringify(literal)}`;
  const build = { commit: 'abc', libraries: {} };
  return onceASuite(key, () => templateSchema.parse(synthesizeLiteral(literal, { bundling: false, build }).template));
}

/** Of the delivery's stack, and of what the environments let it do. */
export function policiesOfDelivery(): Policies {
  const own = policiesOf(deliveryTemplate(), delivery, () => true);
  const targets = Object.values(ENVIRONMENTS).map((environment) => {
    const ours = `${stackName(environment)}-delivery-`;
    return policiesOf(platformTemplate(environment), environment, (name) => name.includes(`/${ours}`));
  });
  const all = [own, ...targets];
  return {
    ofRoles: new Map(all.flatMap(({ ofRoles }) => [...ofRoles])),
    onResources: new Map(all.flatMap(({ onResources }) => [...onResources])),
  };
}

/** Of a literal's own stack alone. */
export function policiesOfStack(literal: DeliveryEnvironment): Policies {
  return policiesOf(deliveryTemplate(literal), literal, () => true);
}

function platformTemplate(environment: PlatformEnvironment): Template {
  return onceASuite(`whole template of ${environment.name}`, () =>
    templateSchema.parse(synthesizeLiteral(environment, { bundling: false }).template),
  );
}

/** Where the policy on a resource stands, by the type that holds it. */
const ON_RESOURCES: Readonly<Record<string, { readonly field: string; readonly of?: string }>> = {
  'AWS::IAM::Role': { field: 'AssumeRolePolicyDocument' },
  'AWS::KMS::Key': { field: 'KeyPolicy' },
  'AWS::ECR::Repository': { field: 'RepositoryPolicyText' },
  'AWS::S3::BucketPolicy': { field: 'PolicyDocument', of: 'Bucket' },
  'AWS::SNS::TopicPolicy': { field: 'PolicyDocument', of: 'Topics' },
};

function policiesOf(
  template: Template,
  environment: DeliveryEnvironment | PlatformEnvironment,
  isWanted: (arn: string) => boolean,
): Policies {
  const names = accountNames(template, environment);
  const resources = Object.entries(template.Resources);
  const ofRoles = resources.flatMap(([id, { Type }]) =>
    Type === 'AWS::IAM::Role' && isWanted(names.arn(id)) ? [[names.arn(id), ofRole(template, id, names)] as const] : [],
  );
  const onResources = resources.flatMap(([id, { Type, Properties }]) => {
    const place = ON_RESOURCES[Type];
    if (place === undefined) return [];
    const on = place.of === undefined ? id : refOf([Properties[place.of]].flat()[0]);
    const arn = names.arn(on ?? '');
    return isWanted(arn) ? [[arn, policySchema.parse(names.resolve(Properties[place.field]))] as const] : [];
  });
  return { ofRoles: new Map(ofRoles), onResources: new Map(onResources) };
}

/** All policies of a role as one. */
function ofRole({ Resources }: Template, roleId: string, { resolve }: AccountNames): Policy {
  const documents = Object.values(Resources).flatMap(({ Type, Properties }) =>
    Type === 'AWS::IAM::Policy' && [Properties.Roles].flat().some((role) => refOf(role) === roleId)
      ? [policySchema.parse(resolve(Properties.PolicyDocument))]
      : [],
  );
  return { Version: '2012-10-17', Statement: documents.flatMap(({ Statement }) => Statement) };
}

/** One call, as IAM would be asked. */
export interface Call {
  /** A role's ARN, or a service. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

type Simulation = Parameters<typeof runUnsafeSimulation>[0];

/** Whether IAM lets it pass: what stands in the call is taken as it is. */
export function isAllowed(call: Call, policies: Policies): boolean {
  const { resourcePolicy, ...simulation } = simulationOf(call, policies);
  // The faster entry takes the name of a policy on a resource from where it keeps that it was validated.
  const validated = {
    __validated: true,
    policyDocument: resourcePolicy,
    metadata: { name: 'on the resource' },
    errors: [],
  };
  const on = resourcePolicy === undefined ? {} : { resourcePolicy: validated };
  return runUnsafeSimulation({ ...simulation, ...on }, {}) === 'Allowed';
}

/** The same by the simulator's slower entry, which knows every action, which resources it takes and which keys its requests carry. */
export async function checkedIsAllowed(call: Call, policies: Policies): Promise<boolean> {
  const result = await runSimulation(simulationOf(call, policies), {});
  if (result.resultType === 'error') throw new Error(`${JSON.stringify(call)}: ${JSON.stringify(result.errors)}`);
  return result.overallResult === 'Allowed';
}

/** Of what is not ours the policy lets everybody in: there it is our own policy that has to refuse. */
function simulationOf(call: Call, { ofRoles, onResources }: Policies): Simulation {
  const { principal, action, resource, context = {} } = call;
  const policy = ofRoles.get(principal);
  return {
    request: {
      principal,
      action,
      resource: { resource, accountId: accountOf(resource === '*' ? principal : resource) },
      contextVariables: { 'aws:SecureTransport': 'true', 'aws:PrincipalArn': principal, ...context },
    },
    identityPolicies: policy === undefined ? [] : [{ name: 'policy', policy }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: protecting(resource, onResources) ?? open(principal, action, resource),
  };
}

/** A bucket's ARN does not say whose it is: the environments' carry their names. */
function accountOf(resource: string): string {
  const [, , , , account = ''] = resource.split(':');
  if (account !== '') return account;
  const [, name] = /forecasting-(dev|staging|prod)-/.exec(resource) ?? [];
  return Object.values(ENVIRONMENTS).find((environment) => environment.name === name)?.account ?? delivery.account;
}

/** Of the resource, or of the one that it lies in. */
export function protecting(resource: string, policies: Policies['onResources']): Policy | undefined {
  const found = [...policies.keys()].find((arn) => resource === arn || resource.startsWith(`${arn}/`));
  return found === undefined ? undefined : policies.get(found);
}

/** A key and a role need a policy of their own to be used at all, and so does what another account has. */
function open(principal: string, action: string, resource: string): unknown {
  const [, , service = '', , account = ''] = resource.split(':');
  const [, , , , caller = ''] = principal.split(':');
  if (!['kms', 'iam'].includes(service) && (account === '' || account === caller)) return undefined;
  const on = service === 'iam' ? {} : { Resource: [resource] };
  const letting = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${caller}:root` }, Action: [action], ...on };
  return { Version: '2012-10-17', Statement: [letting] };
}
