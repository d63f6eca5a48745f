import type { Interval } from './interval-scores.ts';
import { mqloss, quantilesOf, winkler } from './interval-scores.ts';
import { meanOver, quotient } from './metrics.ts';

type Values = ArrayLike<number>;

/**
 * What the interval's scores are quotients of, over the points of one series and one fold or look, which share a scale. Added up
 * they pool folds and series, every point counting the same.
 */
export interface IntervalSums {
  readonly points: number;
  /** Of the first interval. */
  readonly winkler: number;
  /** Pinball losses, each point's the mean over its quantiles. */
  readonly pinball: number;
  /** The same over the scale; `scaledPoints` of the points have one. */
  readonly scaledPinball: number;
  readonly scaledPoints: number;
  /** Absolute actuals. */
  readonly size: number;
}

export interface IntervalScores {
  readonly winkler: number | null;
  readonly mqloss: number | null;
  readonly scaledMqloss: number | null;
  readonly scaledCrps: number | null;
}

export const NO_INTERVALS: IntervalSums = {
  points: 0,
  winkler: 0,
  pinball: 0,
  scaledPinball: 0,
  scaledPoints: 0,
  size: 0,
};

/**
 * @param forecast aligned with y; the interval of the main level first
 * @param scale see `maseScale`
 */
export function intervalSums(
  y: Values,
  forecast: { readonly yhat: Values; readonly intervals: readonly [Interval, ...Interval[]] },
  scale: number | null,
): IntervalSums {
  const points = y.length;
  if (points === 0) return NO_INTERVALS;
  const { yhat, intervals } = forecast;
  const pinball = points * mqloss(y, quantilesOf(yhat, intervals));
  return {
    points,
    winkler: points * winkler(y, intervals[0]),
    pinball,
    scaledPinball: scale === null ? 0 : pinball / scale,
    scaledPoints: scale === null ? 0 : points,
    size: points * meanOver(y, (i) => Math.abs(y[i])),
  };
}

export function addIntervals(a: IntervalSums, b: IntervalSums): IntervalSums {
  return {
    points: a.points + b.points,
    winkler: a.winkler + b.winkler,
    pinball: a.pinball + b.pinball,
    scaledPinball: a.scaledPinball + b.scaledPinball,
    scaledPoints: a.scaledPoints + b.scaledPoints,
    size: a.size + b.size,
  };
}

/** By the definitions of interval-scores.ts. */
export function intervalScores(sums: IntervalSums): IntervalScores {
  const { points, scaledPoints, size } = sums;
  return {
    winkler: quotient(sums.winkler, points),
    mqloss: quotient(sums.pinball, points),
    scaledMqloss: quotient(sums.scaledPinball, scaledPoints),
    scaledCrps: quotient(2 * sums.pinball, size),
  };
}
