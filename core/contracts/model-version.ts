import * as z from 'zod';
import { candidateSchema } from './dataset.ts';
import { FREQUENCIES } from './frequency.ts';
import { dateRangeSchema, periodSchema } from './date-range.ts';
import { crossValidationMetricsSchema } from './metrics.ts';
import { missingListSchema, simplestSchema } from './missing-series.ts';
import { recipeSchema, yardstickSchema } from './recipe.ts';

/** A candidate in cross-validation: where its points and its summary lie, and how it did. */
export const trialSchema = z.strictObject({
  candidate: candidateSchema,
  /** `s3://bucket/prefix`, a folder: points/ and summary.json. */
  artifactUri: z.string(),
  /** Of the points' digests: the weights of every version of this selection are made of them. That of nothing, where a trial left none. */
  pointsSha256: z.string(),
  /** Of summary.json, as the selection read it. Absent from what releases up to 0.2.0 wrote. */
  summarySha256: z.string().optional(),
  crossValidation: crossValidationMetricsSchema,
  seriesTried: z.number().int(),
  seriesFailed: z.number().int(),
});
export type Trial = z.infer<typeof trialSchema>;

/** What a training with cross-validation found; every refresh until the next one leans on it. */
export const selectionSchema = z.strictObject({
  /** The run that cross-validated. */
  runId: z.string(),
  /** The last period that it knew. */
  asOf: periodSchema,
  /** The best candidate for all series by the selection metric, and one sentence on why: what the recipe `choice` forecasts with. */
  chosen: z.string(),
  reason: z.string(),
  yardstick: yardstickSchema,
  /** The recipe's candidates in their order; the naives that are no candidates were only tried as yardsticks, and are not among them. */
  trials: z.array(trialSchema).min(1),
});
export type Selection = z.infer<typeof selectionSchema>;

export const newModelVersionSchema = z.strictObject({
  dataset: z.string(),
  runId: z.string(),
  description: z.string(),
  owner: z.string(),
  intendedUse: z.string(),
  tags: z.record(z.string(), z.string()),
  /** `s3://bucket/prefix`, a folder: the fitted recipe's model.jsonl, summary.json and forecasts/. */
  artifactUri: z.string(),
  /** Of model.jsonl. */
  artifactSha256: z.string(),
  recipe: recipeSchema,
  selection: selectionSchema,
  /** The version whose recipe was fitted anew; null where the run cross-validated itself. */
  refreshOf: z.number().int().min(1).nullable(),
  /** Of the recipe as a whole, at the points of the selection, with the weights that the version forecasts with. */
  crossValidation: crossValidationMetricsSchema,
  seriesTrained: z.number().int(),
  seriesFailed: z.number().int(),
  /** The trained ones that no candidate could be fitted to. Absent where there is none, and in what releases before 0.2.0 wrote; so is the next. */
  simplest: simplestSchema.optional(),
  missing: missingListSchema.optional(),
  training: z.strictObject({
    table: z.string(),
    tableVersion: z.number().int(),
    window: dateRangeSchema,
    /** What was known ahead: the version of the features table, and the resolved calendar of holidays. Absent where there was nothing. */
    features: z
      .strictObject({
        tableVersion: z.number().int(),
        holidaysSha256: z.string().nullable(),
        /** What of it nobody learns from, for people; absent where there is nothing to say. */
        notes: z.array(z.string()).optional(),
      })
      .optional(),
  }),
  /** What the model reads and gives: compared with the data set when it is promoted. */
  schema: z.strictObject({
    frequency: z.enum(FREQUENCIES),
    /** The feature set: unique_id, ds, and regressors. */
    features: z.array(z.string()),
    target: z.string(),
    /** Column name -> type of the forecasts table. */
    output: z.record(z.string(), z.string()),
    level: z.number(),
    furtherLevels: z.array(z.number()),
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
  /** The server that the run was tracked on. Absent where it was tracked as files, and in what releases up to 0.2.0 wrote, wherever those did. */
  tracking: z.strictObject({ uri: z.string() }).optional(),
});
export type NewModelVersion = z.infer<typeof newModelVersionSchema>;

export const modelVersionSchema = newModelVersionSchema.extend({
  version: z.number().int().min(1),
  registeredAtMs: z.number().int(),
});
export type ModelVersion = z.infer<typeof modelVersionSchema>;
