import { stackName, TARGET_ROLES, targetRoleName } from '../../../core/contracts/names.ts';
import type { Site } from '../check.ts';
import { ALL_ENVIRONMENTS, unbundledTemplate } from '../unbundled.ts';
import { accountNames } from './account-names.ts';
import { policiesOfRole, policyOnResource } from './role-policies.ts';
import { neededRights, type RoleNeeds, type Stack } from './roles.ts';
import { type Caller, needProblem } from './simulate.ts';

/**
 * By IAM's own rules, for the roles of all environments: what each needs is granted, and is refused without the action in its policies. The emulators
 * enforce neither the rights of machines, schedules and SageMaker's jobs, nor those on SageMaker and on the data's key.
 */
export async function simulatedRights({ say }: Pick<Site, 'say'>): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const environment of ALL_ENVIRONMENTS) {
    const { name } = environment;
    const template = unbundledTemplate(environment);
    const stack = { template, environment, names: accountNames(template, environment) };
    const roles = neededRights(stack);
    say(
      `${name}: ${roles.length} roles, ${roles.reduce((sum, { needs }) => sum + needs.length, 0)} rights that they need`,
    );
    problems.push(...forgotten(stack, roles).map((role) => `${name}: nobody knows what the role ${role} needs`));
    for (const role of roles) problems.push(...(await problemsOf(stack, role)).map((problem) => `${name}: ${problem}`));
  }
  return problems;
}

/** Roles of the stack that are nobody's of those above. Those that the delivery's account takes on are judged in test/lib/delivery, where its side is. */
function forgotten({ template, environment, names }: Stack, roles: readonly RoleNeeds[]): readonly string[] {
  const known = new Set(roles.map(({ roleArn }) => roleArn));
  const delivery = TARGET_ROLES.map((role) => targetRoleName(stackName(environment), role));
  return Object.entries(template.Resources).flatMap(([id, { Type, Properties = {} }]) => {
    const isAnybodys = Type !== 'AWS::IAM::Role' || known.has(names.arn(id));
    return isAnybodys || delivery.includes(String(Properties.RoleName)) ? [] : [id];
  });
}

async function problemsOf(stack: Stack, { who, roleArn, needs }: RoleNeeds): Promise<readonly string[]> {
  const { template, names } = stack;
  const roleId = idOf(stack, roleArn, ['AWS::IAM::Role']);
  if (roleId === undefined) return [`the role of ${who}, ${roleArn}, is none of the stack`];
  const policies = policiesOfRole(template, roleId, names);
  const problems: string[] = [];
  for (const need of needs) {
    const problem = await needProblem(need, { ...ownerOf(stack, need.resource), roleArn, policies });
    if (problem !== undefined) problems.push(`${who}: ${problem}`);
  }
  return problems;
}

/** Whose the resource is, and what it lets others do itself. */
function ownerOf(stack: Stack, resource: string): Pick<Caller, 'account' | 'onResource'> {
  const { template, names, environment } = stack;
  const [, , , , account = ''] = resource.split(':');
  if (account !== '' && account !== environment.account)
    return { account, onResource: lettingIn(environment.account, resource) };
  const on = idOf(stack, resource, ['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::SNS::Topic']);
  return {
    account: environment.account,
    onResource: on === undefined ? undefined : policyOnResource(template, on, names),
  };
}

/** What docs/deploy.md asks of whoever owns a key or a topic in another account. */
function lettingIn(account: string, Resource: string): unknown {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: [`${Resource.split(':')[2] ?? ''}:*`],
        Resource,
      },
    ],
  };
}

/** The resource of these types that the ARN is of, or lies in. */
function idOf({ template, names }: Stack, arn: string, types: readonly string[]): string | undefined {
  const ids = Object.keys(template.Resources).filter((id) => types.includes(template.Resources[id]?.Type ?? ''));
  return ids.find((id) => arn === names.arn(id) || arn.startsWith(`${names.arn(id)}/`));
}
