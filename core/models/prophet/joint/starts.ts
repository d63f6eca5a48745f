import { evaluate } from './point.ts';
import { parameterCount, ridgeCount } from './problem.ts';
import type { JointProblem } from './problem.ts';

/** Where the climbs begin. @param additive the exact solution with linear (or flat) growth and every effect added */
export function startsOf(problem: JointProblem, additive: Float64Array): Float64Array[] {
  return problem.cap === undefined
    ? [sharesOfTrend(problem, additive), prophetLine(problem)]
    : [
        logisticLine(problem, { cap: problem.cap, falls: false }),
        logisticLine(problem, { cap: problem.cap, falls: true }),
      ];
}

/** The additive solution, its effects as shares of its own trend, by least squares over the rows. */
function sharesOfTrend(problem: JointProblem, additive: Float64Array): Float64Array {
  const { trend } = evaluate(problem, additive);
  let sum = 0;
  let squares = 0;
  for (const value of trend) {
    sum += value;
    squares += value * value;
  }
  const share = squares > 0 ? sum / squares : 0;
  return additive.map((value, j) => {
    const feature = j - problem.trendColumns;
    const multiplies = feature >= 0 && feature < problem.features && problem.multiplies[feature] === 1;
    return multiplies ? value * share : value;
  });
}

/** Prophet's own start: through the first value and the last, without effects. */
function prophetLine(problem: JointProblem): Float64Array {
  const { y, trendColumns } = problem;
  const start = new Float64Array(parameterCount(problem));
  if (trendColumns === 1) start[0] = y.reduce((sum, value) => sum + value, 0) / y.length;
  else start.set([y[0], y[y.length - 1] - y[0]]);
  return start;
}

function logisticLine(problem: JointProblem, { cap, falls }: { cap: number; falls: boolean }): Float64Array {
  const { y, t } = problem;
  const n = y.length;
  const eta = y.map((value) => {
    const c = Math.min(0.99, Math.max(0.01, value / cap));
    return Math.log(c / (1 - c));
  });
  let mt = 0,
    me = 0,
    tt = 0,
    te = 0;
  for (let i = 0; i < n; i++) {
    mt += t[i] / n;
    me += eta[i] / n;
  }
  for (let i = 0; i < n; i++) {
    tt += (t[i] - mt) ** 2;
    te += (t[i] - mt) * (eta[i] - me);
  }
  const b = te / tt;
  const a = me - b * mt;
  const start = new Float64Array(parameterCount(problem));
  const sign = falls ? -1 : 1;
  let k = b;
  if (Math.sign(b) !== sign) {
    k = sign * Math.max(Math.sqrt(Math.abs(a)), 0.1);
    start[ridgeCount(problem)] = b - k;
  }
  if (Math.abs(k) < 0.1) k = 0.1 * sign;
  start[1] = k;
  start[0] = a;
  return start;
}
