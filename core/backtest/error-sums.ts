import type { CrossValidationMetrics } from '../contracts/metrics.ts';
import { medianOf } from './median.ts';
import { symmetricError } from './metrics.ts';

/** Errors of one series over all its folds. Plain data, so that a worker thread can send it. */
export interface SeriesErrors {
  readonly folds: number;
  /** Sums over the forecasted points. */
  readonly points: number;
  readonly squared: number;
  readonly absolute: number;
  readonly symmetric: number;
  readonly covered: number;
  /** Absolute errors, each over the scale of its own fold's training data; `scaledPoints` of them have a scale. */
  readonly scaled: number;
  readonly scaledPoints: number;
  /** |e / y| wherever y is not zero, and their sum: a median needs them all. */
  readonly percentage: Float32Array;
  readonly percentageSum: number;
  /** FOLD_SUMS numbers a fold, oldest first: packed, because every series sends them between threads. */
  readonly byFold: Float64Array;
}

/** Of one fold: its cutoff, then the sums over its points: count, squared, absolute, covered. */
export const FOLD_SUMS = 5;

/** What a fold is held against: aligned. */
export interface HeldOut {
  readonly y: Float64Array;
  readonly yhat: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** The definitions of metrics.ts, summed in one pass. */
export class ErrorSums {
  squared = 0;
  private points = 0;
  private absolute = 0;
  private symmetric = 0;
  private covered = 0;
  private scaled = 0;
  private scaledPoints = 0;
  private readonly percentage: Float32Array;
  private percentages = 0;
  private percentageSum = 0;
  private readonly byFold: Float64Array;
  private folds = 0;

  /** @param folds at most so many, and so many points in them */
  constructor(folds: number, points: number) {
    this.byFold = new Float64Array(folds * FOLD_SUMS);
    this.percentage = new Float32Array(points);
  }

  /** @param fold its cutoff, and the MASE's denominator in what it learned from */
  add({ y, yhat, lower, upper }: HeldOut, fold: { readonly scale: number | null; readonly cutoff: number }): void {
    let squared = 0;
    let absolute = 0;
    let symmetric = 0;
    let covered = 0;
    let { percentages, percentageSum } = this;
    const { percentage } = this;
    for (let i = 0; i < y.length; i++) {
      const error = Math.abs(yhat[i] - y[i]);
      squared += error * error;
      absolute += error;
      symmetric += symmetricError(y[i], yhat[i]);
      if (lower[i] <= y[i] && y[i] <= upper[i]) covered++;
      if (y[i] === 0) continue;
      const share = error / Math.abs(y[i]);
      percentage[percentages++] = share;
      percentageSum += share;
    }
    this.percentages = percentages;
    this.percentageSum = percentageSum;
    this.points += y.length;
    this.squared += squared;
    this.absolute += absolute;
    this.symmetric += symmetric;
    this.covered += covered;
    this.byFold.set([fold.cutoff, y.length, squared, absolute, covered], this.folds++ * FOLD_SUMS);
    if (fold.scale === null) return;
    this.scaled += absolute / fold.scale;
    this.scaledPoints += y.length;
  }

  all(): SeriesErrors {
    const { folds, points, squared, absolute, symmetric, covered, scaled, scaledPoints, percentageSum } = this;
    // A view would carry the unused rest to whoever it is sent to.
    const byFold = folds * FOLD_SUMS === this.byFold.length ? this.byFold : this.byFold.slice(0, folds * FOLD_SUMS);
    const whole = this.percentages === this.percentage.length;
    const percentage = whole ? this.percentage : this.percentage.slice(0, this.percentages);
    const sums = { points, squared, absolute, symmetric, covered, scaled, scaledPoints };
    return { folds, ...sums, percentage, percentageSum, byFold };
  }
}

/**
 * Pools series and folds: every forecasted point counts the same, as in Prophet's performance_metrics over the whole horizon.
 *
 * @param errors in the order of the series, whichever worker each comes from: floating-point sums depend on their order
 */
export function poolErrors(errors: readonly SeriesErrors[]): CrossValidationMetrics {
  const sum = (value: (one: SeriesErrors) => number) => errors.reduce((total, one) => total + value(one), 0);
  const points = sum((one) => one.points);
  const mean = (value: (one: SeriesErrors) => number, count = points) => (count === 0 ? null : sum(value) / count);
  const mse = mean((one) => one.squared);
  return {
    mse,
    rmse: mse === null ? null : Math.sqrt(mse),
    mae: mean((one) => one.absolute),
    mape: mean(
      (one) => one.percentageSum,
      sum((one) => one.percentage.length),
    ),
    mdape: medianOf(errors.map((one) => one.percentage)),
    smape: mean((one) => one.symmetric),
    mase: mean(
      (one) => one.scaled,
      sum((one) => one.scaledPoints),
    ),
    coverage: mean((one) => one.covered),
    folds: cutoffsOf(errors).length,
    seriesScored: errors.filter((one) => one.points > 0).length,
    pointsScored: points,
  };
}

/** All at which any of the series was scored, ascending. */
export function cutoffsOf(errors: readonly Pick<SeriesErrors, 'byFold'>[]): readonly number[] {
  const cutoffs = new Set<number>();
  for (const { byFold } of errors) for (let at = 0; at < byFold.length; at += FOLD_SUMS) cutoffs.add(byFold[at]);
  return [...cutoffs].sort((a, b) => a - b);
}
