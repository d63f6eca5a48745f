import { ErrorSums, type SeriesErrors } from '../backtest/error-sums.ts';
import { maseScale } from '../backtest/metrics.ts';
import type { SeriesPoints } from '../backtest/series-points.ts';
import { countBefore } from '../series/panel.ts';
import { SeasonalDifferences } from '../series/seasonal-differences.ts';
import type { Series } from '../series/series.ts';

/**
 * A candidate's errors at some of the points of a series, measured as cross-validation measures them: for a fit that may not know all of them.
 *
 * @param points fold by fold, each fold's together
 * @param series what the folds learned from, at least
 */
export function knownErrors(points: SeriesPoints, series: Series, seasonLength: number): SeriesErrors {
  const { cutoff, ds } = points;
  const starts = [...ds.keys()].filter((row) => row === 0 || cutoff[row] !== cutoff[row - 1]);
  const errors = new ErrorSums(starts.length, ds.length);
  const differences = new SeasonalDifferences(series, seasonLength);
  starts.forEach((start, fold) => {
    const [y, yhat, half] = [points.y, points.yhat, points.half].map((all) => all.subarray(start, starts[fold + 1]));
    const learned = cutoff[start];
    differences.advanceTo(countBefore(series.ds, learned + 1));
    const [lower, upper] = [yhat.map((value, i) => value - half[i]), yhat.map((value, i) => value + half[i])];
    errors.add({ y, yhat, lower, upper }, { scale: maseScale(differences), learned });
  });
  return errors.all();
}
