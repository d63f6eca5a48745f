import { type KeyAccess, wholeAccess } from '../core/contracts/key-access.ts';
import * as keys from '../core/contracts/key-patterns.ts';
import type { StepName } from './steps.ts';

/** What the two jobs may touch, as Lambda functions and as SageMaker jobs alike. A fit reads the points of trials, what looks found, and the model that it is guarded against. */
export const JOB_ACCESS = {
  train: wholeAccess({
    reads: {
      silver: [keys.tables.series, keys.tables.features],
      artifacts: [
        ...[keys.runs.seriesManifests, keys.runs.fitPlans, keys.runs.fitManifests, keys.promotion.twinManifests],
        ...[keys.jobs.trials, keys.jobs.models, keys.monitoring.looks],
      ],
    },
    writes: { artifacts: [keys.jobs.trials, ...keys.jobs.fitted, keys.jobs.twins] },
  }),
  forecast: wholeAccess({
    reads: { artifacts: [keys.jobs.models] },
    writes: { gold: [keys.tables.forecastFiles], artifacts: [keys.runs.forecastSummaries, keys.runs.smoke] },
  }),
} as const satisfies Record<string, KeyAccess>;

export type JobKind = keyof typeof JOB_ACCESS;

/** The two jobs as functions, for an environment that computes on Lambda: a file each that exports `handler`. */
export const JOB_MODULES = {
  [jobFunction('train')]: 'lambdas/train/compute.ts',
  [jobFunction('forecast')]: 'lambdas/forecast/compute.ts',
} as const;

/** The function that answers for people: no machine calls it. */
export const ANSWER_FUNCTION = 'answer';
export const ANSWER_MODULE = { [ANSWER_FUNCTION]: 'lambdas/answer/handler.ts' } as const;

export type FunctionName = StepName | ReturnType<typeof jobFunction> | typeof ANSWER_FUNCTION;

export function jobFunction<K extends JobKind>(kind: K) {
  return `${kind}-on-lambda` as const;
}

/** Which job a function runs; undefined where it is a step. */
export function jobOf(functionName: string): JobKind | undefined {
  return (['train', 'forecast'] as const).find((kind) => jobFunction(kind) === functionName);
}
