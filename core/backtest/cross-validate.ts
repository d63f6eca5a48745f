import type { CrossValidationMetrics } from '../contracts/metrics.ts';
import type { Forecast, Model } from '../models/family.ts';
import type { Series } from '../series/series.ts';
import { SeriesUnfit } from '../models/family.ts';
import { SeasonalDifferences } from '../series/seasonal-differences.ts';
import type { RollingOrigin } from './cutoffs.ts';
import { rollingOriginFolds } from './cutoffs.ts';
import { medianOf } from './median.ts';
import { maseScale, symmetricError } from './metrics.ts';

export interface CrossValidationPlan extends RollingOrigin {
  readonly seasonLength: number;
  /** Probability of the central interval whose coverage is measured. */
  readonly level: number;
}

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
  /** |e / y| wherever y is not zero: a median needs them all. */
  readonly percentage: Float32Array;
  /** FOLD_SUMS numbers a fold, oldest first: packed, because every series sends them between threads. */
  readonly byFold: Float64Array;
}

/** Of one fold: the last period learned from, then the sums over its points: count, squared, absolute, covered. */
export const FOLD_SUMS = 5;

/**
 * Rolling-origin cross-validation of one series; no points where it is too short for a fold.
 *
 * @throws SeriesUnfit when a fold admits no fit, or forecasts something that is no number
 */
export function crossValidate<State>(model: Model<State>, series: Series, plan: CrossValidationPlan): SeriesErrors {
  const folds = rollingOriginFolds(series.ds, plan);
  const errors = new ErrorSums(
    folds.length,
    folds.reduce((sum, { train, testEnd }) => sum + testEnd - train, 0),
  );
  const differences = new SeasonalDifferences(series, plan.seasonLength);
  const fitter = model.prepare(series);
  for (const { train, testEnd } of folds) {
    differences.advanceTo(train);
    const forecast = model.forecast(fitter.fit(train), series.ds.subarray(train, testEnd), plan.level);
    errors.add(series.y.subarray(train, testEnd), forecast, {
      scale: maseScale(differences),
      learned: series.ds[train - 1],
    });
    if (!Number.isFinite(errors.squared)) {
      throw new SeriesUnfit(`the forecast from observation ${train} on is not a finite number`);
    }
  }
  return errors.all();
}

/**
 * Pools series and folds: every forecasted point counts the same, as in Prophet's performance_metrics over the whole horizon.
 *
 * @param errors in the order of the series, whichever worker each comes from: floating-point sums depend on their order
 */
export function poolErrors(errors: readonly SeriesErrors[]): CrossValidationMetrics {
  const sum = (value: (one: SeriesErrors) => number) => errors.reduce((total, one) => total + value(one), 0);
  const points = sum((one) => one.points);
  const mean = (total: number, count: number) => (count === 0 ? null : total / count);
  const mse = mean(
    sum((one) => one.squared),
    points,
  );
  return {
    mse,
    rmse: mse === null ? null : Math.sqrt(mse),
    mae: mean(
      sum((one) => one.absolute),
      points,
    ),
    mdape: medianOf(errors.map((one) => one.percentage)),
    smape: mean(
      sum((one) => one.symmetric),
      points,
    ),
    mase: mean(
      sum((one) => one.scaled),
      sum((one) => one.scaledPoints),
    ),
    coverage: mean(
      sum((one) => one.covered),
      points,
    ),
    // Series of one calendar share their cutoffs: the longest has them all.
    folds: errors.reduce((most, one) => Math.max(most, one.folds), 0),
  };
}

/** The definitions of metrics.ts, summed in one pass. */
class ErrorSums {
  squared = 0;
  private points = 0;
  private absolute = 0;
  private symmetric = 0;
  private covered = 0;
  private scaled = 0;
  private scaledPoints = 0;
  private readonly percentage: Float32Array;
  private percentages = 0;
  private readonly byFold: Float64Array;
  private folds = 0;

  constructor(folds: number, points: number) {
    this.byFold = new Float64Array(folds * FOLD_SUMS);
    this.percentage = new Float32Array(points);
  }

  add(y: Float64Array, { yhat, lower, upper }: Forecast, fold: { scale: number | null; learned: number }): void {
    let squared = 0;
    let absolute = 0;
    let symmetric = 0;
    let covered = 0;
    let { percentages } = this;
    const { percentage } = this;
    for (let i = 0; i < y.length; i++) {
      const error = Math.abs(yhat[i] - y[i]);
      squared += error * error;
      absolute += error;
      symmetric += symmetricError(y[i], yhat[i]);
      if (lower[i] <= y[i] && y[i] <= upper[i]) covered++;
      if (y[i] !== 0) percentage[percentages++] = error / Math.abs(y[i]);
    }
    this.percentages = percentages;
    this.points += y.length;
    this.squared += squared;
    this.absolute += absolute;
    this.symmetric += symmetric;
    this.covered += covered;
    this.byFold.set([fold.learned, y.length, squared, absolute, covered], this.folds++ * FOLD_SUMS);
    if (fold.scale === null) return;
    this.scaled += absolute / fold.scale;
    this.scaledPoints += y.length;
  }

  all(): SeriesErrors {
    const { folds, points, squared, absolute, symmetric, covered, scaled, scaledPoints, byFold } = this;
    // A view would carry the unused rest to whoever it is sent to.
    const whole = this.percentages === this.percentage.length;
    const percentage = whole ? this.percentage : this.percentage.slice(0, this.percentages);
    return { folds, points, squared, absolute, symmetric, covered, scaled, scaledPoints, percentage, byFold };
  }
}
