import type { LayerAccess } from './step-row.ts';
import type { StepName } from './steps.ts';

/** What the two jobs may touch, as Lambda functions and as SageMaker jobs alike. */
export const JOB_ACCESS = {
  train: { reads: ['silver', 'artifacts'], writes: ['artifacts'] },
  forecast: { reads: ['artifacts'], writes: ['gold', 'artifacts'] },
} as const satisfies Record<string, LayerAccess>;

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
