import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { RIGHTS, rightsOfEveryStack } from './execution-rights.ts';
import { arn } from './stack-place.ts';
import type { StackPlace } from './stack-place.ts';
import { statement } from './statement.ts';
import type { Statement } from './statement.ts';

/** The parts of a template that decide what CloudFormation has to be allowed. */
interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: unknown }>>;
}

export interface ExecutionPolicyProps extends StackPlace {
  readonly template: Template;
  /** The ARN of the policy that every role of the stack must have, or 'none'. */
  readonly permissionsBoundary: string;
  /** Stacks of the same resources that are deployed with it, too. */
  readonly alsoStacks?: readonly string[];
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/** IAM's limit for a managed policy, white space not counted. */
export const MOST_POLICY_CHARACTERS = 6144;

/**
 * What the role that CloudFormation deploys this stack with has to be allowed, and no more: the actions of the template's resource types, on
 * names that begin with the stack's. In place of the AdministratorAccess of `cdk bootstrap`.
 *
 * @throws EnvironmentInvalid where the template has a type without a line in execution-rights.ts, or the policy is longer than IAM takes
 */
export function executionPolicy(props: ExecutionPolicyProps): PolicyDocument {
  const { template, permissionsBoundary, alsoStacks = [], ...place } = props;
  const places = [place, ...alsoStacks.map((stack) => ({ ...place, stack }))] as const;
  const types = [...new Set(Object.values(template.Resources).map(({ Type }) => Type))].sort();
  const rights = types.flatMap((type) =>
    rightsOf(type).map(({ actions, on }) => statement(actions, [...new Set(places.flatMap(on))])),
  );
  const all = [
    ...joined(merged([...rights, ...network(template)])),
    ...imageEncryption(template, place),
    ...rightsOfEveryStack(places, servicesIn(template)),
  ];
  const policy: PolicyDocument = {
    Version: '2012-10-17',
    Statement: all.flatMap((each) => bounded(each, permissionsBoundary)),
  };
  const { length } = JSON.stringify(policy).replaceAll(' ', '');
  if (length <= MOST_POLICY_CHARACTERS) return policy;
  throw new PlatformError(ERROR_NAMES.environmentInvalid, {
    problem: `the execution policy of ${place.stack} is longer than IAM takes`,
    got: `${length} characters`,
    allowed: `at most ${MOST_POLICY_CHARACTERS}`,
    hint: 'a shorter namePrefix or name of the environment',
  });
}

function rightsOf(type: string) {
  const rights = RIGHTS[type];
  if (rights !== undefined) return rights;
  throw new PlatformError(ERROR_NAMES.environmentInvalid, {
    problem: 'the template has a type of resource whose rights nobody has written down',
    got: type,
    allowed: Object.keys(RIGHTS).join(', '),
    hint: 'add it to lib/bootstrap/execution-rights.ts, by what its schema lists under handlers',
  });
}

/** One statement for each list of resources: IAM counts the characters. */
function merged(statements: readonly Statement[]): readonly Statement[] {
  const byResources = new Map<string, Statement[]>();
  for (const each of statements) {
    const key = JSON.stringify(each.Resource);
    byResources.set(key, [...(byResources.get(key) ?? []), each]);
  }
  return [...byResources.values()].map((same) =>
    statement([...new Set(same.flatMap(({ Action }) => Action))].sort(), same[0].Resource),
  );
}

/**
 * An action reaches resources of its own service alone: services that need one statement each need but one together. Not IAM's, which a boundary
 * takes apart again.
 */
function joined(statements: readonly Statement[]): readonly Statement[] {
  const services = statements.map(({ Action }) => [...new Set(Action.map((action) => action.split(':')[0]))]);
  const isAlone = ({ Resource }: Statement, index: number) => {
    const [service, ...others] = services[index] ?? [];
    const isElsewhere = services.filter((all) => service !== undefined && all.includes(service)).length > 1;
    return (
      others.length === 0 && !isElsewhere && service !== 'iam' && Resource.every((arn) => arn.split(':')[2] === service)
    );
  };
  const alone = statements.filter(isAlone);
  if (alone.length < 2) return statements;
  const together = statement(
    alone.flatMap(({ Action }) => Action),
    alone.flatMap(({ Resource }) => Resource),
  );
  return [...statements.filter((each) => !alone.includes(each)), together];
}

/** Functions in a network: Lambda looks at it with the rights of whoever makes the function. */
function network({ Resources }: Template): readonly Statement[] {
  const isInNetwork = Object.values(Resources).some(
    ({ Type, Properties }) => Type === 'AWS::Lambda::Function' && Object(Properties).VpcConfig !== undefined,
  );
  const actions = ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'];
  return isInNetwork ? [statement(actions, ['*'])] : [];
}

/** A repository of images encrypts by a grant on the stack's key, which is the service's to use and nobody else's. */
function imageEncryption({ Resources }: Template, place: StackPlace): readonly Statement[] {
  if (Object.values(Resources).every(({ Type }) => Type !== 'AWS::ECR::Repository')) return [];
  const grants = statement(['kms:CreateGrant', 'kms:RetireGrant'], [arn('kms', () => 'key/*')(place)]);
  return [{ ...grants, Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } }];
}

/** Who may assume the roles of the template, and is therefore handed them. */
function servicesIn({ Resources }: Template): readonly string[] {
  const roles = Object.values(Resources).filter(({ Type }) => Type === 'AWS::IAM::Role');
  const trusted = roles.flatMap(({ Properties }) => JSON.stringify(Properties).match(/[a-z-]+\.amazonaws\.com/g) ?? []);
  return [...new Set(trusted)].sort();
}

/** Roles made or given rights without the boundary that the company prescribes would leave it. */
const MAKES_RIGHTS = ['iam:CreateRole', 'iam:PutRolePolicy'];

function bounded(each: Statement, boundary: string): readonly Statement[] {
  const makes = each.Action.filter((action) => MAKES_RIGHTS.includes(action));
  if (boundary === 'none' || makes.length === 0) return [each];
  const others = each.Action.filter((action) => !makes.includes(action));
  const Condition = { StringEquals: { 'iam:PermissionsBoundary': boundary } };
  return [
    { ...each, Action: others },
    { ...statement([...makes, 'iam:PutRolePermissionsBoundary'], each.Resource), Condition },
  ];
}
