import { FeatureSignSearch } from './feature-sign.ts';
import type { PenalisedProblem } from './feature-sign.ts';

export interface MapEstimate {
  /** In the order of the problem's columns. */
  readonly theta: Float64Array;
  readonly sigma: number;
}

const MAX_ROUNDS = 100;
/** Newton's steps square the error, so after one this small only rounding is left. */
const VARIANCE_TOLERANCE = 1e-8;
/**
 * A residual below this share of the series' own deviation is rounding in the sums. It also bounds the estimate where parameters
 * outnumber observations: there the posterior grows without limit as sigma goes to zero, and no sigma is the right one.
 */
export const SMALLEST_SIGMA = 1e-5;

/**
 * The mode of the posterior of Prophet's Stan model over coefficients and noise, sigma ~ normal(0, 0.5): the coefficients for a
 * noise variance v by feature-sign search, v for the coefficients from 4 v^2 + n v = rss, in turns until v stands still. It comes
 * down from the variance of the series itself, so of several modes it finds the one with the largest sigma.
 */
export function mapEstimate(problem: PenalisedProblem): MapEstimate {
  const { observations: n, yy, zy } = problem;
  const total = Math.max(yy - zy[0] ** 2 / n, 0);
  const smallest = (SMALLEST_SIGMA ** 2 * total) / n;
  const search = new FeatureSignSearch(problem);
  let variance = varianceOf(total, n);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    search.minimise(variance);
    const next = Math.max(nextVariance(search, variance, n), smallest);
    const change = Math.abs(next - variance);
    variance = next;
    if (change <= VARIANCE_TOLERANCE * variance) break;
  }
  return { theta: search.theta, sigma: Math.sqrt(variance) };
}

/** The positive root of 4 v^2 + n v - rss. */
function varianceOf(rss: number, n: number): number {
  return (2 * rss) / (n + Math.sqrt(n * n + 16 * rss));
}

/** A Newton step on 4 v^2 + n v - rss(v) where it leads down to a mode, else the root for the rss as it is. */
function nextVariance(search: FeatureSignSearch, variance: number, n: number): number {
  const rss = search.residualSumOfSquares(variance);
  const plain = varianceOf(rss, n);
  const slope = 8 * variance + n - search.residualSlope(variance);
  if (slope < 0.1 * n) return plain;
  const newton = variance - (4 * variance * variance + n * variance - rss) / slope;
  return newton > 0.1 * plain ? newton : plain;
}
