import type { CostEstimate, CostLine } from '../../contracts/cost.ts';
import type { CostFacts, CostLineChange, Part } from '../../contracts/evidence.ts';

export interface EstimatedEnvironment {
  readonly environment: string;
  /** null where nothing is deployed yet. */
  readonly before: CostEstimate | null;
  readonly after: CostEstimate;
}

/** What a month costs, as it stands and as it would; both by today's prices, so that what differs is the template. */
export function compareCost(estimates: readonly EstimatedEnvironment[], basis: string): Part<CostFacts> {
  const reasons = estimates.flatMap(problemsOf);
  if (estimates.length === 0) reasons.push('no environment was estimated');
  const environments = estimates.map(({ environment, before, after }) => ({
    environment,
    region: after.region,
    before: before?.total ?? null,
    after: after.total,
    lines: linesOf(before?.lines ?? null, after.lines),
  }));
  const pricesOf = estimates[0]?.after.pricesOf ?? '';
  return { verdict: reasons.length === 0 ? 'pass' : 'refuse', reasons, facts: { pricesOf, basis, environments } };
}

function problemsOf({ environment, before, after }: EstimatedEnvironment): readonly string[] {
  const isNumber = Number.isFinite(after.total) && (before === null || Number.isFinite(before.total));
  if (!isNumber) return [`${environment}: the estimate is no number`];
  return after.lines.length === 0 ? [`${environment}: the estimate counts nothing`] : [];
}

function linesOf(before: readonly CostLine[] | null, after: readonly CostLine[]): CostLineChange[] {
  const names = new Map([...after, ...(before ?? [])].map((line) => [nameOf(line), line]));
  const lines = [...names].map(([name, { service, what, dataset }]) => ({
    service,
    what,
    dataset,
    before: before === null ? null : dollarsOf(before, name),
    after: dollarsOf(after, name),
  }));
  return lines.sort((a, b) => b.after - a.after || (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** What an estimate has no line of costs nothing. */
function dollarsOf(lines: readonly CostLine[], name: string): number {
  return lines.filter((line) => nameOf(line) === name).reduce((sum, { dollars }) => sum + dollars, 0);
}

function nameOf({ service, what, dataset }: Pick<CostLine, 'service' | 'what' | 'dataset'>): string {
  return JSON.stringify([service, what, dataset]);
}
