import { GrowingCholesky } from '../cholesky.ts';
import { evaluate } from './point.ts';
import type { Point } from './point.ts';
import { parameterCount, ridgeCount } from './problem.ts';
import type { JointProblem } from './problem.ts';

/** What the combination may differ from one in any row. */
const EXACT = 1e-9;
const NEWTON_STEPS = 30;

/**
 * A combination c of the multiplying features that is one in every row (a regressor that never changes; two that are open and
 * closed), which makes trend and effects a product of which one factor can be taken from the other: T to a T and beta to
 * (beta + c) / a - c leaves every row as it is. The priors alone say where along that valley the mode is.
 */
export function constantCombination(problem: JointProblem): Float64Array | undefined {
  const { x, y, features, multiplies, cap } = problem;
  if (cap !== undefined || !multiplies.includes(1)) return undefined;
  const gram = new Float64Array(features * features);
  const sums = new Float64Array(features);
  for (let start = 0; start < y.length * features; start += features) {
    for (let a = 0; a < features; a++) {
      if (multiplies[a] === 0 || x[start + a] === 0) continue;
      sums[a] += x[start + a];
      for (let b = 0; b <= a; b++) gram[a * features + b] += x[start + a] * x[start + b];
    }
  }
  const factor = new GrowingCholesky(gram, features);
  for (let c = 0; c < features; c++) if (multiplies[c] === 1 && gram[c * features + c] > 0) factor.append(c, 0);
  const solution = Float64Array.from(factor.order.subarray(0, factor.count), (c) => sums[c]);
  factor.forward(solution);
  factor.backward(solution);
  const combination = new Float64Array(features);
  solution.forEach((value, i) => (combination[factor.order[i]] = value));
  return isOne(problem, combination) ? combination : undefined;
}

function isOne({ x, y, features }: JointProblem, combination: Float64Array): boolean {
  for (let i = 0; i < y.length; i++) {
    let sum = -1;
    for (let c = 0; c < features; c++) sum += combination[c] * x[i * features + c];
    if (!(Math.abs(sum) < EXACT)) return false;
  }
  return true;
}

/** The point of that valley with the lowest penalty. */
export function balance(problem: JointProblem, point: Point, combination: Float64Array): Point {
  const { precision, trendColumns, features, rate, multiplies } = problem;
  const { theta } = point;
  // The penalty by a: quadratic a^2 / 2 + linear a + far / (2 a^2) - near / a, and a constant.
  const size = { quadratic: 0, linear: 0, far: 0, near: 0 };
  for (let j = 0; j < trendColumns; j++) size.quadratic += precision[j] * theta[j] ** 2;
  for (let j = ridgeCount(problem); j < parameterCount(problem); j++) size.linear += rate * Math.abs(theta[j]);
  for (let c = 0; c < features; c++) {
    const moved = (theta[trendColumns + c] + combination[c]) * multiplies[c];
    size.far += precision[trendColumns + c] * moved * moved;
    size.near += precision[trendColumns + c] * moved * combination[c];
  }
  const share = lowest(size);
  const scaled = theta.map((value, j) => {
    const feature = j - trendColumns;
    if (feature < 0 || feature >= features) return value * share;
    return multiplies[feature] === 1 ? (value + combination[feature]) / share - combination[feature] : value;
  });
  const balanced = evaluate(problem, scaled);
  return balanced.objective < point.objective ? balanced : point;
}

/** By Newton's steps on log a, which is never where a is not positive; a step that is no descent is a plain one downhill. */
function lowest(size: {
  readonly quadratic: number;
  readonly linear: number;
  readonly far: number;
  readonly near: number;
}): number {
  let log = 0;
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const a = Math.exp(log);
    const first = size.quadratic * a * a + size.linear * a - size.far / (a * a) + size.near / a;
    const second = 2 * size.quadratic * a * a + size.linear * a + (2 * size.far) / (a * a) - size.near / a;
    const by = second > 0 ? first / second : Math.sign(first);
    log -= Math.max(-1, Math.min(1, by));
    if (Math.abs(by) < 1e-12) break;
  }
  return Math.exp(log);
}
