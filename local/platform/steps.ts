import { STEPS, type StepName } from '../../core/contracts/steps.ts';
import type { Host } from '../../core/ports.ts';
import {
  processingJobDescriptionSchema,
  processingJobRequestSchema,
  trainingJobDescriptionSchema,
  trainingJobRequestSchema,
} from '../../containers/sagemaker/requests.ts';
import { type Run, runStep, type Step } from '../../lambdas/shell.ts';

export type StepRunner = (event: unknown, host: Host) => Promise<unknown>;

/** A step's own `run`, between its contracts: what its Lambda does, without the Lambda. Its module is loaded when first called. */
function runner<I, O>(step: Step<I, O>, load: () => Promise<{ readonly run: Run<I, O> }>): StepRunner {
  return async (event, host) => runStep(step, (await load()).run, { event, host });
}

const STEP_RUNNERS: Readonly<Record<StepName, StepRunner>> = {
  ingest: runner(STEPS.ingest, () => import('../../lambdas/ingest/ingest.ts')),
  transform: runner(STEPS.transform, () => import('../../lambdas/transform/transform.ts')),
  'plan-training': runner(STEPS['plan-training'], () => import('../../lambdas/train/plan.ts')),
  select: runner(STEPS.select, () => import('../../lambdas/train/select.ts')),
  register: runner(STEPS.register, () => import('../../lambdas/train/register.ts')),
  'plan-forecast': runner(STEPS['plan-forecast'], () => import('../../lambdas/forecast/plan.ts')),
  publish: runner(STEPS.publish, () => import('../../lambdas/forecast/publish.ts')),
  score: runner(STEPS.score, () => import('../../lambdas/evaluate/score.ts')),
  'check-compliance': runner(STEPS['check-compliance'], () => import('../../lambdas/promote/check-compliance.ts')),
  'plan-comparison': runner(STEPS['plan-comparison'], () => import('../../lambdas/promote/plan-comparison.ts')),
  judge: runner(STEPS.judge, () => import('../../lambdas/promote/judge.ts')),
  'request-approval': runner(STEPS['request-approval'], () => import('../../lambdas/promote/request-approval.ts')),
  promote: runner(STEPS.promote, () => import('../../lambdas/promote/promote.ts')),
  refuse: runner(STEPS.refuse, () => import('../../lambdas/promote/refuse.ts')),
  'roll-back': runner(STEPS['roll-back'], () => import('../../lambdas/promote/roll-back.ts')),
  'plan-looks': runner(STEPS['plan-looks'], () => import('../../lambdas/monitor/plan-looks.ts')),
  look: runner(STEPS.look, () => import('../../lambdas/monitor/look.ts')),
  'record-action': runner(STEPS['record-action'], () => import('../../lambdas/monitor/record-action.ts')),
  'record-run': runner(STEPS['record-run'], () => import('../../lambdas/pipeline/record-run.ts')),
  'plan-windows': runner(STEPS['plan-windows'], () => import('../../lambdas/replay/plan-windows.ts')),
  'collect-replay': runner(STEPS['collect-replay'], () => import('../../lambdas/replay/collect.ts')),
  'record-failure': runner(STEPS['record-failure'], () => import('../../lambdas/pipeline/record-failure.ts')),
};

/** The container tasks' modules as functions: what an environment with `compute: lambda` calls instead of SageMaker. */
const JOB_RUNNERS: Readonly<Record<string, StepRunner>> = {
  'train-on-lambda': runner(
    { input: trainingJobRequestSchema, output: trainingJobDescriptionSchema },
    () => import('../../lambdas/train/compute.ts'),
  ),
  'forecast-on-lambda': runner(
    { input: processingJobRequestSchema, output: processingJobDescriptionSchema },
    () => import('../../lambdas/forecast/compute.ts'),
  ),
};

/** By the `step` that the function's metadata name. */
export const RUNNERS: Readonly<Record<string, StepRunner | undefined>> = { ...STEP_RUNNERS, ...JOB_RUNNERS };
