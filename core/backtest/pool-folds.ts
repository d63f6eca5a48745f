import type { FoldMetrics } from '../contracts/metrics.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { formatPeriod } from '../series/time-axis.ts';
import { FOLD_SUMS, type SeriesErrors } from './error-sums.ts';

/**
 * Cross-validation fold by fold, oldest first; within a fold every forecasted point counts the same. Folds are matched from the
 * newest back: cutoffs follow each series' own end, so that matching them by date would give as many folds as there are dates.
 *
 * @param errors in the order of the series, whichever worker each comes from: floating-point sums depend on their order
 */
export function poolFolds(errors: readonly SeriesErrors[], axis: TimeAxis): readonly FoldMetrics[] {
  const most = errors.reduce((count, { folds }) => Math.max(count, folds), 0);
  return Array.from({ length: most }, (_, place) => poolFold(errors, most - place, axis));
}

/** @param back 1 is the newest fold of each series; those with fewer folds have no part in it. */
function poolFold(errors: readonly SeriesErrors[], back: number, axis: TimeAxis): FoldMetrics {
  let cutoff = -Infinity;
  let series = 0;
  const sums = [0, 0, 0, 0];
  for (const { folds, byFold } of errors) {
    if (folds < back) continue;
    const start = (folds - back) * FOLD_SUMS;
    cutoff = Math.max(cutoff, byFold[start]);
    series++;
    for (let i = 0; i < sums.length; i++) sums[i] += byFold[start + 1 + i];
  }
  const [points, squared, absolute, covered] = sums;
  const mean = (total: number) => (points === 0 ? null : total / points);
  const mse = mean(squared);
  return {
    cutoff: formatPeriod(axis, cutoff),
    series,
    points,
    rmse: mse === null ? null : Math.sqrt(mse),
    mae: mean(absolute),
    coverage: mean(covered),
  };
}
