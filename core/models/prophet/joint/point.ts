import { ridgeCount } from './problem.ts';
import type { JointProblem } from './problem.ts';

/** Parameters, and what the model makes of them row by row. */
export interface Point {
  readonly theta: Float64Array;
  /** T, T' and T'' by eta. */
  readonly trend: Float64Array;
  readonly slope: Float64Array;
  readonly bend: Float64Array;
  /** 1 + the multiplying effects. */
  readonly factor: Float64Array;
  readonly residual: Float64Array;
  /** The sigma^2 that is best for these parameters, and whether it is a mode and not the bound. */
  readonly variance: number;
  readonly interior: boolean;
  /** The negative log posterior at that sigma, less constants. */
  readonly objective: number;
}

/** O(n) for the trend, O(n features) for the effects. */
export function evaluate(problem: JointProblem, theta: Float64Array): Point {
  const { t, y, cap } = problem;
  const n = y.length;
  const trend = brokenLine(problem, theta);
  const slope = new Float64Array(n).fill(1);
  const bend = new Float64Array(n);
  if (cap !== undefined) saturate(cap, { trend, slope, bend });
  const { factor, residual } = effects(problem, theta);
  let squares = 0;
  for (let i = 0; i < t.length; i++) {
    residual[i] = y[i] - trend[i] * factor[i] - residual[i];
    squares += residual[i] * residual[i];
  }
  const free = varianceOf(squares, n);
  const variance = Math.max(free, problem.smallestVariance);
  const likelihood = 0.5 * n * Math.log(variance) + squares / (2 * variance);
  // sigma ~ normal(0, 0.5)
  const objective = likelihood + 2 * variance + penalty(problem, theta);
  return {
    ...{ theta, trend, slope, bend, factor, residual, variance, objective },
    interior: free >= problem.smallestVariance,
  };
}

/** The positive root of 4 v^2 + n v - rss: the best noise variance for this sum of squares. */
export function varianceOf(rss: number, n: number): number {
  return (2 * rss) / (n + Math.sqrt(n * n + 16 * rss));
}

/** eta: from changepoint to changepoint a line, in O(n + changepoints). */
function brokenLine({ t, changepoints, trendColumns, features }: JointProblem, theta: Float64Array): Float64Array {
  const eta = new Float64Array(t.length);
  let rise = trendColumns === 2 ? theta[1] : 0;
  let start = theta[0];
  let next = 0;
  for (let i = 0; i < t.length; i++) {
    for (; next < changepoints.length && changepoints[next] === i; next++) {
      const delta = theta[trendColumns + features + next];
      rise += delta;
      start -= delta * t[i];
    }
    eta[i] = start + rise * t[i];
  }
  return eta;
}

/** @param rows `trend` comes as eta */
function saturate(
  cap: number,
  { trend, slope, bend }: { readonly trend: Float64Array; readonly slope: Float64Array; readonly bend: Float64Array },
): void {
  for (let i = 0; i < trend.length; i++) {
    const share = 1 / (1 + Math.exp(-trend[i]));
    // Not 1 - share, which would be rounded to zero where the trend nears its cap.
    const rest = 1 / (1 + Math.exp(trend[i]));
    trend[i] = cap * share;
    slope[i] = cap * share * rest;
    bend[i] = slope[i] * (rest - share);
  }
}

/** The factors of the trend, and in `residual` the added effects. */
function effects(
  { x, y, features, multiplies, trendColumns }: JointProblem,
  theta: Float64Array,
): { factor: Float64Array; residual: Float64Array } {
  const factor = new Float64Array(y.length).fill(1);
  const residual = new Float64Array(y.length);
  for (let c = 0; c < features; c++) {
    const beta = theta[trendColumns + c];
    if (beta === 0) continue;
    const into = multiplies[c] === 1 ? factor : residual;
    for (let i = 0, at = c; i < y.length; i++, at += features) into[i] += beta * x[at];
  }
  return { factor, residual };
}

function penalty(problem: JointProblem, theta: Float64Array): number {
  const ridge = ridgeCount(problem);
  const offset = problem.cap === undefined ? theta[0] : offsetOf(theta);
  let sum = 0.5 * problem.precision[0] * offset * offset;
  for (let j = 1; j < ridge; j++) sum += 0.5 * problem.precision[j] * theta[j] * theta[j];
  for (let j = ridge; j < theta.length; j++) sum += problem.rate * Math.abs(theta[j]);
  return sum;
}

/** Prophet's m, where the line is k (t - m). */
export function offsetOf([level, k]: Float64Array): number {
  return level === 0 ? 0 : -level / k;
}
