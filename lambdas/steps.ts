import type { Layer } from '../core/contracts/layers.ts';
import { scoreStep } from '../core/contracts/steps/evaluate.ts';
import { planForecastStep, publishStep } from '../core/contracts/steps/forecast.ts';
import { ingestStep } from '../core/contracts/steps/ingest.ts';
import { lookStep, planLooksStep, recordActionStep } from '../core/contracts/steps/monitor.ts';
import { recordFailureStep, recordRunStep } from '../core/contracts/steps/pipeline.ts';
import * as promotion from '../core/contracts/steps/promote.ts';
import { collectReplayStep, planWindowsStep } from '../core/contracts/steps/replay.ts';
import { planFitStep, planTrainingStep, registerStep, selectStep } from '../core/contracts/steps/train.ts';
import { transformStep } from '../core/contracts/steps/transform.ts';
import type { Host, Ports } from '../core/ports.ts';
import { type Run, runStep, type Step } from './shell.ts';

/** The layers that a piece of code reads, and those that it writes; a table's writer reads the table's log first. */
export interface LayerAccess {
  readonly reads: readonly Layer[];
  readonly writes: readonly Layer[];
}

/** What a port alone does not tell: who makes versions, who only sets their stage, and who moves Production. */
export type Right = 'register' | 'setStage' | 'moveProduction';

interface Row<I, O, P extends keyof Ports> extends LayerAccess {
  /** Below the project's root; it exports `run` (on ports) and `handler` (on AWS). */
  readonly module: string;
  readonly load: () => Promise<{ readonly run: Run<I, O, Pick<Ports, P>> }>;
  /** Each port that `run` takes, and no others: the function gets the rights and the configuration of these. */
  readonly ports: readonly P[];
  readonly may?: readonly Right[];
}

/** A row as everybody may read it, whatever its step takes and gives. */
export interface StepRow extends LayerAccess {
  readonly module: string;
  readonly ports: readonly (keyof Ports)[];
  readonly may: readonly Right[];
  readonly contract: Step<unknown, unknown>;
  /** The step's own `run` between its contracts, on its own ports: what its Lambda does, without the Lambda. */
  readonly execute: (event: unknown, host: Host) => Promise<unknown>;
}

function step<I, O, const P extends keyof Ports>(contract: Step<I, O>, row: Row<I, O, P>): StepRow {
  const { load, may = [], ...facts } = row;
  return {
    ...facts,
    may,
    contract,
    // The module is loaded when it is first called: a stack that is synthesized reads only the facts.
    execute: async (event, host) =>
      runStep(contract, (await load()).run, { event, host: (replay) => only(host(replay), row.ports) }),
  };
}

/** Any other port is undefined, as on AWS any other right is missing. */
function only<P extends keyof Ports>(ports: Ports, names: readonly P[]): Pick<Ports, P> {
  return Object.fromEntries(names.map((name) => [name, ports[name]])) as Pick<Ports, P>;
}

/** Every step of the state machines: what it takes and gives, where its code is, and what it may touch. */
export const STEPS = {
  ingest: step(ingestStep, {
    module: 'lambdas/ingest/ingest.ts',
    load: () => import('./ingest/ingest.ts'),
    ports: ['stores', 'datasets', 'clock'],
    reads: ['landing', 'bronze'],
    writes: ['bronze'],
  }),
  transform: step(transformStep, {
    module: 'lambdas/transform/transform.ts',
    load: () => import('./transform/transform.ts'),
    ports: ['stores', 'datasets', 'clock'],
    reads: ['bronze', 'silver'],
    writes: ['silver', 'artifacts'],
  }),
  'plan-training': step(planTrainingStep, {
    module: 'lambdas/train/plan.ts',
    load: () => import('./train/plan.ts'),
    ports: ['stores', 'datasets', 'registry', 'production'],
    reads: ['silver', 'artifacts'],
    writes: ['artifacts'],
  }),
  select: step(selectStep, {
    module: 'lambdas/train/select.ts',
    load: () => import('./train/select.ts'),
    ports: ['stores', 'datasets'],
    reads: ['artifacts'],
    writes: [],
  }),
  'plan-fit': step(planFitStep, {
    module: 'lambdas/train/plan-fit.ts',
    load: () => import('./train/plan-fit.ts'),
    ports: ['stores', 'datasets', 'registry', 'production'],
    reads: ['artifacts'],
    writes: ['artifacts'],
  }),
  register: step(registerStep, {
    module: 'lambdas/train/register.ts',
    load: () => import('./train/register.ts'),
    ports: ['stores', 'datasets', 'registry', 'signer', 'tracker', 'clock', 'build'],
    reads: ['artifacts'],
    writes: ['artifacts'],
    may: ['register'],
  }),
  'check-compliance': step(promotion.checkComplianceStep, {
    module: 'lambdas/promote/check-compliance.ts',
    load: () => import('./promote/check-compliance.ts'),
    ports: ['forecaster', 'stores', 'datasets', 'registry', 'production', 'keys'],
    reads: ['silver', 'artifacts'],
    writes: ['artifacts'],
  }),
  guard: step(promotion.guardStep, {
    module: 'lambdas/promote/guard.ts',
    load: () => import('./promote/guard.ts'),
    ports: ['stores', 'datasets', 'registry', 'production'],
    reads: ['artifacts'],
    writes: ['artifacts'],
  }),
  'plan-comparison': step(promotion.planComparisonStep, {
    module: 'lambdas/promote/plan-comparison.ts',
    load: () => import('./promote/plan-comparison.ts'),
    ports: ['stores', 'datasets', 'registry', 'production'],
    reads: ['silver', 'artifacts'],
    writes: ['artifacts'],
  }),
  judge: step(promotion.judgeStep, {
    module: 'lambdas/promote/judge.ts',
    load: () => import('./promote/judge.ts'),
    ports: ['forecaster', 'stores', 'datasets', 'registry', 'production'],
    reads: ['silver', 'artifacts'],
    writes: ['artifacts'],
  }),
  'request-approval': step(promotion.requestApprovalStep, {
    module: 'lambdas/promote/request-approval.ts',
    load: () => import('./promote/request-approval.ts'),
    ports: ['stores', 'notifier', 'place'],
    reads: [],
    writes: ['artifacts'],
  }),
  promote: step(promotion.promoteStep, {
    module: 'lambdas/promote/promote.ts',
    load: () => import('./promote/promote.ts'),
    ports: ['stores', 'registry', 'production', 'keys', 'tracker', 'notifier'],
    reads: ['artifacts'],
    writes: ['artifacts'],
    may: ['setStage', 'moveProduction'],
  }),
  refuse: step(promotion.refuseStep, {
    module: 'lambdas/promote/refuse.ts',
    load: () => import('./promote/refuse.ts'),
    ports: ['stores', 'registry', 'production', 'notifier'],
    reads: ['artifacts'],
    writes: ['artifacts'],
    may: ['setStage'],
  }),
  'roll-back': step(promotion.rollBackStep, {
    module: 'lambdas/promote/roll-back.ts',
    load: () => import('./promote/roll-back.ts'),
    ports: ['stores', 'registry', 'production', 'keys', 'tracker', 'notifier', 'place'],
    reads: ['artifacts'],
    writes: ['artifacts'],
    may: ['setStage', 'moveProduction'],
  }),
  'plan-looks': step(planLooksStep, {
    module: 'lambdas/monitor/plan-looks.ts',
    load: () => import('./monitor/plan-looks.ts'),
    ports: ['datasets'],
    reads: [],
    writes: [],
  }),
  look: step(lookStep, {
    module: 'lambdas/monitor/look.ts',
    load: () => import('./monitor/look.ts'),
    ports: ['forecaster', 'stores', 'datasets', 'registry', 'production', 'metrics', 'notifier', 'clock'],
    reads: ['silver', 'gold', 'artifacts'],
    writes: ['gold', 'artifacts'],
  }),
  'record-action': step(recordActionStep, {
    module: 'lambdas/monitor/record-action.ts',
    load: () => import('./monitor/record-action.ts'),
    ports: ['stores', 'production'],
    reads: ['artifacts'],
    writes: ['artifacts'],
  }),
  'plan-forecast': step(planForecastStep, {
    module: 'lambdas/forecast/plan.ts',
    load: () => import('./forecast/plan.ts'),
    ports: ['stores', 'datasets', 'registry', 'production', 'keys'],
    reads: ['artifacts'],
    writes: [],
  }),
  publish: step(publishStep, {
    module: 'lambdas/forecast/publish.ts',
    load: () => import('./forecast/publish.ts'),
    ports: ['stores', 'datasets', 'clock'],
    reads: ['artifacts', 'gold'],
    writes: ['gold', 'artifacts'],
  }),
  score: step(scoreStep, {
    module: 'lambdas/evaluate/score.ts',
    load: () => import('./evaluate/score.ts'),
    ports: ['forecaster', 'stores', 'datasets', 'registry', 'clock'],
    reads: ['silver', 'gold', 'artifacts'],
    writes: ['gold'],
  }),
  'record-run': step(recordRunStep, {
    module: 'lambdas/pipeline/record-run.ts',
    load: () => import('./pipeline/record-run.ts'),
    ports: ['stores', 'datasets', 'registry'],
    reads: ['silver', 'gold', 'artifacts'],
    writes: ['artifacts'],
  }),
  // Ingests and transforms once before the first window, to see how far the data reach.
  'plan-windows': step(planWindowsStep, {
    module: 'lambdas/replay/plan-windows.ts',
    load: () => import('./replay/plan-windows.ts'),
    ports: ['stores', 'datasets', 'clock'],
    reads: ['landing', 'bronze', 'silver'],
    writes: ['bronze', 'silver', 'artifacts'],
  }),
  'collect-replay': step(collectReplayStep, {
    module: 'lambdas/replay/collect.ts',
    load: () => import('./replay/collect.ts'),
    ports: ['stores'],
    reads: ['artifacts'],
    writes: ['artifacts'],
  }),
  'record-failure': step(recordFailureStep, {
    module: 'lambdas/pipeline/record-failure.ts',
    load: () => import('./pipeline/record-failure.ts'),
    ports: ['stores', 'notifier', 'clock'],
    reads: [],
    writes: ['artifacts'],
  }),
} as const satisfies Readonly<Record<string, StepRow>>;

export type StepName = keyof typeof STEPS;

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

export type FunctionName = StepName | ReturnType<typeof jobFunction>;

export function jobFunction<K extends JobKind>(kind: K) {
  return `${kind}-on-lambda` as const;
}

/** Which job a function runs; undefined where it is a step. */
export function jobOf(functionName: string): JobKind | undefined {
  return (['train', 'forecast'] as const).find((kind) => jobFunction(kind) === functionName);
}
