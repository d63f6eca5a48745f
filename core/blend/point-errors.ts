import type { SeriesPoints } from '../backtest/series-points.ts';
import type { ByCandidate, MeanSquares } from './errors.ts';

/** How one candidate did at the cross-validation points of one series. */
export interface CandidatePointErrors {
  /** Mean squares over the points up to the next look (all where there is none), and over all. */
  readonly near: number;
  readonly all: number;
  /** How many `near` is made of. */
  readonly count: number;
  /** Mean square of the actuals at all points. */
  readonly actuals: number;
  readonly furthest: number;
}

/** undefined without points. */
export function pointErrors(points: SeriesPoints | undefined, nearPeriods: number): CandidatePointErrors | undefined {
  if (points === undefined || points.ds.length === 0) return undefined;
  const { cutoff, ds, y, yhat } = points;
  let [near, all, nearCount, actuals, furthest] = [0, 0, 0, 0, 0];
  for (let i = 0; i < ds.length; i++) {
    const square = (yhat[i] - y[i]) ** 2;
    const steps = ds[i] - cutoff[i];
    all += square;
    actuals += y[i] * y[i];
    if (steps > furthest) furthest = steps;
    if (steps > nearPeriods) continue;
    near += square;
    nearCount++;
  }
  const count = ds.length;
  const means = { all: all / count, actuals: actuals / count, furthest };
  return nearCount === 0
    ? { ...means, near: means.all, count }
    : { ...means, near: near / nearCount, count: nearCount };
}

/** A series' errors in cross-validation, by candidate. */
export interface SeriesPointErrors {
  readonly near: MeanSquares;
  readonly all: MeanSquares;
  readonly count: number;
  readonly actuals: number;
}

/** What is said of the points alone is said by the candidate that has most of them, of equals the first: one may have needed a longer history. */
export function seriesPointErrors(errors: ByCandidate<CandidatePointErrors | undefined>): SeriesPointErrors {
  const most = errors.reduce((best, one) => ((one?.count ?? 0) > (best?.count ?? 0) ? one : best), undefined);
  return {
    near: errors.map((one) => one?.near),
    all: errors.map((one) => one?.all),
    count: most?.count ?? 0,
    actuals: most?.actuals ?? 0,
  };
}
