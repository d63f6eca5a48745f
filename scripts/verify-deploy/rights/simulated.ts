import { ENVIRONMENTS } from '../../../environments/index.ts';
import type { Site } from '../check.ts';
import { unbundledTemplate } from '../unbundled.ts';
import { accountNames } from './account-names.ts';
import { policiesOfRole, policyOnResource } from './role-policies.ts';
import { neededRights, type RoleNeeds, type Stack } from './roles.ts';
import { needProblem } from './simulate.ts';

/**
 * By IAM's own rules, for the roles of all environments: what each needs is granted, and is refused without the action in its policies. The emulators
 * enforce neither the rights of machines, schedules and SageMaker's jobs, nor those on SageMaker and on the data's key.
 */
export async function simulatedRights({ say }: Pick<Site, 'say'>): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const environment of Object.values(ENVIRONMENTS)) {
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

/** Roles of the stack that are nobody's of those above. */
function forgotten({ template, names }: Stack, roles: readonly RoleNeeds[]): readonly string[] {
  const known = new Set(roles.map(({ roleArn }) => roleArn));
  const all = Object.keys(template.Resources).filter((id) => template.Resources[id]?.Type === 'AWS::IAM::Role');
  return all.filter((id) => !known.has(names.arn(id)));
}

async function problemsOf(stack: Stack, { who, roleArn, needs }: RoleNeeds): Promise<readonly string[]> {
  const { template, names, environment } = stack;
  const roleId = idOf(stack, roleArn, ['AWS::IAM::Role']);
  if (roleId === undefined) return [`the role of ${who}, ${roleArn}, is none of the stack`];
  const policies = policiesOfRole(template, roleId, names);
  const problems: string[] = [];
  for (const need of needs) {
    const on = idOf(stack, need.resource, ['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::SNS::Topic']);
    const onResource = on === undefined ? undefined : policyOnResource(template, on, names);
    const problem = await needProblem(need, { account: environment.account, roleArn, policies, onResource });
    if (problem !== undefined) problems.push(`${who}: ${problem}`);
  }
  return problems;
}

/** The resource of these types that the ARN is of, or lies in. */
function idOf({ template, names }: Stack, arn: string, types: readonly string[]): string | undefined {
  const ids = Object.keys(template.Resources).filter((id) => types.includes(template.Resources[id]?.Type ?? ''));
  return ids.find((id) => arn === names.arn(id) || arn.startsWith(`${names.arn(id)}/`));
}
