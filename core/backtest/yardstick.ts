import type { CrossValidationMetrics } from '../contracts/metrics.ts';
import type { Yardstick } from '../contracts/recipe.ts';

/** A seasonal naive in cross-validation. */
export interface TriedLag {
  readonly lag: number;
  readonly crossValidation: Pick<CrossValidationMetrics, 'rmse'>;
}

/**
 * What everything is measured by: the naive with the lowest RMSE in cross-validation; of equals, the earlier one, and the first where none was
 * cross-validated.
 */
export function chooseYardstick(tried: readonly [TriedLag, ...TriedLag[]]): Yardstick {
  const error = ({ crossValidation }: TriedLag) => crossValidation.rmse ?? Infinity;
  const { lag } = tried.reduce((best, one) => (error(one) < error(best) ? one : best));
  return { name: `seasonal naive of ${lag}`, lag };
}

/** As people read those of several selections: 'seasonal naive of 364 or of 7'. @param names at least one */
export function yardsticksText(names: readonly string[]): string {
  const [first, ...others] = new Set(names);
  return [first, ...others.map((name) => name.replace('seasonal naive ', ''))].join(' or ');
}
