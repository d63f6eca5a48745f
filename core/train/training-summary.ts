import * as z from 'zod';
import { candidateSchema } from '../contracts/dataset.ts';
import { crossValidationMetricsSchema, foldMetricsSchema } from '../contracts/metrics.ts';

/** What a training task reports beside its model. Small, whatever the number of series. */
export const SUMMARY_FILE = 'summary.json';

/** One JSON line a failed series; written only when there are any. */
export const FAILED_SERIES_FILE = 'failed.jsonl';

const MAX_FAILED_IN_SUMMARY = 20;

const failedSeriesSchema = z.strictObject({ uniqueId: z.string(), reason: z.string() });
export type FailedSeries = z.infer<typeof failedSeriesSchema>;

export const trainingSummarySchema = z.strictObject({
  candidate: candidateSchema,
  crossValidation: crossValidationMetricsSchema,
  /** The same errors fold by fold, oldest first. */
  folds: z.array(foldMetricsSchema),
  seriesTrained: z.number().int(),
  seriesFailed: z.number().int(),
  /** The first of them; all are in failed.jsonl. */
  failed: z.array(failedSeriesSchema).max(MAX_FAILED_IN_SUMMARY),
});
export type TrainingSummary = z.infer<typeof trainingSummarySchema>;

export function summarizeTraining(
  measured: Pick<TrainingSummary, 'candidate' | 'crossValidation' | 'folds'>,
  seriesTrained: number,
  failed: readonly FailedSeries[],
): TrainingSummary {
  return {
    ...measured,
    seriesTrained,
    seriesFailed: failed.length,
    failed: failed.slice(0, MAX_FAILED_IN_SUMMARY),
  };
}
