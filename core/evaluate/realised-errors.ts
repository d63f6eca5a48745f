import type { Actuals, MeasuredActuals } from '../backtest/actuals.ts';
import type { Interval } from '../backtest/interval-scores.ts';
import {
  addIntervals,
  intervalScores,
  type IntervalSums,
  intervalSums,
  NO_INTERVALS,
} from '../backtest/interval-sums.ts';
import { quotient, symmetricError } from '../backtest/metrics.ts';
import type { RealisedMetrics } from '../contracts/metrics.ts';
import { countBefore } from '../series/panel.ts';

/** Sums over the joined points of one series, or of many: adding them up pools the series, every point counting the same. */
export interface ErrorSums {
  readonly joined: number;
  readonly squared: number;
  readonly absolute: number;
  readonly signed: number;
  readonly symmetric: number;
  /** Actuals inside the interval of the main level; `intervals.points` of the points have one. */
  readonly covered: number;
  readonly intervals: IntervalSums;
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
  intervals: NO_INTERVALS,
  scaled: 0,
  scaledPoints: 0,
  naiveSquared: 0,
  naivePoints: 0,
};

/** What the training window of a forecast gives to measure it by: aligned with it. */
export interface Measure {
  /** NaN where the yardstick says nothing. */
  readonly naive: Float64Array;
  /** Of the mean absolute scaled error; null where there is none. */
  readonly scale: number | null;
}

/** A candidate that is a member of a blend has no intervals of its own; whoever has, has the one of the main level first. */
export interface Scored {
  readonly yhat: Float64Array;
  readonly intervals?: readonly [Interval, ...Interval[]];
  /** Asked where the actuals have none. */
  readonly measure?: Measure;
}

/** Joins one series' forecasts with what came true, on the periods that both have; none where nothing is known of the series. */
export function realisedErrors(
  actuals: Actuals | MeasuredActuals | undefined,
  ds: Int32Array,
  forecast: Scored,
): ErrorSums {
  if (actuals === undefined) return NO_ERRORS;
  const { scale, naiveAt } = measureOf(actuals, forecast);
  const sums: { -readonly [K in keyof ErrorSums]: ErrorSums[K] } = { ...NO_ERRORS };
  const rows: Row[] = [];
  for (let i = 0; i < ds.length; i++) {
    const at = countBefore(actuals.ds, ds[i]);
    if (actuals.ds[at] !== ds[i]) continue;
    const y = actuals.y[at];
    const error = forecast.yhat[i] - y;
    rows.push({ i, y });
    sums.joined++;
    sums.squared += error * error;
    sums.absolute += Math.abs(error);
    sums.signed += error;
    sums.symmetric += symmetricError(y, forecast.yhat[i]);
    const naive = naiveAt(i, at);
    if (Number.isNaN(naive)) continue;
    sums.naiveSquared += (naive - y) ** 2;
    sums.naivePoints++;
  }
  const all = { ...sums, ...ofIntervals(rows, forecast, scale) };
  return scale === null ? all : { ...all, scaled: sums.absolute / scale, scaledPoints: sums.joined };
}

/** @returns `naiveAt` takes the places of a period among the forecast's and among the actuals' */
function measureOf(actuals: Actuals | MeasuredActuals, { measure }: Scored) {
  if ('scale' in actuals) {
    const { naive, scale } = actuals;
    return { scale, naiveAt: (_: number, known: number) => naive?.[known] ?? NaN };
  }
  return { scale: measure?.scale ?? null, naiveAt: (row: number) => measure?.naive[row] ?? NaN };
}

interface Row {
  /** Index among the forecast's periods. */
  readonly i: number;
  readonly y: number;
}

function ofIntervals(rows: readonly Row[], { yhat, intervals }: Scored, scale: number | null) {
  if (intervals === undefined) return {};
  const joined = (values: ArrayLike<number>) => Float64Array.from(rows, ({ i }) => values[i]);
  const joinedOf = ({ level, lower, upper }: Interval) => ({ level, lower: joined(lower), upper: joined(upper) });
  const [{ lower, upper }, ...further] = intervals;
  return {
    covered: rows.filter(({ i, y }) => lower[i] <= y && y <= upper[i]).length,
    intervals: intervalSums(
      Float64Array.from(rows, ({ y }) => y),
      { yhat: joined(yhat), intervals: [joinedOf(intervals[0]), ...further.map(joinedOf)] },
      scale,
    ),
  };
}

export function addErrors(a: ErrorSums, b: ErrorSums): ErrorSums {
  return {
    joined: a.joined + b.joined,
    squared: a.squared + b.squared,
    absolute: a.absolute + b.absolute,
    signed: a.signed + b.signed,
    symmetric: a.symmetric + b.symmetric,
    covered: a.covered + b.covered,
    intervals: addIntervals(a.intervals, b.intervals),
    scaled: a.scaled + b.scaled,
    scaledPoints: a.scaledPoints + b.scaledPoints,
    naiveSquared: a.naiveSquared + b.naiveSquared,
    naivePoints: a.naivePoints + b.naivePoints,
  };
}

/** By the definitions of core/backtest/metrics.ts; bias is positive when forecasts are too high. */
export function realisedMetrics(sums: ErrorSums): RealisedMetrics {
  const { joined, intervals } = sums;
  const { winkler, scaledMqloss, scaledCrps } = intervalScores(intervals);
  return {
    rmse: rootMean(sums.squared, joined),
    mae: quotient(sums.absolute, joined),
    bias: quotient(sums.signed, joined),
    smape: quotient(sums.symmetric, joined),
    mase: quotient(sums.scaled, sums.scaledPoints),
    coverage: quotient(sums.covered, intervals.points),
    winkler,
    scaledMqloss,
    scaledCrps,
  };
}

export function naiveRmse({ naiveSquared, naivePoints }: ErrorSums): number | null {
  return rootMean(naiveSquared, naivePoints);
}

function rootMean(sum: number, count: number): number | null {
  return count === 0 ? null : Math.sqrt(sum / count);
}
