/**
 * Prophet's posterior where trend and effects meet in a product, or the trend bends in its parameters:
 *
 *   y_i ~ normal(T_i (1 + sum of multiplying x_ic beta_c) + sum of adding x_ic beta_c, sigma),   T_i = g(eta_i)
 *   eta_i = k (t_i - m) + hinges (logistic, g = cap / (1 + exp(-eta))),  or  m + k t_i + hinges (linear),  or  m (flat)
 *
 * Prophet writes logistic growth with an offset gamma for each changepoint, chosen so that the trend does not jump: what is left is
 * just this continuous broken line in t, hinge j being delta_j (t - s_j)+, without the division by a slope that may be zero.
 * Parameters in the order of the design: m, k (unless flat), beta, delta. Logistic growth has the line's level, -k m, in the place of m:
 * along k m = const the likelihood hardly changes, a valley that is straight in level and k and bent in m and k.
 */
export interface JointProblem {
  /** Scaled to [0, 1] over the history. */
  readonly t: Float64Array;
  /** Less the floor, divided by its largest absolute value. */
  readonly y: Float64Array;
  /** Row-major, `features` a row. */
  readonly x: Float64Array;
  readonly features: number;
  /** Of x with itself, lower triangle, where no feature multiplies the trend: then they are what every step needs. */
  readonly products: Float64Array | undefined;
  /** Of each feature: 1 where it multiplies the trend, 0 where it is added. */
  readonly multiplies: Uint8Array;
  /** Rows that changepoints stand at, ascending. */
  readonly changepoints: Int32Array;
  /** 1 (flat: m alone) or 2. */
  readonly trendColumns: number;
  /** In the scale of y; undefined unless growth is logistic. */
  readonly cap: number | undefined;
  /** Of the normal priors (mean zero) of m, k and beta: 1 / scale^2. */
  readonly precision: Float64Array;
  /** Of the Laplace prior of delta: 1 / scale. */
  readonly rate: number;
  /** No noise variance below this: rounding, or a fit through every observation. */
  readonly smallestVariance: number;
}

export function ridgeCount({ trendColumns, features }: JointProblem): number {
  return trendColumns + features;
}

export function parameterCount(problem: JointProblem): number {
  return ridgeCount(problem) + problem.changepoints.length;
}
