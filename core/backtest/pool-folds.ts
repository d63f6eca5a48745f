import type { FoldMetrics } from '../contracts/metrics.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { formatPeriod } from '../series/time-axis.ts';
import { cutoffsOf, FOLD_SUMS, type SeriesErrors } from './error-sums.ts';

/**
 * Cross-validation fold by fold, oldest first; within a fold every forecasted point counts the same. The cutoffs are the panel's: a series
 * has a part in those at which it was scored.
 *
 * @param errors in the order of the series, whichever worker each comes from: floating-point sums depend on their order
 */
export function poolFolds(errors: readonly Pick<SeriesErrors, 'byFold'>[], axis: TimeAxis): readonly FoldMetrics[] {
  const cutoffs = cutoffsOf(errors);
  const places = new Map(cutoffs.map((cutoff, place) => [cutoff, place]));
  const folds = cutoffs.map(() => ({ series: 0, sums: [0, 0, 0, 0] }));
  for (const { byFold } of errors) {
    for (let start = 0; start < byFold.length; start += FOLD_SUMS) {
      const fold = folds[places.get(byFold[start])!];
      fold.series++;
      for (let i = 0; i < fold.sums.length; i++) fold.sums[i] += byFold[start + 1 + i];
    }
  }
  return folds.map(({ series, sums }, place) => metricsOf(formatPeriod(axis, cutoffs[place]), series, sums));
}

function metricsOf(
  cutoff: string,
  series: number,
  [points, squared, absolute, covered]: readonly number[],
): FoldMetrics {
  const mean = (total: number) => (points === 0 ? null : total / points);
  const mse = mean(squared);
  return {
    cutoff,
    series,
    points,
    rmse: mse === null ? null : Math.sqrt(mse),
    mae: mean(absolute),
    coverage: mean(covered),
  };
}
