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
  const { y, yhat } = points;
  const { lower, upper } = intervals(points, calibration, setting);
  for (const { start, end } of folds) {
    const cutoff = points.cutoff[start];
    differences.advanceTo(countBefore(series.ds, cutoff + 1));
    const part = (values: Float64Array) => values.subarray(start, end);
    const heldOut = { y: part(y), yhat: part(yhat), lower: part(lower), upper: part(upper) };
    errors.add(heldOut, { scale: maseScale(differences), cutoff });
  }
  return errors.all();
}

function intervals(
  { ds, cutoff, yhat, half }: SeriesPoints,
  { floor, scales }: Calibration,
  setting: ErrorSetting,
): { readonly lower: Float64Array; readonly upper: Float64Array } {
  const scale = { near: scales.near[0], far: scales.far[0] };
  const [lower, upper] = [new Float64Array(ds.length), new Float64Array(ds.length)];
  for (let i = 0; i < ds.length; i++) {
    const width = Math.max(half[i], floor) * scaleAt(ds[i] - cutoff[i], scale, setting);
    lower[i] = yhat[i] - width;
    upper[i] = yhat[i] + width;
  }
  return { lower: clip(lower, setting.bounds), upper: clip(upper, setting.bounds) };
}

function foldsOf(cutoff: Int32Array): readonly { readonly start: number; readonly end: number }[] {
  const folds: { start: number; end: number }[] = [];
  for (let start = 0, end = 0; start < cutoff.length; start = end) {
    while (end < cutoff.length && cutoff[end] === cutoff[start]) end++;
    folds.push({ start, end });
  }
  return folds;
}
