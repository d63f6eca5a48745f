import * as z from 'zod';
import { dateRangeSchema, periodSchema, windowSchema } from './date-range.ts';
import { trainedCandidateSchema } from './model-version.ts';
import { monitorActionSchema } from './monitoring.ts';
import { policySchema } from './promotion.ts';
import { realisedMetricsSchema } from './metrics.ts';

/**
 * What goes into and comes out of every Lambda step of the state machines. Only references and small summaries: no payload
 * grows with the number of rows or series.
 */
const dataset = z.string();
const runId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'letters, digits, _ and -, at most 64');
/**
 * Every step may be told, beside its own input, which replay it runs within: the run's id of the replay machine. The id becomes part of
 * keys, so it may hold nothing that leads out of its folder.
 */
export const withinReplaySchema = z.looseObject({ replay: runId });
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
    counts: sliceCountsSchema,
  }),
  output: z.strictObject({ modelVersion: z.number().int().min(1), artifactSha256: z.string() }),
};

export const planForecast = {
  input: z.strictObject({
    dataset,
    runId,
    /** 'production' is what the pointer names, 'latest' the newest registered version. */
    modelVersion: z.union([z.number().int().min(1), z.literal('latest'), z.literal('production')]),
    /** The forecast begins in the period after it; without it, in the one after the version's training. */
    after: periodSchema.optional(),
    /** Without it, as many periods as the version was trained to forecast. */
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

const modelVersion = z.number().int().min(1);

/** One challenger's way to Production: `artifacts/promotions/<dataset>/<runId>/` holds what each step leaves for the next. */
export const checkCompliance = {
  input: z.strictObject({
    dataset,
    runId,
    modelVersion,
    /** The last period known when the promotion is asked for; without it, the newest observation in silver. */
    asOf: periodSchema.optional(),
  }),
  output: z.strictObject({ complies: z.boolean() }),
};

export const planComparison = {
  input: z.strictObject({ dataset, runId, modelVersion }),
  output: z.strictObject({
    holdout: dateRangeSchema,
    /** The version in Production that the challenger is judged against; null while there is none. */
    production: modelVersion.nullable(),
    /** The twins: jobs that fit a recipe without the holdout. */
    jobs: z.array(trainingJobSchema),
    outputUri: z.string(),
  }),
};

export const judge = {
  input: z.strictObject({
    dataset,
    runId,
    modelVersion,
    policy: policySchema,
    /** Absent where compliance or the policy leave nothing to compare. */
    comparison: z
      .strictObject({
        holdout: dateRangeSchema,
        production: modelVersion.nullable(),
        twins: z.array(finishedJobSchema),
      })
      .optional(),
    /** Why there is no comparison where there should be one: an error on the way is a refusal. */
    failure: z.string().optional(),
  }),
  output: z.strictObject({
    verdict: z.enum(['pass', 'refuse']),
    reasons: z.array(z.string()),
    production: modelVersion.nullable(),
    report: z.strictObject({ reportUri: z.string(), reportSha256: z.string() }),
  }),
};

export const requestApproval = {
  input: z.strictObject({ dataset, runId, modelVersion, report: judge.output.shape.report, taskToken: z.string() }),
  output: z.strictObject({ requestUri: z.string() }),
};

/** What a person answers; the task fails with ApprovalRejected where the answer is no. */
export const approvalSchema = z.strictObject({ by: z.string().min(1), comment: z.string() });

export const promoteVersion = {
  input: z.strictObject({
    dataset,
    runId,
    modelVersion,
    /** What the challenger was judged against: the pointer moves from there or not at all. */
    production: modelVersion.nullable(),
    by: z.string(),
    reason: z.string(),
    report: judge.output.shape.report,
  }),
  output: z.strictObject({
    outcome: z.enum(['promoted', 'refused']),
    modelVersion,
    production: modelVersion.nullable(),
    reasons: z.array(z.string()),
    reportUri: z.string(),
  }),
};

export const refuseVersion = {
  input: z.strictObject({
    dataset,
    runId,
    modelVersion,
    reasons: z.array(z.string()).min(1),
    report: judge.output.shape.report,
  }),
  output: promoteVersion.output,
};

export const rollBack = {
  /** Without `to`: the version that was in Production before the present one. */
  input: z.strictObject({ dataset, runId, to: modelVersion.optional(), by: z.string(), reason: z.string() }),
  output: z.strictObject({ from: modelVersion, to: modelVersion, revision: modelVersion }),
};

/** One evaluation date of the monitor, and the slice of data that it may know. */
export const lookSchema = z.strictObject({ runId, asOf: periodSchema, range: dateRangeSchema });

export const planLooks = {
  input: z.strictObject({
    dataset,
    runId,
    window: windowSchema,
    policy: policySchema,
    production: modelVersion.nullable(),
  }),
  output: z.strictObject({
    /** None where nothing is in Production, or the policy has no monitor. */
    looks: z.array(lookSchema),
  }),
};

export const look = {
  input: z.strictObject({
    dataset,
    runId,
    silverVersion: version,
    range: dateRangeSchema,
    /** The last period that may be looked at. */
    asOf: periodSchema,
    retraining: z.enum(['manual', 'scheduled', 'triggered']),
  }),
  output: z.strictObject({ action: monitorActionSchema, version: modelVersion }),
};

export const recordAction = {
  input: z.strictObject({ dataset, runId, asOf: periodSchema, action: monitorActionSchema, version: modelVersion }),
  output: z.strictObject({
    asOf: periodSchema,
    action: monitorActionSchema,
    /** In force before the action, and after it. */
    before: modelVersion,
    version: modelVersion,
    /** The run whose forecasts are in force from the next period on. */
    forecastRunId: runId,
  }),
};

export const recordRun = {
  input: z.strictObject({
    dataset,
    runId,
    execution: z.string(),
    window: windowSchema,
    policy: policySchema,
    /** null where nothing is in Production. */
    live: z
      .strictObject({ version: modelVersion, forecastRunId: runId, looks: z.array(recordAction.output) })
      .nullable(),
    train: z.strictObject({ data: transform.output, selection: select.output, registration: register.output }),
    promote: promoteVersion.output,
    forecast: publish.output,
    evaluate: z.strictObject({ data: transform.output, scores: score.output }),
  }),
  output: z.strictObject({ runId, recordUri: z.string() }),
};

export const planWindows = {
  /** Without `windows`: as many as the data allow. */
  input: z.strictObject({
    dataset,
    replayId: runId,
    windows: z.number().int().min(1).optional(),
  }),
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
  'check-compliance': { module: 'lambdas/promote/check-compliance.ts', ...checkCompliance },
  'plan-comparison': { module: 'lambdas/promote/plan-comparison.ts', ...planComparison },
  judge: { module: 'lambdas/promote/judge.ts', ...judge },
  'request-approval': { module: 'lambdas/promote/request-approval.ts', ...requestApproval },
  promote: { module: 'lambdas/promote/promote.ts', ...promoteVersion },
  refuse: { module: 'lambdas/promote/refuse.ts', ...refuseVersion },
  'roll-back': { module: 'lambdas/promote/roll-back.ts', ...rollBack },
  'plan-looks': { module: 'lambdas/monitor/plan-looks.ts', ...planLooks },
  look: { module: 'lambdas/monitor/look.ts', ...look },
  'record-action': { module: 'lambdas/monitor/record-action.ts', ...recordAction },
  'record-run': { module: 'lambdas/pipeline/record-run.ts', ...recordRun },
  'plan-windows': { module: 'lambdas/replay/plan-windows.ts', ...planWindows },
  'collect-replay': { module: 'lambdas/replay/collect.ts', ...collectReplay },
  'record-failure': { module: 'lambdas/pipeline/record-failure.ts', ...recordFailure },
} as const;

export type StepName = keyof typeof STEPS;
