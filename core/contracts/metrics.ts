import * as z from 'zod';

/**
 * A metric that the data leave undefined (mdape where every actual is zero, mase of a constant series) is null, never NaN or
 * Infinity: neither survives JSON.
 */
const metric = z.number().nullable();

export const crossValidationMetricsSchema = z.strictObject({
  mse: metric,
  rmse: metric,
  mae: metric,
  mdape: metric,
  smape: metric,
  mase: metric,
  coverage: metric,
  folds: z.number().int(),
});
export type CrossValidationMetrics = z.infer<typeof crossValidationMetricsSchema>;

export const realisedMetricsSchema = z.strictObject({
  rmse: metric,
  mae: metric,
  bias: metric,
  smape: metric,
  mase: metric,
  coverage: metric,
});
export type RealisedMetrics = z.infer<typeof realisedMetricsSchema>;
