import type { Point } from './point.ts';
import { parameterCount, ridgeCount } from './problem.ts';
import type { JointProblem } from './problem.ts';

/** Shares of the cap that values count as at most, and at least, where a line is drawn through their logits. */
const FULL = 0.99;
const EMPTY = 0.01;
/** No slope so flat that the prior of m, the line's zero, would stand in the way from the start. */
const FLATTEST = 0.1;

/** Where the climb begins: a trend without effects, from which the first step finds the effects. */
export function startOf(problem: JointProblem): Float64Array {
  const start = new Float64Array(parameterCount(problem));
  const { t, y, cap } = problem;
  if (cap !== undefined) {
    const { level, slope } = leastSquares(t, logits(y, cap));
    start.set([level, slope < 0 ? Math.min(slope, -FLATTEST) : Math.max(slope, FLATTEST)]);
  } else if (problem.trendColumns === 2) {
    const { level, slope } = leastSquares(t, y);
    start.set([level, slope]);
  } else start[0] = y.reduce((sum, value) => sum + value, 0) / y.length;
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

function logits(y: Float64Array, cap: number): Float64Array {
  return y.map((value) => {
    const share = Math.min(FULL, Math.max(EMPTY, value / cap));
    return Math.log(share / (1 - share));
  });
}

interface Line {
  readonly level: number;
  readonly slope: number;
}

function leastSquares(t: Float64Array, y: Float64Array): Line {
  const n = t.length;
  const meanT = t.reduce((sum, value) => sum + value, 0) / n;
  const meanY = y.reduce((sum, value) => sum + value, 0) / n;
  let tt = 0;
  let ty = 0;
  for (let i = 0; i < n; i++) {
    tt += (t[i] - meanT) ** 2;
    ty += (t[i] - meanT) * (y[i] - meanY);
  }
  const slope = ty / tt;
  return { level: meanY - slope * meanT, slope };
}
