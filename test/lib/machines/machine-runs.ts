import type * as z from 'zod';
import { processingJobRequestSchema, trainingJobRequestSchema } from '../../../containers/sagemaker/requests.ts';
import {
  type Execution,
  type Interpreter,
  type Json,
  createInterpreter,
  createVirtualClock,
} from '../../../asl/index.ts';
import type { ProgressListener } from '../../../cli/progress/running-states.ts';
import { STEPS } from '../../../lambdas/steps.ts';
import { readTemplate } from '../../../local/platform/template.ts';
import { templateOf } from '../support.ts';
import type { Name } from '../support.ts';

export type Answer = (payload: Record<string, Json>) => Json;

export const RANGE = { start: '2012-01-01', end: '2013-12-31' };
export const HORIZON = { start: '2014-01-01', end: '2014-06-30' };
export const WINDOW = { train: RANGE, evaluate: HORIZON };
export const HOLDOUT = { start: '2013-10-01', end: '2013-12-30' };
/** What a forecasting job tells of its summary. */
export const SUMMARY_SHA256 = 'ab'.repeat(32);
/** Of what the compliance checks left. */
export const CHECKED = { complianceSha256: 'c0'.repeat(32), summarySha256: 'f1'.repeat(32) };
export const REPORT = { reportUri: 's3://artifacts/comparison.json', reportSha256: 'f00d' };
const SLICE = { bronze: 10, silver: 9, quarantined: 1, deduplicated: 0 };

const METRICS = { mse: 1, rmse: 1, mae: 1, mape: 1, mdape: 1, smape: 1, mase: 1, coverage: 0.8 };

function tried({ candidate, artifactUri }: Record<string, Json>): Json {
  return {
    candidate: { name: candidate, family: 'seasonal-naive', options: {} },
    artifactUri,
    pointsSha256: 'abc',
    crossValidation: { ...METRICS, folds: 3 },
    seriesTried: 2,
    seriesFailed: 0,
  };
}

/** What the trials of a run found. */
export const SELECTION: Json = {
  runId: 'run-1',
  asOf: '2013-12-30',
  chosen: 'naive',
  reason: 'only one',
  yardstick: { name: 'seasonal naive of 7', lag: 7 },
  trials: [tried({ candidate: 'naive', artifactUri: 's3://artifacts/trials/forecasting-dev-run-1-naive-0/' })],
};

/** A job of a fit, as its plan names it. */
function fitJob(fit: string, runId: Json): Json {
  const folder = `s3://artifacts/${String(runId)}`;
  return { fit, hyperparameters: { seed: '1' }, manifestUri: folder, memoryUri: `${folder}/${fit}/memory.manifest` };
}

/** What each function answers when all goes well: the version is promoted, and the monitor finds nothing. */
export const ANSWERS: Readonly<Record<string, Answer>> = {
  ingest: () => ({ bronzeVersion: 1, files: 1, newFiles: 1, newRows: 10 }),
  transform: ({ bronzeVersion, range = RANGE }) => ({
    range,
    bronzeVersion,
    silverVersion: 7,
    quarantineVersion: 2,
    counts: SLICE,
    totals: { ...SLICE, undated: 0, restated: 0 },
    series: 2,
    lastObservation: '2013-12-30',
    gaps: { series: 0, missingPeriods: 0 },
    reportUri: 's3://artifacts/report.json',
  }),
  'refresh-features': () => ({ features: null }),
  'plan-training': ({ runId, learn }) => ({
    outputUri: 's3://artifacts/trials',
    forecast: HORIZON,
    jobs:
      typeof learn === 'object'
        ? []
        : [{ candidate: 'naive', hyperparameters: { seed: '1' }, manifestUri: `s3://artifacts/${String(runId)}` }],
    refreshOf: typeof learn === 'object' ? 2 : null,
    seriesSha256: SUMMARY_SHA256,
  }),
  'train-on-lambda': ({ OutputDataConfig, TrainingJobName }) => {
    const { S3OutputPath } = OutputDataConfig as { S3OutputPath: string };
    const artifacts = `${S3OutputPath}/${String(TrainingJobName)}/`;
    return { ModelArtifacts: { S3ModelArtifacts: artifacts }, SummarySha256: SUMMARY_SHA256 };
  },
  select: ({ jobs }) => ({ ...(SELECTION as object), trials: (jobs as Record<string, Json>[]).map(tried) }),
  'plan-fit': ({ runId }) => ({ job: fitJob('fit', runId), outputUri: 's3://artifacts/models' }),
  register: ({ selection = SELECTION }) => ({ modelVersion: 3, artifactSha256: 'abc', selection }),
  'check-compliance': () => ({ ...CHECKED, complies: true, way: 'change' }),
  guard: () => ({ verdict: 'pass', reasons: [], production: 2, report: REPORT, approval: 'never' }),
  'plan-comparison': ({ runId }) => ({
    holdout: HOLDOUT,
    production: 2,
    jobs: [fitJob('challenger-twin', runId)],
    outputUri: 's3://artifacts/twins',
  }),
  judge: () => ({ verdict: 'pass', reasons: [], production: 2, report: REPORT }),
  'request-approval': () => ({ requestUri: 's3://artifacts/request.json' }),
  promote: ({ modelVersion = 0 }) => ({
    outcome: 'promoted',
    modelVersion,
    production: modelVersion,
    reasons: [],
    reportUri: REPORT.reportUri,
  }),
  refuse: ({ modelVersion = 0, reasons = [] }) => ({
    outcome: 'refused',
    modelVersion,
    production: 2,
    reasons,
    reportUri: REPORT.reportUri,
  }),
  'roll-back': () => ({ from: 3, to: 2, revision: 5 }),
  rule: (asked) => ({ ...asked, key: 'weather/b.csv', at: '2026-11-28T12:00:00.000Z', rows: 24 }),
  'plan-looks': ({ runId }) => ({
    looks: ['2014-01-30', '2014-03-01'].map((asOf, index) => ({
      runId: `${String(runId)}-d0${index + 1}`,
      asOf,
      range: { start: '2012-01-31', end: asOf },
      acts: index === 0,
    })),
  }),
  look: () => ({ action: { kind: 'nothing', reasons: ['the newest window is healthy'] }, version: 3 }),
  'record-action': ({ asOf = '', action = {}, version = 0 }) => ({
    asOf,
    action,
    before: version,
    version,
    fitted: null,
    refusals: [],
    forecastRunId: 'run-1-live',
  }),
  'release-lock': () => ({}),
  'plan-forecast': () => ({
    modelVersion: 3,
    inProduction: true,
    artifactUri: 's3://artifacts/model/',
    hyperparameters: { level: '0.8' },
    range: HORIZON,
    filesUri: 's3://gold/files',
    summaryUri: 's3://artifacts/summary',
  }),
  'forecast-on-lambda': ({ ProcessingJobName }) => ({ ProcessingJobName, ExitMessage: SUMMARY_SHA256 }),
  publish: () => ({ forecastsVersion: 2, rows: 10 }),
  score: () => ({
    modelVersion: 3,
    joined: 10,
    due: 10,
    actuals: { rows: 10, refused: {} },
    evaluationsVersion: 4,
    realised: {
      rmse: 1,
      mae: 1,
      bias: 0,
      smape: 1,
      mase: 1,
      coverage: 0.8,
      winkler: 1,
      scaledMqloss: 1,
      scaledCrps: 1,
    },
    candidates: {},
    naiveRmse: null,
  }),
  'record-run': ({ runId }) => ({ runId, recordUri: `s3://artifacts/${String(runId)}.json` }),
  'plan-windows': ({ replayId }) => ({
    windows: ['w01', 'w02'].map((name) => ({ ...WINDOW, runId: `${String(replayId)}-${name}` })),
    skipped: [],
  }),
  'collect-replay': ({ runs }) => {
    const failed = (runs as readonly object[]).filter((one) => 'error' in one);
    const failure = failed.length === 0 ? null : JSON.stringify(failed);
    return { replayUri: 's3://artifacts/replay.json', failure };
  },
  'measure-ages': () => ({ lookAgeHours: 1, modelAgeDays: 1, productionVersion: 3, moves: 4 }),
  'plan-smoke': ({ runId }) => ({
    plan: {
      modelVersion: 3,
      artifactUri: 's3://artifacts/model/',
      hyperparameters: { level: '0.8' },
      range: HORIZON,
      filesUri: `s3://artifacts/smoke/weather/${String(runId)}/files`,
      summaryUri: `s3://artifacts/smoke/weather/${String(runId)}/summary`,
    },
  }),
  'check-smoke': () => ({ modelVersion: 3, range: HORIZON, series: 2, rows: 6 }),
  'watch-alarms': () => ({ redBefore: ['Model age'] }),
  'record-failure': () => ({ recordUri: 's3://artifacts/failure.json' }),
};

/** The contract of a function's input, by its step. */
const INPUTS: Readonly<Record<string, z.ZodType>> = {
  ...Object.fromEntries(Object.entries(STEPS).map(([step, { contract }]) => [step, contract.input])),
  'train-on-lambda': trainingJobRequestSchema,
  'forecast-on-lambda': processingJobRequestSchema,
};

export interface Run {
  readonly execution: Execution;
  /** Every call of a function, in order: its step and what it was given, the replay that it runs within too. */
  readonly calls: readonly (readonly [string, Record<string, Json>])[];
  readonly executions: readonly Execution[];
}

export interface Setting {
  /** Instead of the functions' own answers. */
  readonly answers?: Readonly<Record<string, Answer>>;
  readonly name?: string;
  readonly environment?: Name;
  /** As of a laptop's platform. */
  readonly onEvent?: ProgressListener;
  /** What becomes of the task token of each question for approval; nothing without it. */
  readonly onApproval?: (token: string, answer: Pick<Interpreter, 'sendTaskSuccess' | 'sendTaskFailure'>) => void;
}

/** Runs a machine of dev's template, on answers that its functions' contracts allow. */
export async function runMachine(machine: string, input: Json, setting: Setting = {}): Promise<Run> {
  const { answers = {}, name = 'run-1', environment = 'dev', onApproval, onEvent } = setting;
  const { machines, functions } = readTemplate(templateOf(environment));
  const calls: [string, Record<string, Json>][] = [];
  const call = (step: string, payload: Record<string, Json>): Json => {
    calls.push([step, payload]);
    INPUTS[step].parse(Object.fromEntries(Object.entries(payload).filter(([field]) => field !== 'replay')));
    return (answers[step] ?? ANSWERS[step])(payload);
  };
  const interpreter = createInterpreter({
    machines,
    clock: createVirtualClock(),
    seed: 1,
    onEvent: (execution, event) => onEvent?.(event, { machine: machines[execution.machineArn].name, execution }),
    integrations: {
      'arn:aws:states:::lambda:invoke': async ({ arguments: request, taskToken }) => {
        const { FunctionName, Payload } = request as { FunctionName: string; Payload: Record<string, Json> };
        const result = call(functions[FunctionName], Payload);
        if (taskToken !== undefined) onApproval?.(taskToken, interpreter);
        return { Payload: result };
      },
      // Where the environment runs its jobs on SageMaker: their answers are those of the functions that stand for them.
      'arn:aws:states:::sagemaker:createTrainingJob': async ({ arguments: request }) =>
        call('train-on-lambda', request as Record<string, Json>),
      'arn:aws:states:::sagemaker:createProcessingJob': async ({ arguments: request }) =>
        call('forecast-on-lambda', request as Record<string, Json>),
    },
  });
  const [machineArn] = Object.entries(machines).find(([, found]) => found.name === machine)!;
  const execution = await interpreter.startExecution({ machineArn, name, input });
  return { execution, calls, executions: interpreter.executions() };
}

/** The states that a machine entered, in order. */
export function statesEntered({ events }: Execution): readonly string[] {
  return events.flatMap(({ type, stateEnteredEventDetails: entered }) =>
    type.endsWith('StateEntered') && entered !== undefined ? [(entered as { name: string }).name] : [],
  );
}

export function fails(name: string, message: string): Answer {
  return () => {
    throw Object.assign(new Error(message), { name });
  };
}

export const callsOf = ({ calls }: Run, step: string) =>
  calls.filter(([called]) => called === step).map(([, payload]) => payload);
