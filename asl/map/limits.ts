import type { MapState } from '../definition.ts';
import type { Visit } from '../visit.ts';

export interface MapLimits {
  /** Infinity where the state sets none. */
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number | undefined;
  readonly toleratedFailurePercentage: number | undefined;
}

export async function evaluateLimits(state: MapState, visit: Visit): Promise<MapLimits> {
  const { MaxConcurrency = 0, ToleratedFailureCount, ToleratedFailurePercentage } = state;
  const maxConcurrency = await evaluateCount(visit, 'MaxConcurrency', MaxConcurrency);
  return {
    maxConcurrency: maxConcurrency === 0 ? Infinity : maxConcurrency,
    toleratedFailureCount:
      ToleratedFailureCount === undefined
        ? undefined
        : await evaluateCount(visit, 'ToleratedFailureCount', ToleratedFailureCount),
    toleratedFailurePercentage:
      ToleratedFailurePercentage === undefined
        ? undefined
        : await evaluatePercentage(visit, ToleratedFailurePercentage),
  };
}

/** Too many failed? A state that tolerates nothing says neither count nor percentage. */
export function exceedsTolerance(limits: MapLimits, failed: number, total: number): boolean {
  const { toleratedFailureCount: count, toleratedFailurePercentage: percentage } = limits;
  if (count === undefined && percentage === undefined) return failed > 0;
  return failed > (count ?? Infinity) || failed > ((percentage ?? Infinity) / 100) * total;
}

async function evaluateCount(visit: Visit, location: string, field: number | string): Promise<number> {
  const value = await visit.evaluateNumber(location, field);
  if (!Number.isInteger(value)) throw visit.evaluationFailed(`${location} must be an integer.`, location);
  if (value < 0) throw visit.evaluationFailed(`${location} cannot be negative.`, location);
  return value;
}

async function evaluatePercentage(visit: Visit, field: number | string): Promise<number> {
  const location = 'ToleratedFailurePercentage';
  const value = await visit.evaluateNumber(location, field);
  if (value >= 0 && value <= 100) return value;
  throw visit.evaluationFailed(`${location} must be between 0 and 100.`, location);
}
