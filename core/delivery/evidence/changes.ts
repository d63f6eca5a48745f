import { plural } from '../../contracts/figures.ts';
import type {
  EnvironmentChanges,
  Part,
  ReleaseEvidence,
  ResourceChange,
  SecurityChanges,
  Standing,
} from '../../contracts/evidence.ts';

type Changes = NonNullable<ReleaseEvidence['changes']['facts']>;

/** One environment of a build, what stands there, and how the two differ. */
export interface EnvironmentDifference {
  readonly environment: string;
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  readonly standing: Standing | null;
  /** What stands there was built after the commit that is to be released, which does not go there any more. */
  readonly isAhead: boolean;
  readonly resources: readonly ResourceChange[];
  readonly others: EnvironmentChanges['others'];
  readonly security: SecurityChanges;
}

/** @param allowed `environment/LogicalId` of what the delivery literal allows to be replaced or removed */
export function judgeChanges(differences: readonly EnvironmentDifference[], allowed: readonly string[]): Part<Changes> {
  const environments = differences.map((difference) => environmentChanges(difference, allowed));
  const reasons = environments.filter(({ isJudged }) => isJudged).flatMap(refusalsOf);
  if (differences.length === 0) reasons.push('the build holds no environment: there is nothing to compare');
  return { verdict: reasons.length === 0 ? 'pass' : 'refuse', reasons, facts: { environments } };
}

function environmentChanges(difference: EnvironmentDifference, allowed: readonly string[]): EnvironmentChanges {
  const { isAhead, resources, others, security, ...rest } = difference;
  const lost = resources.filter(losesData).map(({ logicalId }) => `${difference.environment}/${logicalId}`);
  return {
    ...rest,
    isJudged: !isAhead,
    resources: [...resources].sort(byWeight),
    others: [...others],
    security,
    refused: lost.filter((name) => !allowed.includes(name)),
  };
}

/** What may be replaced is counted as replaced: CloudFormation finds out when it is too late. */
export function losesData({ holdsData, change }: ResourceChange): boolean {
  return holdsData && change !== 'added' && change !== 'changed';
}

const WEIGHT = { replaced: 0, 'perhaps-replaced': 1, removed: 2, changed: 3, added: 4 } as const;

/** The gravest first; of equal ones, those that hold data. */
function byWeight(a: ResourceChange, b: ResourceChange): number {
  return (
    WEIGHT[a.change] - WEIGHT[b.change] ||
    Number(b.holdsData) - Number(a.holdsData) ||
    (a.logicalId < b.logicalId ? -1 : 1)
  );
}

function refusalsOf(changes: EnvironmentChanges): readonly string[] {
  const { environment, standing, resources, refused } = changes;
  const reasons = resources
    .filter(({ logicalId }) => refused.includes(`${environment}/${logicalId}`))
    .map((resource) => refusalOf(environment, resource));
  if (standing === null || placeOf(standing) === placeOf(changes)) return reasons;
  return [
    `${environment}: ${placeOf(standing)} stands there, this build would make ${placeOf(changes)} beside it, and the data stay behind; take back the name, or move the data first`,
    ...reasons,
  ];
}

function placeOf({ stack, account, region }: Pick<Standing, 'stack' | 'account' | 'region'>): string {
  return `the stack ${stack} of ${account} in ${region}`;
}

const WORDS = { replaced: 'is replaced', 'perhaps-replaced': 'may be replaced', removed: 'is removed' } as const;

function refusalOf(environment: string, { logicalId, type, change, replacedBy }: ResourceChange): string {
  if (change === 'added' || change === 'changed') throw new Error(`${logicalId}: ${change} loses nothing`);
  const because = replacedBy.length === 0 ? '' : ` by another ${replacedBy.join(', ')}`;
  const name = `${environment}/${logicalId}`;
  return `${name} (${type}) holds data and ${WORDS[change]}${because}; allow it by '${name}' in allowedReplacements of the delivery literal, once its data are safe`;
}

/** '2 replaced, 14 changed, 3 added'; 'no changes'. */
export function countsOfChanges(resources: readonly ResourceChange[]): string {
  const kinds = Object.keys(WEIGHT) as readonly (keyof typeof WEIGHT)[];
  const counts = kinds
    .map((kind) => [kind, resources.filter(({ change }) => change === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${plural(count, 'resource')} ${kind.replace('-', ' ')}`);
  return counts.length === 0 ? 'no changes' : counts.join(', ');
}
