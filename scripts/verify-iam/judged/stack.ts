import type { PlatformEnvironment } from '../../../environments/environment.ts';
import type { Template } from '../../verify-deploy/assembly.ts';
import { beside } from './call.ts';
import { refOf } from '../../verify-deploy/read-back/resolve.ts';
import { type AccountNames, accountNames } from '../../verify-deploy/rights/account-names.ts';
import { policiesOfRole, policyOnResource } from '../../verify-deploy/rights/role-policies.ts';
import { type Document, documentSchema, type Policies } from './policies.ts';

/** A role of the stack, and what people call whoever works in it: 'step ingest', 'machine train', 'job forecast'. */
export interface JudgedRole {
  readonly arn: string;
  readonly who: string;
}

/** A synthesized stack under the names of an account, with every policy in it. */
export interface JudgedStack {
  readonly environment: PlatformEnvironment;
  readonly template: Template;
  readonly names: AccountNames;
  readonly roles: readonly JudgedRole[];
  readonly policies: Policies;
}

const PROTECTED = ['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::SNS::Topic', 'AWS::SQS::Queue'];

export function judgedStack(template: Template, environment: PlatformEnvironment): JudgedStack {
  const names = accountNames(template, environment);
  const stack = { template, environment, names };
  const roleIds = idsOfType(template, 'AWS::IAM::Role');
  const callers = callersOf(stack);
  return {
    ...stack,
    roles: roleIds.map((id) => ({ arn: names.arn(id), who: callers.get(id) ?? id })),
    policies: {
      role: new Map(roleIds.map((id) => [names.arn(id), ofRole(stack, id)])),
      resource: new Map([
        ...PROTECTED.flatMap((type) => idsOfType(template, type)).flatMap((id) => onResource(stack, id)),
        ...ofTheCompany(environment),
      ]),
      trust: new Map(roleIds.map((id) => [names.arn(id), trustOf(stack, id)])),
    },
  };
}

type Named = Pick<JudgedStack, 'template' | 'environment' | 'names'>;

/** All policies of a role as one. */
function ofRole({ template, names }: Named, id: string): Document {
  const documents = policiesOfRole(template, id, names).map((policy) => documentSchema.parse(policy));
  return { Version: '2012-10-17', Statement: documents.flatMap(({ Statement }) => Statement) };
}

function onResource({ template, names }: Named, id: string): readonly (readonly [string, Document])[] {
  const policy = policyOnResource(template, id, names);
  return policy === undefined ? [] : [[names.arn(id), documentSchema.parse(policy)]];
}

/** Keys, a topic and a secret that a literal names: their own policies leave it to the environment's account who may use them, as docs/deploy.md asks. */
function ofTheCompany(environment: PlatformEnvironment): readonly (readonly [string, Document])[] {
  const { account, dataKey, notifications, tracking } = environment;
  const named = [
    dataKey,
    ...('topicArn' in notifications ? [notifications.topicArn, notifications.topicKeyArn] : []),
    ...(tracking === 'files' ? [] : [tracking.secretKeyArn]),
  ];
  const policy: Document = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: ['*'], Resource: ['*'] },
    ],
  };
  // And another key beside each, with such a policy.
  return named
    .filter((arn) => arn.startsWith('arn:'))
    .flatMap((arn) => [arn, beside(arn)].map((one) => [one, policy] as const));
}

function trustOf({ template, names }: Named, id: string): Document {
  return documentSchema.parse(names.resolve(template.Resources[id]?.Properties.AssumeRolePolicyDocument));
}

export function idsOfType({ Resources }: Template, type: string): readonly string[] {
  return Object.keys(Resources).filter((id) => Resources[id]?.Type === type);
}

/** Who works in a role, by the role's logical id. */
function callersOf({ template }: Named): ReadonlyMap<string, string> {
  const callers = new Map<string, string>();
  for (const [id, { Type, Properties, Metadata }] of Object.entries(template.Resources)) {
    const role = roleIdIn(Properties.Role ?? Properties.RoleArn);
    if (role === undefined) continue;
    if (Type === 'AWS::Lambda::Function') callers.set(role, `step ${String(Metadata.step ?? id)}`);
    if (Type === 'AWS::StepFunctions::StateMachine') callers.set(role, `machine ${String(Metadata.machine)}`);
  }
  return callers;
}

function roleIdIn(role: unknown): string | undefined {
  if (typeof role !== 'object' || role === null) return undefined;
  const attribute = 'Fn::GetAtt' in role && Array.isArray(role['Fn::GetAtt']) ? role['Fn::GetAtt'][0] : undefined;
  return typeof attribute === 'string' ? attribute : refOf(role);
}
