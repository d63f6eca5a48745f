import { scoreStep } from '../core/contracts/steps/evaluate.ts';
import { refreshFeaturesStep } from '../core/contracts/steps/features.ts';
import { planForecastStep, publishStep } from '../core/contracts/steps/forecast.ts';
import { ingestStep, ruleStep } from '../core/contracts/steps/ingest.ts';
import {
  lookStep,
  measureAgesStep,
  planLooksStep,
  recordActionStep,
  releaseLockStep,
} from '../core/contracts/steps/monitor.ts';
import { recordFailureStep, recordRunStep } from '../core/contracts/steps/pipeline.ts';
import * as promotion from '../core/contracts/steps/promote.ts';
import { collectReplayStep, planWindowsStep } from '../core/contracts/steps/replay.ts';
import { checkSmokeStep, planSmokeStep, watchAlarmsStep } from '../core/contracts/steps/smoke.ts';
import { planFitStep, planTrainingStep, registerStep, selectStep } from '../core/contracts/steps/train.ts';
import { transformStep } from '../core/contracts/steps/transform.ts';
import { step, type StepRow } from './step-row.ts';

/** Every step of the state machines: what it takes and gives, where its code is, and what it may touch. */
export const STEPS = {
  ingest: step(ingestStep, {
    module: 'lambdas/ingest/ingest.ts',
    load: () => import('./ingest/ingest.ts'),
    ports: ['stores', 'shared', 'datasets', 'notifier', 'clock'],
    reads: ['landing', 'bronze'],
    writes: ['bronze'],
  }),
  rule: step(ruleStep, {
    module: 'lambdas/ingest/rule.ts',
    load: () => import('./ingest/rule.ts'),
    ports: ['stores', 'datasets', 'notifier', 'clock', 'place'],
    reads: ['bronze'],
    writes: ['bronze'],
    may: ['rule'],
  }),
  transform: step(transformStep, {
    module: 'lambdas/transform/transform.ts',
    load: () => import('./transform/transform.ts'),
    ports: ['stores', 'datasets', 'metrics', 'clock', 'place'],
    reads: ['bronze', 'silver'],
    writes: ['silver', 'artifacts'],
  }),
  'refresh-features': step(refreshFeaturesStep, {
    module: 'lambdas/features/refresh.ts',
    load: () => import('./features/refresh.ts'),
    ports: ['stores', 'datasets', 'clock'],
    reads: ['bronze', 'silver'],
    writes: ['silver'],
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
    reads: ['silver', 'artifacts'],
    writes: ['artifacts'],
    may: ['register'],
  }),
  'check-compliance': step(promotion.checkComplianceStep, {
    module: 'lambdas/promote/check-compliance.ts',
    load: () => import('./promote/check-compliance.ts'),
    ports: ['forecaster', 'stores', 'datasets', 'registry', 'production', 'keys', 'auditKeys', 'uncommittedCode'],
    reads: ['silver', 'artifacts'],
    writes: ['artifacts'],
  }),
  guard: step(promotion.guardStep, {
    module: 'lambdas/promote/guard.ts',
    load: () => import('./promote/guard.ts'),
    ports: ['stores', 'datasets', 'registry', 'production', 'tracker', 'clock', 'place'],
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
    ports: ['stores', 'datasets', 'registry', 'production', 'tracker', 'clock', 'place'],
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
    ports: ['stores', 'registry', 'production', 'keys', 'auditSigner', 'auditKeys', 'tracker', 'notifier'],
    reads: ['artifacts'],
    writes: ['artifacts'],
    may: ['setStage', 'moveProduction'],
  }),
  refuse: step(promotion.refuseStep, {
    module: 'lambdas/promote/refuse.ts',
    load: () => import('./promote/refuse.ts'),
    ports: ['stores', 'registry', 'production', 'tracker', 'notifier'],
    reads: ['artifacts'],
    writes: ['artifacts'],
    may: ['setStage'],
  }),
  'roll-back': step(promotion.rollBackStep, {
    module: 'lambdas/promote/roll-back.ts',
    load: () => import('./promote/roll-back.ts'),
    ports: ['stores', 'registry', 'production', 'keys', 'auditSigner', 'auditKeys', 'tracker', 'notifier', 'place'],
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
    ports: ['forecaster', 'stores', 'datasets', 'registry', 'production', 'metrics', 'tracker', 'notifier', 'clock'],
    reads: ['silver', 'gold', 'artifacts'],
    writes: ['gold', 'artifacts'],
  }),
  'measure-ages': step(measureAgesStep, {
    module: 'lambdas/monitor/measure-ages.ts',
    load: () => import('./monitor/measure-ages.ts'),
    ports: ['stores', 'registry', 'production', 'metrics', 'clock'],
    reads: ['artifacts'],
    writes: [],
  }),
  'record-action': step(recordActionStep, {
    module: 'lambdas/monitor/record-action.ts',
    load: () => import('./monitor/record-action.ts'),
    ports: ['stores', 'production'],
    reads: ['artifacts'],
    writes: ['artifacts'],
  }),
  'release-lock': step(releaseLockStep, {
    module: 'lambdas/monitor/release-lock.ts',
    load: () => import('./monitor/release-lock.ts'),
    ports: ['stores'],
    reads: ['artifacts'],
    writes: ['artifacts'],
  }),
  'plan-forecast': step(planForecastStep, {
    module: 'lambdas/forecast/plan.ts',
    load: () => import('./forecast/plan.ts'),
    ports: ['stores', 'datasets', 'registry', 'production', 'keys', 'auditKeys'],
    reads: ['gold', 'artifacts'],
    writes: [],
  }),
  publish: step(publishStep, {
    module: 'lambdas/forecast/publish.ts',
    load: () => import('./forecast/publish.ts'),
    ports: ['stores', 'datasets', 'registry', 'clock'],
    reads: ['artifacts', 'gold'],
    writes: ['gold', 'artifacts'],
  }),
  score: step(scoreStep, {
    module: 'lambdas/evaluate/score.ts',
    load: () => import('./evaluate/score.ts'),
    ports: ['forecaster', 'stores', 'datasets', 'registry', 'tracker', 'clock'],
    reads: ['silver', 'gold', 'artifacts'],
    writes: ['gold', 'artifacts'],
  }),
  'record-run': step(recordRunStep, {
    module: 'lambdas/pipeline/record-run.ts',
    load: () => import('./pipeline/record-run.ts'),
    ports: ['stores', 'datasets', 'registry', 'tracker', 'clock'],
    reads: ['silver', 'gold', 'artifacts'],
    writes: ['artifacts'],
  }),
  // Ingests and transforms once before the first window, to see how far the data reach.
  'plan-windows': step(planWindowsStep, {
    module: 'lambdas/replay/plan-windows.ts',
    load: () => import('./replay/plan-windows.ts'),
    ports: ['stores', 'shared', 'datasets', 'metrics', 'notifier', 'clock', 'place'],
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
  'plan-smoke': step(planSmokeStep, {
    module: 'lambdas/smoke/plan.ts',
    load: () => import('./smoke/plan.ts'),
    ports: ['stores', 'datasets', 'registry', 'production', 'keys'],
    reads: ['artifacts'],
    writes: [],
  }),
  'check-smoke': step(checkSmokeStep, {
    module: 'lambdas/smoke/check.ts',
    load: () => import('./smoke/check.ts'),
    ports: ['stores', 'registry'],
    reads: ['artifacts'],
    writes: [],
  }),
  'watch-alarms': step(watchAlarmsStep, {
    module: 'lambdas/smoke/watch-alarms.ts',
    load: () => import('./smoke/watch-alarms.ts'),
    ports: ['alarms'],
    reads: [],
    writes: [],
  }),
  'record-failure': step(recordFailureStep, {
    module: 'lambdas/pipeline/record-failure.ts',
    load: () => import('./pipeline/record-failure.ts'),
    ports: ['stores', 'notifier', 'metrics', 'clock'],
    reads: [],
    writes: ['artifacts'],
  }),
} as const satisfies Readonly<Record<string, StepRow>>;

export type StepName = keyof typeof STEPS;
