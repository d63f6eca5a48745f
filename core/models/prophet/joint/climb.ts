import { FeatureSignSearch } from '../feature-sign.ts';
import { derive } from './derivatives.ts';
import type { Derivatives } from './derivatives.ts';
import { evaluate } from './point.ts';
import type { Point } from './point.ts';
import { parameterCount, ridgeCount } from './problem.ts';
import type { JointProblem } from './problem.ts';

const MAX_STEPS = 200;
/** A step that can win less than this many nats is the last one: Newton's next would win its square. */
const SMALLEST_GAIN = 1e-9;
/** Of the model's promise, a step has to keep this share. */
const KEPT = 1e-4;
const FIRST_DAMPING = 1e-3;
const LAST_DAMPING = 1e-6;
const LARGEST_DAMPING = 1e12;

/**
 * Down the negative log posterior from a start, by proximal Newton steps: the smooth part by its second derivatives (by the
 * convex approximation of them where they are indefinite), the Laplace prior as it is, and so each step a problem for the feature-sign
 * search. A step that does not keep its promise is taken anew with a larger diagonal (Levenberg and Marquardt). Ends quadratically.
 */
export function climb(problem: JointProblem, start: Float64Array): Point {
  let point = evaluate(problem, start);
  let damping = 0;
  for (let step = 0; step < MAX_STEPS; step++) {
    const taken = improve(problem, point, damping);
    if (taken === undefined) return point;
    point = taken.point;
    damping = taken.damping < LAST_DAMPING ? 0 : taken.damping / 10;
    if (taken.promise < SMALLEST_GAIN) return point;
  }
  return point;
}

interface Taken {
  readonly point: Point;
  readonly damping: number;
  /** By how much the model of the step said that the objective falls. */
  readonly promise: number;
}

/** @returns undefined where no step, however short, gets lower */
function improve(problem: JointProblem, from: Point, firstDamping: number): Taken | undefined {
  let local = derive(problem, from, 'exact');
  let convex = false;
  for (let damping = firstDamping; damping < LARGEST_DAMPING; damping = Math.max(10 * damping, FIRST_DAMPING)) {
    let step = quadraticStep(problem, { from, local, damping });
    if (step === undefined && !convex) {
      convex = true;
      local = derive(problem, from, 'convex');
      step = quadraticStep(problem, { from, local, damping });
    }
    if (step === undefined) continue;
    const point = evaluate(problem, step.theta);
    if (from.objective - point.objective >= KEPT * step.promise) return { point, damping, promise: step.promise };
  }
  return undefined;
}

interface Local {
  readonly from: Point;
  readonly local: Derivatives;
  readonly damping: number;
}

/** @returns undefined where the damped second derivatives are not positive definite on the columns that take part */
function quadraticStep(
  problem: JointProblem,
  { from, local, damping }: Local,
): { theta: Float64Array; promise: number } | undefined {
  const size = parameterCount(problem);
  const gram = full(local.hessian, size, damping);
  const zy = times(gram, from.theta);
  for (let j = 0; j < size; j++) zy[j] -= local.gradient[j];
  const none = new Float64Array(size);
  const search = new FeatureSignSearch(
    {
      ...{ gram, zy, yy: 0, observations: 1, size, ridge: ridgeCount(problem) },
      precision: none,
      mean: none,
      rate: problem.rate,
    },
    from.theta,
  );
  if (!search.minimise(1)) return undefined;
  const { theta } = search;
  const by = theta.map((value, j) => value - from.theta[j]);
  const bent = times(gram, by);
  let promise = 0;
  for (let j = 0; j < size; j++) promise -= by[j] * (local.gradient[j] + 0.5 * bent[j]);
  for (let j = ridgeCount(problem); j < size; j++) {
    promise -= problem.rate * (Math.abs(theta[j]) - Math.abs(from.theta[j]));
  }
  return { theta, promise };
}

function full(lower: Float64Array, size: number, damping: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = lower[i * size + j];
    matrix[i * size + i] += damping * Math.abs(lower[i * size + i]);
  }
  return matrix;
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  return vector.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += matrix[i * size + j] * vector[j];
    return sum;
  });
}
