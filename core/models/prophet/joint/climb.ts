import { FeatureSignSearch } from '../feature-sign.ts';
import { balance } from './balance.ts';
import { derive } from './derivatives.ts';
import type { Curvature } from './derivatives.ts';
import { evaluate } from './point.ts';
import type { Point } from './point.ts';
import { parameterCount, ridgeCount } from './problem.ts';
import type { JointProblem } from './problem.ts';

const MAX_STEPS = 200;
/** In nats: an undamped step by the exact derivatives that can win no more is the last one; the next would win its square. */
const SMALLEST_GAIN = 1e-9;
/** Of what its model promises, a step has to keep this share, but for the rounding of a sum over the rows. */
const KEPT = 1e-4;
const ROUNDING = 1e-13;
const FIRST_DAMPING = 1e-3;
const LAST_DAMPING = 1e-6;
const LARGEST_DAMPING = 1e12;

export interface Summit {
  readonly point: Point;
  /**
   * Proven of the point before the last step: the second derivatives on the parameters that are not at a zero of the Laplace prior
   * are positive definite, and with them every condition of a mode holds to within SMALLEST_GAIN.
   */
  readonly certified: boolean;
}

/**
 * Down the negative log posterior from a start, by proximal Newton steps: the smooth part by its second derivatives (where they are
 * indefinite, by the convex approximation), the Laplace prior as it is, so that each step is a problem for the feature-sign
 * search. A step that does not keep its promise is taken anew with a larger diagonal (Levenberg and Marquardt).
 *
 * @param combination see `constantCombination`
 */
export function climb(problem: JointProblem, start: Float64Array, combination?: Float64Array): Summit {
  let point = evaluate(problem, start);
  let damping = 0;
  for (let count = 0; count < MAX_STEPS; count++) {
    if (combination !== undefined) point = balance(problem, point, combination);
    const step = improve(problem, point, damping);
    if (step === undefined) break;
    point = step.point;
    const small = step.promise < SMALLEST_GAIN;
    if (small && step.damping === 0 && step.curvature === 'exact') return { point, certified: true };
    damping = small || step.damping < LAST_DAMPING ? 0 : step.damping / 10;
  }
  return { point, certified: false };
}

interface Step {
  readonly point: Point;
  readonly damping: number;
  readonly curvature: Curvature;
  /** By how much the model of the step said that the objective falls. */
  readonly promise: number;
}

/** @returns undefined where no step, however short, gets lower */
function improve(problem: JointProblem, from: Point, firstDamping: number): Step | undefined {
  let curvature: Curvature = 'exact';
  let local = derive(problem, from, curvature);
  for (let damping = firstDamping; damping < LARGEST_DAMPING; damping = Math.max(10 * damping, FIRST_DAMPING)) {
    let model = quadraticStep(problem, { from, ...local, damping });
    if (model === undefined && curvature === 'exact') {
      curvature = 'convex';
      local = derive(problem, from, curvature);
      model = quadraticStep(problem, { from, ...local, damping });
    }
    if (model === undefined || crossesTheWall(problem, from, model.theta)) continue;
    const point = evaluate(problem, model.theta);
    const slack = ROUNDING * (problem.y.length + Math.abs(from.objective));
    if (from.objective - point.objective >= KEPT * model.promise - slack) {
      return { point, damping, curvature, promise: model.promise };
    }
  }
  return undefined;
}

/**
 * Logistic growth's first slope through zero, where the prior of m is infinite: a step across lands by chance in the one or the other
 * valley beyond, and `otherSide` looks there anyway.
 */
function crossesTheWall({ cap }: JointProblem, from: Point, theta: Float64Array): boolean {
  return cap !== undefined && theta[1] * from.theta[1] < 0;
}

interface Quadratic {
  readonly from: Point;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  readonly damping: number;
}

/** @returns undefined where the damped second derivatives are not positive definite on the parameters that take part */
function quadraticStep(
  problem: JointProblem,
  { from, gradient, hessian, damping }: Quadratic,
): { theta: Float64Array; promise: number } | undefined {
  const size = parameterCount(problem);
  const ridge = ridgeCount(problem);
  const gram = symmetric(hessian, size, damping);
  const zy = times(gram, from.theta).map((value, j) => value - gradient[j]);
  const precision = new Float64Array(ridge);
  const search = new FeatureSignSearch(
    { gram, zy, yy: 0, observations: 1, size, ridge, precision, mean: precision, rate: problem.rate },
    from.theta,
  );
  if (!search.minimise(1)) return undefined;
  const { theta } = search;
  const by = theta.map((value, j) => value - from.theta[j]);
  const bent = times(gram, by);
  let promise = 0;
  for (let j = 0; j < size; j++) promise -= by[j] * (gradient[j] + 0.5 * bent[j]);
  for (let j = ridge; j < size; j++) promise -= problem.rate * (Math.abs(theta[j]) - Math.abs(from.theta[j]));
  return { theta, promise };
}

function symmetric(lower: Float64Array, size: number, damping: number): Float64Array {
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
