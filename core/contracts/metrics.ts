import * as z from 'zod';
import { periodSchema } from './date-range.ts';

/**
 * A metric that the data leave undefined (mdape where every actual is zero, mase of a constant series) is null, never NaN or
 * Infinity: neither survives JSON.
 */
const metric = z.number().nullable();
const count = z.number().int().min(0).optional();

export const crossValidationMetricsSchema = z.strictObject({
  mse: metric,
  rmse: metric,
  mae: metric,
  mape: metric,
  mdape: metric,
  smape: metric,
  mase: metric,
  coverage: metric,
  /** Read since 0.1.0, and not written yet: that release refuses a figure that it does not know (decision 0017). */
  winkler: metric.optional(),
  folds: z.number().int(),
  /**
   * Series with a scored point, of those with a row in the training window; and points scored, of the observations behind the panel's
   * cutoffs. Absent in what releases before 0.2.0 wrote.
   */
  seriesScored: count,
  seriesInAll: count,
  pointsScored: count,
  pointsInAll: count,
});
export type CrossValidationMetrics = z.infer<typeof crossValidationMetricsSchema>;

/** One fold of cross-validation over all series that were scored at it. */
export const foldMetricsSchema = z.strictObject({
  /** Of the panel: the last period that any of its series learned from. */
  cutoff: periodSchema,
  series: z.number().int(),
  points: z.number().int(),
  /** Of the series that have a row behind the cutoff, and their rows. */
  seriesInAll: count,
  pointsInAll: count,
  rmse: metric,
  mae: metric,
  coverage: metric,
});
export type FoldMetrics = z.infer<typeof foldMetricsSchema>;

/** Of forecasts without an interval, as the members of a recipe are, those of the interval are null. */
export const realisedMetricsSchema = z.strictObject({
  rmse: metric,
  mae: metric,
  bias: metric,
  smape: metric,
  mase: metric,
  coverage: metric,
  /** Of the main level; the two below over all levels, with the forecast itself for the median (core/backtest/interval-scores.ts). */
  winkler: metric,
  scaledMqloss: metric,
  scaledCrps: metric,
});
export type RealisedMetrics = z.infer<typeof realisedMetricsSchema>;
