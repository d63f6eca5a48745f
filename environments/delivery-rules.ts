import type { Evidence } from '../core/contracts/errors.ts';
import type { DeliveryEnvironment } from './delivery-environment.ts';
import type { PlatformEnvironment } from './environment.ts';
import { tooLongStackName } from './identity.ts';

/** What the delivery literal and the environments that it delivers to break together, or undefined. */
export type DeliveryRule = (
  delivery: DeliveryEnvironment,
  targets: readonly PlatformEnvironment[],
) => Evidence | undefined;

export const DELIVERY_RULES: readonly DeliveryRule[] = [
  branchesDiffer,
  pullRequestsAreGitHubs,
  somebodyIsAsked,
  accountsDiffer,
  regionsAreTheSame,
  targetsTrustThePipelines,
  stagingAcceptsCommits,
  replacementsAreOfKnownEnvironments,
  deliveryNamesFit,
];

export function branchesDiffer({ branches }: DeliveryEnvironment): Evidence | undefined {
  if (branches.main !== branches.release) return undefined;
  const problem = 'branches.main and branches.release are the same: every merge would go to prod';
  return { problem, got: branches.release, allowed: 'two branches' };
}

export function pullRequestsAreGitHubs({ source, pullRequests }: DeliveryEnvironment): Evidence | undefined {
  if (source.from !== 'codecommit' || pullRequests === 'none') return undefined;
  const problem = 'pullRequests of a repository in CodeCommit, which starts no build by a webhook';
  return { problem, got: pullRequests, allowed: "'none'" };
}

export function somebodyIsAsked({ approval }: DeliveryEnvironment): Evidence | undefined {
  if (approval.emails.length > 0) return undefined;
  const problem = 'approval.emails has no address: nobody would learn that a release waits';
  return { problem, got: approval.emails, allowed: 'at least one e-mail address' };
}

export function accountsDiffer(
  delivery: DeliveryEnvironment,
  targets: readonly PlatformEnvironment[],
): Evidence | undefined {
  if (delivery.sharedAccounts === 'allowed') return undefined;
  const all = [...targets, delivery];
  const second = all.find(({ account }, index) => all.findIndex((other) => other.account === account) < index);
  if (second === undefined) return undefined;
  const first = all.find(({ account }) => account === second.account)?.name;
  return {
    problem: `${first} and ${second.name} have the same account`,
    got: second.account,
    allowed: "an account each, or sharedAccounts: 'allowed'",
  };
}

/** A pipeline starts machines of its own region, and SageMaker pulls images from its own. */
export function regionsAreTheSame(
  { region }: DeliveryEnvironment,
  targets: readonly PlatformEnvironment[],
): Evidence | undefined {
  const other = targets.find((target) => target.region !== region);
  if (other === undefined) return undefined;
  const problem = `region is not ${other.name}'s: SageMaker pulls no image, and a pipeline starts no machine, of another region`;
  return { problem, got: region, allowed: other.region };
}

export function targetsTrustThePipelines(
  _: DeliveryEnvironment,
  targets: readonly PlatformEnvironment[],
): Evidence | undefined {
  const other = targets.find(({ deployedBy }) => deployedBy !== 'pipelines');
  if (other === undefined) return undefined;
  const problem = `environments/${other.name}.ts does not let the pipelines start its machines: deployedBy`;
  return { problem, got: other.deployedBy, allowed: "'pipelines'" };
}

export function stagingAcceptsCommits(
  _: DeliveryEnvironment,
  targets: readonly PlatformEnvironment[],
): Evidence | undefined {
  if (targets.find(({ name }) => name === 'staging')?.acceptance !== 'none') return undefined;
  const problem = 'environments/staging.ts has no acceptance: no run there says whether a commit is good';
  return { problem, got: 'none', allowed: "a data set and a date, such as { dataset: 'weather', from: '2012-01-01' }" };
}

export function replacementsAreOfKnownEnvironments(
  { allowedReplacements }: DeliveryEnvironment,
  targets: readonly PlatformEnvironment[],
): Evidence | undefined {
  const names = targets.map(({ name }) => name);
  const unknown = allowedReplacements.find((one) => !names.includes(one.split('/')[0] ?? ''));
  if (unknown === undefined) return undefined;
  return {
    problem: 'allowedReplacements names no environment',
    got: unknown,
    allowed: `${names.join(', ')}, and a slash`,
  };
}

/** A role's name may have 64 characters, of which the longest of ours takes 21: `-pull-request-deploy`. */
const LONGEST_STACK_NAME = 43;

export function deliveryNamesFit(delivery: DeliveryEnvironment): Evidence | undefined {
  return tooLongStackName(delivery, LONGEST_STACK_NAME);
}
