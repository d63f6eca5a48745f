import type { Point } from './point.ts';
import { parameterCount, ridgeCount } from './problem.ts';
import type { JointProblem } from './problem.ts';
import { Products } from './products.ts';

/** Of the negative log posterior at the best sigma for the parameters, without the Laplace prior, which has none at zero. */
export interface Derivatives {
  readonly gradient: Float64Array;
  /** Row-major; the lower triangle is set. */
  readonly hessian: Float64Array;
}

/**
 * `exact` is the second derivative; `convex` leaves out what the residuals and the noise's own answer add (Gauss and Newton's
 * approximation), and is never indefinite.
 */
export type Curvature = 'exact' | 'convex';

/**
 * One pass over the rows, from the last to the first: a changepoint's column is (t - s)+, so all its products are differences of sums
 * over the rows after it, which the pass has just added up. O(n features^2 / 2 + changepoints^2).
 */
export function derive(problem: JointProblem, point: Point, curvature: Curvature): Derivatives {
  const size = parameterCount(problem);
  const into = { gradient: new Float64Array(size), hessian: new Float64Array(size * size) };
  const sums = new Backward(problem, into, curvature);
  for (let i = problem.y.length - 1; i >= 0; i--) sums.add(point, i);
  sums.finish();
  addNoise(problem, point, { ...into, curvature });
  addPriors(problem, point.theta, { ...into, curvature });
  return into;
}

/** Sums of the squares' derivatives, halved: by m + k t + hinges as they stand, whatever the growth. */
class Backward {
  private readonly sizeOfRow: number;
  private readonly products: Products;
  private readonly cross: Float64Array;
  private readonly crossByTime: Float64Array;
  /** Of the weight of z z' : 1, t, t^2. */
  private readonly weight = new Float64Array(3);
  private readonly pull = new Float64Array(2);
  private readonly weightAfter: Float64Array;
  private readonly bent: number;
  private next: number;

  constructor(
    private readonly problem: JointProblem,
    private readonly into: Derivatives,
    curvature: Curvature,
  ) {
    this.sizeOfRow = parameterCount(problem);
    const { trendColumns, features } = problem;
    const start = trendColumns * (this.sizeOfRow + 1);
    this.products = new Products(features, into.hessian, { start, stride: this.sizeOfRow });
    this.cross = new Float64Array(problem.features);
    this.crossByTime = new Float64Array(problem.features);
    this.weightAfter = new Float64Array(3 * problem.changepoints.length);
    this.bent = curvature === 'exact' ? 1 : 0;
    this.next = problem.changepoints.length - 1;
  }

  add({ trend, slope, bend, factor, residual }: Point, i: number): void {
    const { changepoints, t } = this.problem;
    const r = residual[i];
    const w = slope[i] * factor[i];
    const a = w * w - this.bent * r * bend[i] * factor[i];
    this.weight[0] += a;
    this.weight[1] += a * t[i];
    this.weight[2] += a * t[i] * t[i];
    this.pull[0] -= r * w;
    this.pull[1] -= r * w * t[i];
    this.addFeatures({ i, trend: trend[i], r, added: w, multiplied: w * trend[i] - this.bent * r * slope[i] });
    for (; this.next >= 0 && changepoints[this.next] === i; this.next--) this.reachChangepoint(this.next);
  }

  /** @param row weights of a feature's product with the line, where it is added and where it multiplies */
  private addFeatures(row: { i: number; trend: number; r: number; added: number; multiplied: number }): void {
    const { x, t, features, multiplies, trendColumns } = this.problem;
    const { gradient } = this.into;
    const { products, cross, crossByTime } = this;
    const { batch, offset } = products;
    const start = row.i * features;
    const time = t[row.i];
    for (let c = 0; c < features; c++) {
      const value = x[start + c];
      const multiplied = multiplies[c] === 1;
      const own = multiplied ? value * row.trend : value;
      batch[offset + c] = own;
      const product = value * (multiplied ? row.multiplied : row.added);
      cross[c] += product;
      crossByTime[c] += product * time;
      gradient[trendColumns + c] -= row.r * own;
    }
    if (this.problem.products === undefined) products.add();
  }

  private reachChangepoint(j: number): void {
    const { changepoints, t, trendColumns, features } = this.problem;
    const { gradient, hessian } = this.into;
    const { weight, weightAfter, cross, crossByTime, pull } = this;
    const s = t[changepoints[j]];
    const column = ridgeCount(this.problem) + j;
    const row = column * this.sizeOfRow;
    weightAfter.set(weight, 3 * j);
    gradient[column] = pull[1] - s * pull[0];
    hessian[row] = weight[1] - s * weight[0];
    if (trendColumns === 2) hessian[row + 1] = weight[2] - s * weight[1];
    for (let c = 0; c < features; c++) hessian[row + trendColumns + c] = crossByTime[c] - s * cross[c];
  }

  private finishFeatures(): void {
    const { products, features, trendColumns } = this.problem;
    if (products === undefined) this.products.flush();
    else {
      for (let a = 0; a < features; a++) {
        const row = products.subarray(a * features, a * features + a + 1);
        this.into.hessian.set(row, (trendColumns + a) * this.sizeOfRow + trendColumns);
      }
    }
  }

  /** What only the sums over all rows can say, and the changepoints among each other. */
  finish(): void {
    const { changepoints, t, trendColumns, features } = this.problem;
    const { gradient, hessian } = this.into;
    const { weight, weightAfter, cross, crossByTime, pull, sizeOfRow } = this;
    this.finishFeatures();
    gradient[0] = pull[0];
    hessian[0] = weight[0];
    for (let c = 0; c < features; c++) hessian[(trendColumns + c) * sizeOfRow] = cross[c];
    if (trendColumns === 2) {
      gradient[1] = pull[1];
      hessian[sizeOfRow] = weight[1];
      hessian[sizeOfRow + 1] = weight[2];
      for (let c = 0; c < features; c++) hessian[(trendColumns + c) * sizeOfRow + 1] = crossByTime[c];
    }
    const first = ridgeCount(this.problem);
    for (let j = 0; j < changepoints.length; j++) {
      const s = t[changepoints[j]];
      for (let k = 0; k <= j; k++) {
        const earlier = t[changepoints[k]];
        hessian[(first + j) * sizeOfRow + first + k] =
          weightAfter[3 * j + 2] - (s + earlier) * weightAfter[3 * j + 1] + s * earlier * weightAfter[3 * j];
      }
    }
  }
}

interface Target extends Derivatives {
  readonly curvature: Curvature;
}

/**
 * The noise follows the parameters: with v(rss) from 4 v^2 + n v = rss, the likelihood's first derivative by rss is 1 / (2 v), its
 * second -1 / (2 v^2 (8 v + n)).
 */
function addNoise(problem: JointProblem, point: Point, { gradient, hessian, curvature }: Target): void {
  const { variance, interior } = point;
  const size = parameterCount(problem);
  const follows = curvature === 'exact' && interior ? 2 / (variance ** 2 * (8 * variance + problem.y.length)) : 0;
  for (let i = 0; i < size; i++) {
    const pull = follows * gradient[i];
    for (let j = 0; j <= i; j++) hessian[i * size + j] = hessian[i * size + j] / variance - pull * gradient[j];
  }
  for (let j = 0; j < size; j++) gradient[j] /= variance;
}

function addPriors(problem: JointProblem, theta: Float64Array, { gradient, hessian, curvature }: Target): void {
  const { precision, cap } = problem;
  const size = parameterCount(problem);
  const logistic = cap !== undefined;
  for (let j = logistic ? 1 : 0; j < ridgeCount(problem); j++) {
    gradient[j] += precision[j] * theta[j];
    hessian[j * size + j] += precision[j];
  }
  if (!logistic) return;
  // m = -level / k has a normal prior. Without the mixed derivative, its second derivatives are never indefinite.
  const [level, k] = theta;
  const square = k * k;
  gradient[0] += (precision[0] * level) / square;
  gradient[1] -= (precision[0] * level * level) / (square * k);
  hessian[0] += precision[0] / square;
  hessian[size + 1] += (3 * precision[0] * level * level) / (square * square);
  if (curvature === 'exact') hessian[size] -= (2 * precision[0] * level) / (square * k);
}
