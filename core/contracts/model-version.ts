import * as z from 'zod';
import { candidateSchema } from './dataset.ts';
import { FREQUENCIES } from './frequency.ts';
import { dateRangeSchema } from './date-range.ts';
import { crossValidationMetricsSchema } from './metrics.ts';

/** A trained candidate: where its files lie (model.jsonl, summary.json, forecasts/), and how it did in cross-validation. */
export const trainedCandidateSchema = z.strictObject({
  candidate: candidateSchema,
  /** `s3://bucket/prefix`, a folder. */
  artifactUri: z.string(),
  artifactSha256: z.string(),
  crossValidation: crossValidationMetricsSchema,
  seriesTrained: z.number().int(),
  seriesFailed: z.number().int(),
});
export type TrainedCandidate = z.infer<typeof trainedCandidateSchema>;

export const newModelVersionSchema = z.strictObject({
  dataset: z.string(),
  runId: z.string(),
  description: z.string(),
  owner: z.string(),
  intendedUse: z.string(),
  tags: z.record(z.string(), z.string()),
  chosen: trainedCandidateSchema,
  /** All candidates of the run, the chosen one among them: the evaluation scores every one. */
  candidates: z.array(trainedCandidateSchema),
  training: z.strictObject({ table: z.string(), tableVersion: z.number().int(), window: dateRangeSchema }),
  /** What the model reads and gives: compared with the data set when it is promoted. */
  schema: z.strictObject({
    frequency: z.enum(FREQUENCIES),
    /** The feature set: unique_id, ds, and regressors. */
    features: z.array(z.string()),
    target: z.string(),
    /** Column name -> type of the forecasts table. */
    output: z.record(z.string(), z.string()),
    level: z.number(),
  }),
  /** The share of bronze rows of the slice that the data contract refused, and what it allows. */
  contract: z.strictObject({ quarantinedShare: z.number(), maxQuarantineShare: z.number() }),
  /** The horizon: the periods after the last observation of training that the version forecasts. */
  forecast: dateRangeSchema,
  code: z.strictObject({
    commit: z.string(),
    image: z.string(),
    libraries: z.record(z.string(), z.string()),
  }),
});
export type NewModelVersion = z.infer<typeof newModelVersionSchema>;

export const modelVersionSchema = newModelVersionSchema.extend({
  version: z.number().int().min(1),
  registeredAtMs: z.number().int(),
});
export type ModelVersion = z.infer<typeof modelVersionSchema>;
