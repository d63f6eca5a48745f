import * as z from 'zod';
import { dateRangeSchema, periodSchema } from '../date-range.ts';
import { selectionSchema } from '../model-version.ts';
import { featuresSchema } from './features.ts';
import { dataset, livedThrough, modelVersion, runId, sha256, tableVersion } from './common.ts';
import { sliceCountsSchema } from './counts.ts';

/** One candidate's cross-validation: everything that CreateTrainingJob needs and that differs between candidates. */
export const trialJobSchema = z.strictObject({
  /** What tells the run's jobs apart: the candidate's name. */
  candidate: z.string(),
  hyperparameters: z.record(z.string(), z.string()),
  /** S3 manifest of the Parquet files that the slice may lie in. */
  manifestUri: z.string(),
});

/** One fit of a recipe: as above, and the S3 manifest of what it reads beside the series. */
export const fitJobSchema = z.strictObject({
  /** What tells the run's fits apart: 'fit', 'challenger-twin', 'production-twin'. */
  fit: z.string(),
  hyperparameters: z.record(z.string(), z.string()),
  manifestUri: z.string(),
  memoryUri: z.string(),
});

/** What is learned: a selection cross-validates the data set's recipe; a refresh fits that of a version; `naive` is the seasonal naive alone. */
export const learnSchema = z.union([
  z.literal('selection'),
  z.literal('naive'),
  z.strictObject({ refreshOf: z.union([modelVersion, z.literal('production')]) }),
]);

export const planTrainingStep = {
  input: z.strictObject({
    dataset,
    runId,
    learn: learnSchema,
    silverVersion: tableVersion,
    features: featuresSchema.nullable(),
    range: dateRangeSchema,
    /** Forecasts begin in the period after it. */
    lastObservation: periodSchema,
  }),
  output: z.strictObject({
    /** None at a refresh. */
    jobs: z.array(trialJobSchema),
    outputUri: z.string(),
    forecast: dateRangeSchema,
    /** The version whose recipe and selection are used; null where the jobs find a selection. */
    refreshOf: modelVersion.nullable(),
    /** Of the list of the series' files, which the manifest names. */
    seriesSha256: sha256,
  }),
};

/** Of its summary, which names what else it left by hash. Absent where SageMaker ran it, which tells nothing of a training job's files. */
const summarySha256 = sha256.optional();

/** A finished job as the state machine hands it on. */
export const finishedTrialSchema = z.strictObject({ candidate: z.string(), artifactUri: z.string(), summarySha256 });
export const finishedFitSchema = z.strictObject({ fit: z.string(), artifactUri: z.string(), summarySha256 });

export const selectStep = {
  input: z.strictObject({ dataset, runId, learn: learnSchema, asOf: periodSchema, jobs: z.array(finishedTrialSchema) }),
  output: selectionSchema,
};

export const planFitStep = {
  input: z.strictObject({
    dataset,
    runId,
    learn: learnSchema,
    /** Absent at a refresh. */
    selection: selectionSchema.optional(),
    refreshOf: modelVersion.nullable(),
    seriesSha256: sha256,
    training: dateRangeSchema,
    /** The last period that may be known: no later look is read. */
    asOf: periodSchema,
    forecast: dateRangeSchema,
    /** Told by executions that began before the newest look alone decided; nobody reads it. */
    exempt: z.boolean().optional(),
  }),
  output: z.strictObject({ job: fitJobSchema, outputUri: z.string() }),
};

export const registerStep = {
  input: z.strictObject({
    dataset,
    runId,
    learn: learnSchema,
    artifactUri: z.string(),
    summarySha256,
    selection: selectionSchema.optional(),
    refreshOf: modelVersion.nullable(),
    silverVersion: tableVersion,
    features: featuresSchema.nullable(),
    range: dateRangeSchema,
    livedThrough,
    forecast: dateRangeSchema,
    counts: sliceCountsSchema,
    /** A selection that the monitor brought forward; absent of any other training. */
    origin: z.literal('retraining').optional(),
    /** When the training began; absent where an execution asks that began before this was told. */
    startedAt: z.iso.datetime().optional(),
  }),
  output: z.strictObject({ modelVersion, artifactSha256: z.string(), selection: selectionSchema }),
};
