import * as z from 'zod';
import { dateRangeSchema, periodSchema, windowSchema } from './date-range.ts';
import { trainedCandidateSchema } from './model-version.ts';
import { realisedMetricsSchema } from './metrics.ts';

/**
 * What goes into and comes out of every Lambda step of the state machines. Only references and small summaries: no payload
 * grows with the number of rows or series.
 */
const dataset = z.string();
const runId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'letters, digits, _ and -, at most 64');
const version = z.number().int().min(0);
const count = z.number().int().min(0);

/** Rows of one slice: bronze = silver + quarantined + deduplicated. */
export const sliceCountsSchema = z.strictObject({
  bronze: count,
  silver: count,
  quarantined: count,
  deduplicated: count,
});
export type SliceCounts = z.infer<typeof sliceCountsSchema>;

/** Rows of all deliveries so far; `undated` ones could not be placed in any slice and are in quarantine. */
export const totalCountsSchema = sliceCountsSchema.extend({ undated: count, restated: count });

export const ingest = {
  input: z.strictObject({ dataset }),
  output: z.strictObject({ bronzeVersion: version, files: count, newFiles: count, newRows: count }),
};

export const transform = {
  /** Without `range`: the data set's training length, up to the last observation. */
  input: z.strictObject({ dataset, bronzeVersion: version, range: dateRangeSchema.optional() }),
  output: z.strictObject({
    range: dateRangeSchema,
    bronzeVersion: version,
    silverVersion: version,
    quarantineVersion: version,
    counts: sliceCountsSchema,
    totals: totalCountsSchema,
    series: count,
    /** The last period of the range in which any series has an observation. */
    lastObservation: periodSchema,
    gaps: z.strictObject({ series: count, missingPeriods: count }),
    /** JSON with gaps by series and range, and quarantined rows by reason with file and line. */
    reportUri: z.string(),
  }),
};

/** One training job: everything that CreateTrainingJob needs and that differs between candidates. */
export const trainingJobSchema = z.strictObject({
  candidate: z.string(),
  hyperparameters: z.record(z.string(), z.string()),
  /** S3 manifest of the Parquet files that the slice may lie in. */
  manifestUri: z.string(),
});

export const planTraining = {
  input: z.strictObject({
    dataset,
    runId,
    silverVersion: version,
    range: dateRangeSchema,
    /** Forecasts begin in the period after it. */
    lastObservation: periodSchema,
  }),
  output: z.strictObject({ jobs: z.array(trainingJobSchema), forecast: dateRangeSchema, outputUri: z.string() }),
};

/** A finished training job as the state machine hands it on. */
export const finishedJobSchema = z.strictObject({ candidate: z.string(), artifactUri: z.string() });

export const select = {
  input: z.strictObject({ dataset, jobs: z.array(finishedJobSchema) }),
  output: z.strictObject({ chosen: z.string(), reason: z.string(), candidates: z.array(trainedCandidateSchema) }),
};

export const register = {
  input: z.strictObject({
    dataset,
    runId,
    chosen: z.string(),
    candidates: z.array(trainedCandidateSchema),
    silverVersion: version,
    range: dateRangeSchema,
    forecast: dateRangeSchema,
  }),
  output: z.strictObject({ modelVersion: z.number().int().min(1), artifactSha256: z.string() }),
};

export const planForecast = {
  input: z.strictObject({
    dataset,
    runId,
    /** 'latest' is the newest registered version. */
    modelVersion: z.union([z.number().int().min(1), z.literal('latest')]),
    /** Without it, the horizon that the version was trained for. */
    range: dateRangeSchema.optional(),
  }),
  output: z.strictObject({
    modelVersion: z.number().int().min(1),
    artifactUri: z.string(),
    hyperparameters: z.record(z.string(), z.string()),
    /** Where the job's data files and its summary go. */
    filesUri: z.string(),
    summaryUri: z.string(),
  }),
};

export const publish = {
  input: z.strictObject({ dataset, runId, modelVersion: z.number().int().min(1), summaryUri: z.string() }),
  output: z.strictObject({ forecastsVersion: version, rows: count }),
};

export const score = {
  input: z.strictObject({
    dataset,
    runId,
    /** The run whose forecasts are scored; 'latest' is the newest one published. */
    forecastRunId: z.union([runId, z.literal('latest')]),
    silverVersion: version,
    range: dateRangeSchema,
  }),
  output: z.strictObject({
    modelVersion: z.number().int().min(1),
    joined: count,
    evaluationsVersion: version,
    realised: z.record(z.string(), realisedMetricsSchema),
    /** RMSE of the seasonal naive on the same rows, whether it was a candidate or not. */
    naiveRmse: z.number().nullable(),
  }),
};

export const recordRun = {
  input: z.strictObject({
    dataset,
    runId,
    execution: z.string(),
    window: windowSchema,
    train: z.strictObject({ data: transform.output, selection: select.output, registration: register.output }),
    forecast: publish.output,
    evaluate: z.strictObject({ data: transform.output, scores: score.output }),
  }),
  output: z.strictObject({ runId, recordUri: z.string() }),
};

export const planWindows = {
  /** Without `windows`: as many as the data allow. */
  input: z.strictObject({ dataset, replayId: runId, windows: z.number().int().min(1).optional() }),
  output: z.strictObject({ windows: z.array(windowSchema.extend({ runId })).min(1) }),
};

export const collectReplay = {
  input: z.strictObject({ dataset, replayId: runId, runs: z.array(z.strictObject({ runId, recordUri: z.string() })) }),
  output: z.strictObject({ replayUri: z.string() }),
};

export const recordFailure = {
  input: z.strictObject({ dataset, runId, machine: z.string(), error: z.string(), cause: z.string() }),
  output: z.strictObject({ recordUri: z.string() }),
};

/** The step's module under lambdas/, which exports `run` (on ports) and `handler` (on AWS). */
export const STEPS = {
  ingest: { module: 'lambdas/ingest/ingest.ts', ...ingest },
  transform: { module: 'lambdas/transform/transform.ts', ...transform },
  'plan-training': { module: 'lambdas/train/plan.ts', ...planTraining },
  select: { module: 'lambdas/train/select.ts', ...select },
  register: { module: 'lambdas/train/register.ts', ...register },
  'plan-forecast': { module: 'lambdas/forecast/plan.ts', ...planForecast },
  publish: { module: 'lambdas/forecast/publish.ts', ...publish },
  score: { module: 'lambdas/evaluate/score.ts', ...score },
  'record-run': { module: 'lambdas/pipeline/record-run.ts', ...recordRun },
  'plan-windows': { module: 'lambdas/replay/plan-windows.ts', ...planWindows },
  'collect-replay': { module: 'lambdas/replay/collect.ts', ...collectReplay },
  'record-failure': { module: 'lambdas/pipeline/record-failure.ts', ...recordFailure },
} as const;

export type StepName = keyof typeof STEPS;
