import { symmetricError } from '../backtest/metrics.ts';
import type { RealisedMetrics } from '../contracts/metrics.ts';
import type { Forecast } from '../models/family.ts';
import { countBefore } from '../series/panel.ts';
import type { Actuals } from '../backtest/actuals.ts';

/** Sums over the joined points of one series, or of many: adding them up pools the series, every point counting the same. */
export interface ErrorSums {
  readonly joined: number;
  readonly squared: number;
  readonly absolute: number;
  readonly signed: number;
  readonly symmetric: number;
  /** Actuals inside the interval; `intervalPoints` of the points have one. */
  readonly covered: number;
  readonly intervalPoints: number;
  /** Absolute errors over the series' scale; `scaledPoints` of the points have one. */
  readonly scaled: number;
  readonly scaledPoints: number;
  /** The yardstick's squared errors on the same points; `naivePoints` of them have a forecast of it. */
  readonly naiveSquared: number;
  readonly naivePoints: number;
}

export const NO_ERRORS: ErrorSums = {
  joined: 0,
  squared: 0,
  absolute: 0,
  signed: 0,
  symmetric: 0,
  covered: 0,
  intervalPoints: 0,
  scaled: 0,
  scaledPoints: 0,
  naiveSquared: 0,
  naivePoints: 0,
};

/** A candidate that is a member of a blend has no interval of its own. */
export type Scored = Pick<Forecast, 'yhat'> & Partial<Forecast>;

/** Joins one series' forecasts with what came true, on the periods that both have; none where nothing is known of the series. */
export function realisedErrors(actuals: Actuals | undefined, ds: Int32Array, forecast: Scored): ErrorSums {
  const { yhat, lower, upper } = forecast;
  if (actuals === undefined) return NO_ERRORS;
  const sums: Record<keyof ErrorSums, number> = { ...NO_ERRORS };
  for (let i = 0; i < ds.length; i++) {
    const at = countBefore(actuals.ds, ds[i]);
    if (actuals.ds[at] !== ds[i]) continue;
    const y = actuals.y[at];
    const error = yhat[i] - y;
    sums.joined++;
    sums.squared += error * error;
    sums.absolute += Math.abs(error);
    sums.signed += error;
    sums.symmetric += symmetricError(y, yhat[i]);
    if (lower !== undefined && upper !== undefined) {
      sums.intervalPoints++;
      if (lower[i] <= y && y <= upper[i]) sums.covered++;
    }
    if (actuals.naive === undefined) continue;
    sums.naiveSquared += (actuals.naive[at] - y) ** 2;
    sums.naivePoints++;
  }
  if (actuals.scale === null) return sums;
  return { ...sums, scaled: sums.absolute / actuals.scale, scaledPoints: sums.joined };
}

export function addErrors(a: ErrorSums, b: ErrorSums): ErrorSums {
  return {
    joined: a.joined + b.joined,
    squared: a.squared + b.squared,
    absolute: a.absolute + b.absolute,
    signed: a.signed + b.signed,
    symmetric: a.symmetric + b.symmetric,
    covered: a.covered + b.covered,
    intervalPoints: a.intervalPoints + b.intervalPoints,
    scaled: a.scaled + b.scaled,
    scaledPoints: a.scaledPoints + b.scaledPoints,
    naiveSquared: a.naiveSquared + b.naiveSquared,
    naivePoints: a.naivePoints + b.naivePoints,
  };
}

/** By the definitions of core/backtest/metrics.ts; bias is positive when forecasts are too high. */
export function realisedMetrics(sums: ErrorSums): RealisedMetrics {
  const { joined } = sums;
  return {
    rmse: rootMean(sums.squared, joined),
    mae: mean(sums.absolute, joined),
    bias: mean(sums.signed, joined),
    smape: mean(sums.symmetric, joined),
    mase: mean(sums.scaled, sums.scaledPoints),
    coverage: mean(sums.covered, sums.intervalPoints),
  };
}

export function naiveRmse({ naiveSquared, naivePoints }: ErrorSums): number | null {
  return rootMean(naiveSquared, naivePoints);
}

function mean(sum: number, count: number): number | null {
  return count === 0 ? null : sum / count;
}

function rootMean(sum: number, count: number): number | null {
  return count === 0 ? null : Math.sqrt(sum / count);
}
