import { climb } from './climb.ts';
import type { Point } from './point.ts';
import { parameterCount, ridgeCount } from './problem.ts';
import type { JointProblem } from './problem.ts';

/** Shares of the cap that values count as at most, and at least, where a line is drawn through their logits. */
const FULL = 0.99;
const EMPTY = 0.01;
/** No slope so flat that the prior of m, the line's zero, would stand in the way from the start. */
const FLATTEST = 0.1;

/** Where the climbs begin. */
export function startsOf(problem: JointProblem): Float64Array[] {
  const { y, cap, multiplies } = problem;
  if (cap !== undefined) return [throughLogits(problem, cap)];
  const line = throughValues(problem);
  const bothSigns = y.some((value) => value > 0) && y.some((value) => value < 0);
  // Where the trend may go through zero, the effects, as shares of it, are not clear from the line alone.
  return bothSigns && multiplies.includes(1) ? [line, sharesOfAdditive(problem, line)] : [line];
}

/** Without effects: the first step finds them. */
function throughValues(problem: JointProblem): Float64Array {
  const start = new Float64Array(parameterCount(problem));
  const { t, y } = problem;
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  if (problem.trendColumns === 1) start[0] = mean;
  else {
    const meanT = t.reduce((sum, time) => sum + time, 0) / t.length;
    const slope =
      t.reduce((sum, time, i) => sum + (time - meanT) * (y[i] - mean), 0) /
      t.reduce((sum, time) => sum + (time - meanT) ** 2, 0);
    start.set([mean - slope * meanT, slope]);
  }
  return start;
}

/** The exact solution with every effect added, and these as shares of its trend, by least squares over the rows. */
function sharesOfAdditive(problem: JointProblem, line: Float64Array): Float64Array {
  const { features, trendColumns, multiplies } = problem;
  const { theta, trend } = climb({ ...problem, multiplies: new Uint8Array(features) }, line).point;
  const share = trend.reduce((sum, value) => sum + value, 0) / trend.reduce((sum, value) => sum + value * value, 0);
  return theta.map((value, j) => (multiplies[j - trendColumns] === 1 ? value * share : value));
}

/** A broken line through the logits of the values' shares of the cap, without effects. */
function throughLogits(problem: JointProblem, cap: number): Float64Array {
  const start = new Float64Array(parameterCount(problem));
  const { theta } = climb(logitProblem(problem, cap), new Float64Array(2 + problem.changepoints.length)).point;
  start.set([theta[0], theta[1] < 0 ? Math.min(theta[1], -FLATTEST) : Math.max(theta[1], FLATTEST)]);
  start.set(theta.subarray(2), ridgeCount(problem));
  return start;
}

/** A trend that is stronger than this many standard deviations of the noise has a sign that is not in question. */
const IN_THE_NOISE = 2;

/** Where a mode may lie behind a wall that no climb gets across, as seen from the mode on this side; undefined where there is no such place. */
export function otherSide(problem: JointProblem, summit: Point): Float64Array | undefined {
  return problem.cap === undefined ? mirroredProduct(problem, summit) : otherSlope(problem, summit.theta);
}

/** The same product of trend and effects from the opposite of both, where the trend itself, which is turned over, is next to nothing. */
function mirroredProduct(problem: JointProblem, { theta, trend, variance }: Point): Float64Array | undefined {
  const squares = trend.reduce((sum, value) => sum + value * value, 0);
  if (squares > IN_THE_NOISE ** 2 * variance * trend.length) return undefined;
  return theta.map((value, j) => {
    const feature = j - problem.trendColumns;
    const added = feature >= 0 && feature < problem.features && problem.multiplies[feature] === 0;
    return added ? value : -value;
  });
}

/**
 * Between a first slope that rises and one that falls stands the prior of m, the line's zero, which goes to infinity as the slope goes
 * through zero. From the first changepoint on, the same trend.
 */
function otherSlope(problem: JointProblem, theta: Float64Array): Float64Array {
  const { t, changepoints } = problem;
  const mirrored = theta.slice();
  const [level, k] = theta;
  const other = -Math.sign(k) * Math.min(Math.abs(k), Math.max(Math.sqrt(Math.abs(level)), FLATTEST));
  mirrored[0] = level + (k - other) * t[changepoints[0]];
  mirrored[1] = other;
  mirrored[ridgeCount(problem)] += k - other;
  return mirrored;
}

function logitProblem(problem: JointProblem, cap: number): JointProblem {
  return {
    ...problem,
    y: logits(problem.y, cap),
    x: new Float64Array(0),
    features: 0,
    products: undefined,
    multiplies: new Uint8Array(0),
    precision: problem.precision.slice(0, 2),
    cap: undefined,
  };
}

function logits(y: Float64Array, cap: number): Float64Array {
  return y.map((value) => {
    const share = Math.min(FULL, Math.max(EMPTY, value / cap));
    return Math.log(share / (1 - share));
  });
}
