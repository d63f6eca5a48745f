import type { SeriesPoints } from '../backtest/series-points.ts';
import { rmse } from '../backtest/metrics.ts';
import { joinFloats } from '../models/typed-arrays.ts';
import { type SeriesLooks, lookRatios } from './looks.ts';
import { farScale, nearScale, type Ratios } from './scale.ts';

/** What a series' intervals are made of, beside the half widths. */
export interface Calibration {
  readonly floor: number;
  /** By level, the main one first. */
  readonly scales: { readonly near: Ratios; readonly far: Ratios };
  /** How many ratios the near scales come from. */
  readonly ratios: number;
}

/** Of the blend's usual error: an interval of no width holds nothing. */
const FLOOR_SHARE = 0.01;

/**
 * @param points of the blend, with the weights that it forecasts with
 * @param y what the series' forecast learned from
 */
export function calibrate(
  { points, y, looks }: { readonly points: SeriesPoints; readonly y: Float64Array; readonly looks: SeriesLooks },
  { nearPeriods, levels }: { readonly nearPeriods: number; readonly levels: readonly number[] },
): Calibration {
  const floor = FLOOR_SHARE * (points.ds.length > 0 ? rmse(points.y, points.yhat) : standardDeviation(y));
  const { near, far } = ratiosOf(points, floor, nearPeriods);
  const rows = lookRatios(looks);
  const nearScales = levels.map(nearScale({ crossValidation: near, looks: rows }));
  const ofFar = farScale({ beyond: far, all: joinFloats([near, far]) });
  const farScales = levels.map((level, i) => ofFar(level, nearScales[i]));
  const ratios = rows.reduce((sum, look) => sum + look.length, near.length);
  return { floor, scales: { near: nearScales, far: farScales }, ratios };
}

/** In any order. */
function ratiosOf({ cutoff, ds, y, yhat, half }: SeriesPoints, floor: number, nearPeriods: number) {
  const ratios = new Float64Array(ds.length);
  // The near ones fill it from its beginning, the far ones from its end.
  let [near, far] = [0, ds.length];
  for (let i = 0; i < ds.length; i++) {
    const width = Math.max(half[i], floor);
    if (width > 0) ratios[ds[i] - cutoff[i] <= nearPeriods ? near++ : --far] = Math.abs(y[i] - yhat[i]) / width;
  }
  return { near: ratios.subarray(0, near), far: ratios.subarray(far) };
}

function standardDeviation(y: Float64Array): number {
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const squares = y.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, y.length - 1));
}

export interface ScaledHorizon {
  readonly nearPeriods: number;
  readonly testedPeriods: number;
}

/** Further ahead than cross-validation went, an interval is not narrower than the candidates' own. */
export function scaleAt(
  steps: number,
  { near, far }: { readonly near: number; readonly far: number },
  { nearPeriods, testedPeriods }: ScaledHorizon,
): number {
  const scale = steps <= nearPeriods ? near : far;
  return steps > testedPeriods ? Math.max(1, scale) : scale;
}
