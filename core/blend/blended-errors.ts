import { ErrorSums, type SeriesErrors } from '../backtest/error-sums.ts';
import { maseScale } from '../backtest/metrics.ts';
import type { SeriesPoints } from '../backtest/series-points.ts';
import { type Bounds, clip } from '../models/bounds.ts';
import { countBefore } from '../series/panel.ts';
import { SeasonalDifferences } from '../series/seasonal-differences.ts';
import type { Series } from '../series/series.ts';
import { type Calibration, type ScaledHorizon, scaleAt } from './calibrate.ts';

export interface ErrorSetting extends ScaledHorizon {
  readonly seasonLength: number;
  readonly bounds: Bounds;
}

/**
 * How the blend would have done at the points of cross-validation: measured as a candidate is, with the intervals that are published.
 *
 * @param series what the MASE's denominators come from, fold by fold; of a fold before its beginning there is none
 */
export function blendedErrors(
  { points, series }: { readonly points: SeriesPoints; readonly series: Series },
  calibration: Calibration,
  setting: ErrorSetting,
): SeriesErrors {
  const folds = foldsOf(points.cutoff);
  const errors = new ErrorSums(folds.length, points.ds.length);
  const differences = new SeasonalDifferences(series, setting.seasonLength);
  const width = widths(points, calibration, setting);
  const endsOf = (side: -1 | 1) =>
    clip(
      points.yhat.map((value, i) => value + side * width[i]),
      setting.bounds,
    );
  const [lower, upper] = [endsOf(-1), endsOf(1)];
  for (const { start, end } of folds) {
    const learned = points.cutoff[start];
    differences.advanceTo(countBefore(series.ds, learned + 1));
    const part = (values: Float64Array) => values.subarray(start, end);
    const heldOut = { y: part(points.y), yhat: part(points.yhat), lower: part(lower), upper: part(upper) };
    errors.add(heldOut, { scale: maseScale(differences), learned });
  }
  return errors.all();
}

function widths({ ds, cutoff, half }: SeriesPoints, { floor, scales }: Calibration, horizon: ScaledHorizon) {
  const [near, far] = [scales.near[0], scales.far[0]];
  return half.map((value, i) => Math.max(value, floor) * scaleAt(ds[i] - cutoff[i], { near, far }, horizon));
}

function foldsOf(cutoff: Int32Array): readonly { readonly start: number; readonly end: number }[] {
  const folds: { start: number; end: number }[] = [];
  cutoff.forEach((period, i) => {
    if (i === 0 || period !== cutoff[i - 1]) folds.push({ start: i, end: i });
    folds[folds.length - 1].end = i + 1;
  });
  return folds;
}
