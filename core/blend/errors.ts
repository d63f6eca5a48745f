/** What weights are made of: mean squared errors by candidate, of one series. A candidate without errors has undefined. */
export type ByCandidate<T> = readonly T[];
export type MeanSquares = ByCandidate<number | undefined>;

/** Where a series' errors come from. */
export interface ErrorSources {
  /** At the cross-validation points. */
  readonly crossValidation: MeanSquares;
  /** At the rows of each look of the panel, the newest first; all undefined at a look without rows of this series. */
  readonly looks: readonly MeanSquares[];
  /** Mean square of the actuals at the cross-validation points, in the unit of y squared; the errors' floor is a share of it. */
  readonly actuals: number;
}

/** A look counts so much of the one after it. */
const MEMORY = 0.9;
const FLOOR_SHARE = 1e-9;
/** Of a series of zeros alone: in the unit of y squared, so far below anything that is measured. */
const LEAST_SQUARE = 1e-60;

/** Cross-validation counts as a look does that is new; what a candidate lacks counts for nothing. */
export function recentErrors({ crossValidation, looks, actuals }: ErrorSources): MeanSquares {
  const floor = floorOf(actuals);
  return crossValidation.map((first, k) => {
    let [sum, weights] = first === undefined ? [0, 0] : [first, 1];
    // Multiplied, not raised to a power: that ends in another digit from one version of Node to the next.
    let weight = 1;
    for (const look of looks) {
      const error = look[k];
      if (error !== undefined) {
        sum += weight * error;
        weights += weight;
      }
      weight *= MEMORY;
    }
    return weights === 0 ? undefined : Math.max(sum / weights, floor);
  });
}

/** No error counts as less: below it, a ratio or a logarithm would only tell rounding. */
export function floorOf(actuals: number): number {
  return Math.max(FLOOR_SHARE * actuals, LEAST_SQUARE);
}

/** The size of a series' errors: the mean over the candidates; undefined where none has any. */
export function sizeOf(errors: MeanSquares): number | undefined {
  const known = errors.filter((error) => error !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, error) => sum + error, 0) / known.length;
}

/** By candidate, free of scale: the mean over all series of the error over the series' own size. */
export function pooledErrors(panel: readonly MeanSquares[], candidates: number): MeanSquares {
  const sums = new Array<number>(candidates).fill(0);
  const counts = new Array<number>(candidates).fill(0);
  for (const errors of panel) {
    const size = sizeOf(errors);
    if (size === undefined) continue;
    errors.forEach((error, k) => {
      if (error === undefined) return;
      sums[k] += error / size;
      counts[k]++;
    });
  }
  return sums.map((sum, k) => (counts[k] === 0 ? undefined : sum / counts[k]));
}
