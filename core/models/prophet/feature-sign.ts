import { GrowingCholesky } from './cholesky.ts';

/**
 * Minimise |y - Z theta|^2 / (2 v) + sum of precision_i (theta_i - mean_i)^2 / 2 over the first `ridge` coefficients + rate * sum of
 * |theta_j| over the others, for a noise variance v. All that is needed of Z and y are their products.
 */
export interface PenalisedProblem {
  /** Z'Z, row-major, size x size. */
  readonly gram: Float64Array;
  /** Z'y */
  readonly zy: Float64Array;
  /** y'y */
  readonly yy: number;
  readonly observations: number;
  readonly size: number;
  readonly ridge: number;
  /** Of the normal priors, 1 / scale^2, and their means. */
  readonly precision: Float64Array;
  readonly mean: Float64Array;
  /** Of the Laplace prior, 1 / scale. */
  readonly rate: number;
}

/** A gradient that exceeds its bound by less than this share of it is rounding. */
const GRADIENT_TOLERANCE = 1e-9;

/**
 * Feature-sign search (Lee, Battle, Raina and Ng 2007): solve with the active coefficients' signs held; where one would
 * change its sign, stop at its zero and drop it; else let the worst violator of |gradient| <= v * rate in; done when there is none. Every
 * step lowers the objective, so the search ends. A second call starts from where the first one ended.
 */
export class FeatureSignSearch {
  readonly theta: Float64Array;
  private readonly problem: PenalisedProblem;
  private readonly factor: GrowingCholesky;
  private readonly signs: Int8Array;
  private readonly target: Float64Array;

  /** @param start where the search begins; zero unless given */
  constructor(problem: PenalisedProblem, start?: Float64Array) {
    this.problem = problem;
    this.factor = new GrowingCholesky(problem.gram, problem.size);
    this.theta = start?.slice() ?? new Float64Array(problem.size);
    this.signs = Int8Array.from(this.theta, (value, j) => (j < problem.ridge ? 0 : Math.sign(value)));
    this.target = new Float64Array(problem.size);
  }

  /** @returns whether it ended at the minimum; not so where a column that should take part is a combination of others. */
  minimise(variance: number): boolean {
    const whole = this.refactor(variance);
    const steps = 20 * this.problem.size;
    for (let step = 0; step < steps; step++) {
      if (!this.moveToRestrictedMinimum(variance)) continue;
      const worst = this.worstViolator(variance);
      if (worst === -1) return whole;
      if (!this.factor.append(worst, 0)) return false;
      this.signs[worst] = this.slack(worst) > 0 ? 1 : -1;
    }
    return false;
  }

  /** |y - Z theta|^2 at the minimum for this variance, where Z'(y - Z theta) is v times the penalty's gradient. */
  residualSumOfSquares(variance: number): number {
    const { zy, yy } = this.problem;
    const { order, count } = this.factor;
    let sum = yy;
    for (let i = 0; i < count; i++) {
      const j = order[i];
      sum -= this.theta[j] * (zy[j] + variance * this.penaltyGradient(j));
    }
    return Math.max(sum, 0);
  }

  /** How fast that residual sum grows with the variance, signs held: 2 v w' inverse(H) w, w the penalty's gradient. */
  residualSlope(variance: number): number {
    const { order, count } = this.factor;
    const w = this.target;
    for (let i = 0; i < count; i++) w[i] = this.penaltyGradient(order[i]);
    this.factor.forward(w);
    let sum = 0;
    for (let i = 0; i < count; i++) sum += w[i] * w[i];
    return 2 * variance * sum;
  }

  private penaltyGradient(j: number): number {
    const { ridge, precision, mean, rate } = this.problem;
    return j < ridge ? precision[j] * (this.theta[j] - mean[j]) : rate * this.signs[j];
  }

  /** The variance stands on the diagonal of the normal priors, so a new one means a new factor. */
  private refactor(variance: number): boolean {
    const { factor, signs } = this;
    const { ridge, precision, size } = this.problem;
    let whole = true;
    factor.truncate(0);
    for (let j = 0; j < size; j++) {
      const takesPart = j < ridge || signs[j] !== 0;
      if (!takesPart || factor.append(j, j < ridge ? variance * precision[j] : 0)) continue;
      this.leave(j);
      whole = false;
    }
    return whole;
  }

  private leave(j: number): void {
    this.signs[j] = 0;
    this.theta[j] = 0;
  }

  /** @returns false when a coefficient met its zero on the way, and left. */
  private moveToRestrictedMinimum(variance: number): boolean {
    const { factor, theta, target, signs } = this;
    const { ridge, zy, precision, mean, rate } = this.problem;
    const { order, count } = factor;
    for (let i = 0; i < count; i++) {
      const j = order[i];
      target[i] = zy[j] + variance * (j < ridge ? precision[j] * mean[j] : -rate * signs[j]);
    }
    factor.forward(target);
    factor.backward(target);
    let reach = 1;
    let first = -1;
    for (let i = 0; i < count; i++) {
      const j = order[i];
      if (j < ridge || target[i] * signs[j] > 0) continue;
      const share = theta[j] / (theta[j] - target[i]);
      // A coefficient at zero that wants to the wrong side has just entered on rounding alone.
      const within = theta[j] === 0 ? 0 : share;
      if (within < reach) [reach, first] = [within, i];
    }
    for (let i = 0; i < count; i++) theta[order[i]] += reach * (target[i] - theta[order[i]]);
    if (first !== -1) this.drop(first);
    return first === -1;
  }

  private drop(position: number): void {
    const { factor } = this;
    const later = factor.order.slice(position + 1, factor.count);
    this.leave(factor.order[position]);
    factor.truncate(position);
    for (const j of later) if (!factor.append(j, 0)) this.leave(j);
  }

  /** Half the negative gradient of the squares: z_j'(y - Z theta). */
  private slack(j: number): number {
    const { gram, zy, size } = this.problem;
    let sum = zy[j];
    for (let k = 0; k < size; k++) sum -= gram[j * size + k] * this.theta[k];
    return sum;
  }

  private worstViolator(variance: number): number {
    const { ridge, size, rate } = this.problem;
    let worst = -1;
    let excess = variance * rate * (1 + GRADIENT_TOLERANCE);
    for (let j = ridge; j < size; j++) {
      if (this.signs[j] !== 0) continue;
      const slope = Math.abs(this.slack(j));
      if (slope > excess) [excess, worst] = [slope, j];
    }
    return worst;
  }
}
