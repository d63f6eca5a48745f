import { actingAs } from '../../lake/access.ts';
import type { Host, Ports } from '../../core/ports.ts';
import {
  processingJobDescriptionSchema,
  processingJobRequestSchema,
  trainingJobDescriptionSchema,
  trainingJobRequestSchema,
} from '../../containers/sagemaker/requests.ts';
import { type Run, runStep, type Step } from '../../lambdas/shell.ts';
import { JOB_ACCESS, JOB_MODULES, jobFunction, type JobKind } from '../../lambdas/jobs.ts';
import { STEPS } from '../../lambdas/steps.ts';

export type StepRunner = (event: unknown, host: Host) => Promise<unknown>;

function job<I, O>(
  kind: JobKind,
  contract: Step<I, O>,
  load: () => Promise<{ readonly run: Run<I, O, Ports> }>,
): StepRunner {
  return async (event, host) =>
    actingAs({ name: JOB_MODULES[jobFunction(kind)], access: JOB_ACCESS[kind] }, async () =>
      runStep(contract, (await load()).run, { event, host }),
    );
}

/** The container tasks' modules as functions: what an environment with `compute: lambda` calls instead of SageMaker. */
const JOB_RUNNERS: Readonly<Record<string, StepRunner>> = {
  [jobFunction('train')]: job(
    'train',
    { input: trainingJobRequestSchema, output: trainingJobDescriptionSchema },
    () => import('../../lambdas/train/compute.ts'),
  ),
  [jobFunction('forecast')]: job(
    'forecast',
    { input: processingJobRequestSchema, output: processingJobDescriptionSchema },
    () => import('../../lambdas/forecast/compute.ts'),
  ),
};

/** By the `step` that the function's metadata name. */
export const RUNNERS: Readonly<Record<string, StepRunner | undefined>> = {
  ...Object.fromEntries(Object.entries(STEPS).map(([name, { execute }]) => [name, execute])),
  ...JOB_RUNNERS,
};
