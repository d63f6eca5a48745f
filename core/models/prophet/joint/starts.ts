import { parameterCount, ridgeCount } from './problem.ts';
import type { JointProblem } from './problem.ts';

/** Shares of the cap that values count as at most, and at least, where a line is drawn through their logits. */
const FULL = 0.99;
const EMPTY = 0.01;
/** No slope so flat that the prior of m, the line's zero, would stand in the way from the start. */
const FLATTEST = 0.1;

/** Where the climbs begin: trends without effects, from which the first step finds the effects. */
export function startsOf(problem: JointProblem): Float64Array[] {
  if (problem.cap === undefined) return [levelAndLine(problem)];
  const line = leastSquares(problem.t, logits(problem.y, problem.cap));
  return [withSlope(problem, line, 1), withSlope(problem, line, -1)];
}

/** Linear and flat growth. */
function levelAndLine(problem: JointProblem): Float64Array {
  const { level, slope } = leastSquares(problem.t, problem.y);
  const start = new Float64Array(parameterCount(problem));
  if (problem.trendColumns === 2) start.set([level, slope]);
  else start[0] = problem.y.reduce((sum, value) => sum + value, 0) / problem.y.length;
  return start;
}

/**
 * Between a first slope that rises and one that falls stands the prior of m, which grows without limit as the slope goes through zero:
 * no climb gets across, so there is one on either side. Where the data go the other way, they do from the first changepoint on.
 */
function withSlope(problem: JointProblem, { level, slope }: Line, sign: 1 | -1): Float64Array {
  const start = new Float64Array(parameterCount(problem));
  const own = Math.sign(slope) === sign ? Math.abs(slope) : Math.sqrt(Math.abs(level));
  const k = sign * Math.max(own, FLATTEST);
  start.set([level, k]);
  start[ridgeCount(problem)] = slope - k;
  return start;
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
