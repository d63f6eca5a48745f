import * as z from 'zod';
import { dateRangeSchema, periodSchema } from '../date-range.ts';
import { trainedCandidateSchema } from '../model-version.ts';
import { dataset, modelVersion, runId, tableVersion } from './common.ts';
import { sliceCountsSchema } from './counts.ts';

/** One training job: everything that CreateTrainingJob needs and that differs between candidates. */
export const trainingJobSchema = z.strictObject({
  candidate: z.string(),
  hyperparameters: z.record(z.string(), z.string()),
  /** S3 manifest of the Parquet files that the slice may lie in. */
  manifestUri: z.string(),
});

export const planTrainingStep = {
  input: z.strictObject({
    dataset,
    runId,
    silverVersion: tableVersion,
    range: dateRangeSchema,
    /** Forecasts begin in the period after it. */
    lastObservation: periodSchema,
  }),
  output: z.strictObject({ jobs: z.array(trainingJobSchema), forecast: dateRangeSchema, outputUri: z.string() }),
};

/** A finished training job as the state machine hands it on. */
export const finishedJobSchema = z.strictObject({ candidate: z.string(), artifactUri: z.string() });

export const selectStep = {
  input: z.strictObject({ dataset, jobs: z.array(finishedJobSchema) }),
  output: z.strictObject({ chosen: z.string(), reason: z.string(), candidates: z.array(trainedCandidateSchema) }),
};

export const registerStep = {
  input: z.strictObject({
    dataset,
    runId,
    chosen: z.string(),
    candidates: z.array(trainedCandidateSchema),
    silverVersion: tableVersion,
    range: dateRangeSchema,
    forecast: dateRangeSchema,
    counts: sliceCountsSchema,
  }),
  output: z.strictObject({ modelVersion, artifactSha256: z.string() }),
};
