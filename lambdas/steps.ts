import { scoreStep } from '../core/contracts/steps/evaluate.ts';
import { refreshFeaturesStep } from '../core/contracts/steps/features.ts';
import { planForecastStep, publishStep } from '../core/contracts/steps/forecast.ts';
import { ingestStep, ruleStep } from '../core/contracts/steps/ingest.ts';
import { maintainStep } from '../core/contracts/steps/maintain.ts';
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
import { FORMAT_KEY } from '../core/contracts/keys.ts';
import * as keys from '../core/contracts/key-patterns.ts';
import { step, type StepRow } from './step-row.ts';

/** Every step of the state machines: what it takes and gives, where its code is, and what it may touch. */
export const STEPS = {
  ingest: step(ingestStep, {
    module: 'lambdas/ingest/ingest.ts',
    load: () => import('./ingest/ingest.ts'),
    ports: ['stores', 'shared', 'datasets', 'notifier', 'clock'],
    reads: { landing: keys.everything, bronze: keys.delivered },
    writes: { bronze: [keys.tables.observations, keys.besideTables.deliveries, keys.besideTables.refused] },
  }),
  rule: step(ruleStep, {
    module: 'lambdas/ingest/rule.ts',
    load: () => import('./ingest/rule.ts'),
    ports: ['stores', 'datasets', 'notifier', 'clock', 'place'],
    reads: { bronze: keys.delivered },
    may: ['rule'],
  }),
  maintain: step(maintainStep, {
    module: 'lambdas/maintain/maintain.ts',
    load: () => import('./maintain/maintain.ts'),
    ports: ['stores', 'datasets', 'clock'],
    reads: {
      bronze: [keys.tables.observations],
      silver: [...keys.series, keys.tables.quarantine, keys.tables.features],
      gold: [keys.tables.forecasts, keys.tables.evaluations, keys.tables.monitoring],
      artifacts: [keys.maintenance.records],
    },
    writes: {
      bronze: keys.tables.checkpoints,
      silver: keys.tables.checkpoints,
      gold: keys.tables.checkpoints,
      artifacts: [keys.maintenance.records],
    },
    deletes: {
      bronze: keys.deadParts('observations'),
      silver: [...keys.deadParts('series', 'quarantine', 'features'), keys.besideTables.ledgers],
      gold: keys.deadParts('forecasts', 'evaluations', 'monitoring'),
    },
  }),
  transform: step(transformStep, {
    module: 'lambdas/transform/transform.ts',
    load: () => import('./transform/transform.ts'),
    ports: ['stores', 'datasets', 'metrics', 'clock', 'place'],
    reads: { bronze: keys.delivered, silver: keys.clean },
    writes: { silver: keys.clean, artifacts: [keys.runs.transformReports] },
  }),
  'refresh-features': step(refreshFeaturesStep, {
    module: 'lambdas/features/refresh.ts',
    load: () => import('./features/refresh.ts'),
    ports: ['stores', 'datasets', 'clock'],
    reads: {
      bronze: keys.delivered,
      silver: [...keys.series, keys.tables.features],
    },
    writes: { silver: [keys.tables.features] },
  }),
  'plan-training': step(planTrainingStep, {
    module: 'lambdas/train/plan.ts',
    load: () => import('./train/plan.ts'),
    ports: ['stores', 'datasets', 'registry', 'production'],
    reads: { silver: [...keys.series, keys.tables.features], artifacts: [keys.monitoring.setAside] },
    writes: { artifacts: [keys.runs.seriesManifests] },
  }),
  select: step(selectStep, {
    module: 'lambdas/train/select.ts',
    load: () => import('./train/select.ts'),
    ports: ['stores', 'datasets'],
    reads: { artifacts: [keys.jobs.trials] },
  }),
  'plan-fit': step(planFitStep, {
    module: 'lambdas/train/plan-fit.ts',
    load: () => import('./train/plan-fit.ts'),
    ports: ['stores', 'datasets', 'registry', 'production'],
    reads: {
      artifacts: [...keys.learned, keys.monitoring.state],
    },
    writes: { artifacts: keys.fitPlans },
  }),
  register: step(registerStep, {
    module: 'lambdas/train/register.ts',
    load: () => import('./train/register.ts'),
    ports: ['stores', 'datasets', 'registry', 'signer', 'tracker', 'clock', 'build'],
    reads: {
      silver: [...keys.series, keys.tables.quarantine],
      artifacts: [keys.jobs.trials],
    },
    may: ['register'],
  }),
  'check-compliance': step(promotion.checkComplianceStep, {
    module: 'lambdas/promote/check-compliance.ts',
    load: () => import('./promote/check-compliance.ts'),
    ports: ['forecaster', 'stores', 'datasets', 'registry', 'production', 'keys', 'auditKeys', 'uncommittedCode'],
    reads: { silver: keys.series },
    writes: { artifacts: [keys.promotion.compliance] },
  }),
  guard: step(promotion.guardStep, {
    module: 'lambdas/promote/guard.ts',
    load: () => import('./promote/guard.ts'),
    ports: ['stores', 'datasets', 'registry', 'production', 'tracker', 'clock', 'place'],
    reads: { artifacts: [keys.promotion.compliance, keys.jobs.models, ...keys.guard] },
    writes: { artifacts: keys.guard },
  }),
  'plan-comparison': step(promotion.planComparisonStep, {
    module: 'lambdas/promote/plan-comparison.ts',
    load: () => import('./promote/plan-comparison.ts'),
    ports: ['stores', 'datasets', 'registry', 'production'],
    reads: {
      silver: [...keys.series, keys.tables.features],
      artifacts: keys.learned,
    },
    writes: { artifacts: [keys.promotion.twinManifests, ...keys.fitPlans] },
  }),
  judge: step(promotion.judgeStep, {
    module: 'lambdas/promote/judge.ts',
    load: () => import('./promote/judge.ts'),
    ports: ['stores', 'datasets', 'registry', 'production', 'tracker', 'clock', 'place'],
    reads: {
      silver: keys.series,
      artifacts: [keys.promotion.compliance, keys.jobs.models, keys.jobs.twins, ...keys.comparison],
    },
    writes: { artifacts: keys.comparison },
  }),
  'request-approval': step(promotion.requestApprovalStep, {
    module: 'lambdas/promote/request-approval.ts',
    load: () => import('./promote/request-approval.ts'),
    ports: ['stores', 'notifier', 'place'],
    writes: { artifacts: [keys.promotion.questions] },
  }),
  promote: step(promotion.promoteStep, {
    module: 'lambdas/promote/promote.ts',
    load: () => import('./promote/promote.ts'),
    ports: ['stores', 'registry', 'production', 'keys', 'auditSigner', 'auditKeys', 'tracker', 'notifier'],
    reads: { artifacts: [keys.monitoring.state, ...keys.guard, ...keys.comparison] },
    writes: { artifacts: [keys.monitoring.state] },
    may: ['setStage', 'moveProduction'],
  }),
  refuse: step(promotion.refuseStep, {
    module: 'lambdas/promote/refuse.ts',
    load: () => import('./promote/refuse.ts'),
    ports: ['stores', 'registry', 'production', 'tracker', 'notifier'],
    reads: { artifacts: [keys.monitoring.state, keys.monitoring.setAside] },
    writes: { artifacts: [keys.registry.refusals, keys.monitoring.state, keys.monitoring.setAside] },
    may: ['setStage'],
  }),
  'roll-back': step(promotion.rollBackStep, {
    module: 'lambdas/promote/roll-back.ts',
    load: () => import('./promote/roll-back.ts'),
    ports: ['stores', 'registry', 'production', 'keys', 'auditSigner', 'auditKeys', 'tracker', 'notifier', 'place'],
    may: ['setStage', 'moveProduction'],
  }),
  'plan-looks': step(planLooksStep, {
    module: 'lambdas/monitor/plan-looks.ts',
    load: () => import('./monitor/plan-looks.ts'),
    ports: ['datasets'],
  }),
  look: step(lookStep, {
    module: 'lambdas/monitor/look.ts',
    load: () => import('./monitor/look.ts'),
    ports: ['forecaster', 'stores', 'datasets', 'registry', 'production', 'metrics', 'tracker', 'notifier', 'clock'],
    reads: {
      silver: [...keys.series, keys.tables.features],
      gold: [keys.tables.forecasts, keys.tables.monitoring],
      artifacts: [...keys.memory, keys.promotion.comparisons, keys.promotion.guards, keys.runs.publications],
    },
    writes: { gold: [keys.tables.monitoring], artifacts: keys.memory },
  }),
  'measure-ages': step(measureAgesStep, {
    module: 'lambdas/monitor/measure-ages.ts',
    load: () => import('./monitor/measure-ages.ts'),
    ports: ['stores', 'registry', 'production', 'metrics', 'clock'],
    reads: { artifacts: [keys.monitoring.lookedAt] },
  }),
  'record-action': step(recordActionStep, {
    module: 'lambdas/monitor/record-action.ts',
    load: () => import('./monitor/record-action.ts'),
    ports: ['stores', 'production'],
    reads: { artifacts: [keys.monitoring.state, keys.monitoring.locks, keys.runs.publications] },
    writes: { artifacts: [keys.monitoring.state, keys.monitoring.locks] },
  }),
  'release-lock': step(releaseLockStep, {
    module: 'lambdas/monitor/release-lock.ts',
    load: () => import('./monitor/release-lock.ts'),
    ports: ['stores'],
    reads: { artifacts: [keys.monitoring.locks] },
    writes: { artifacts: [keys.monitoring.locks] },
  }),
  'plan-forecast': step(planForecastStep, {
    module: 'lambdas/forecast/plan.ts',
    load: () => import('./forecast/plan.ts'),
    ports: ['stores', 'datasets', 'registry', 'production', 'keys', 'auditKeys'],
    reads: { gold: [FORMAT_KEY] },
  }),
  publish: step(publishStep, {
    module: 'lambdas/forecast/publish.ts',
    load: () => import('./forecast/publish.ts'),
    ports: ['stores', 'datasets', 'registry', 'clock'],
    reads: {
      gold: [keys.tables.forecasts],
      artifacts: [keys.runs.forecastSummaries, keys.runs.publications],
    },
    writes: { gold: [keys.tables.forecastLog], artifacts: [keys.runs.publications] },
  }),
  score: step(scoreStep, {
    module: 'lambdas/evaluate/score.ts',
    load: () => import('./evaluate/score.ts'),
    ports: ['forecaster', 'stores', 'datasets', 'registry', 'tracker', 'clock'],
    reads: {
      silver: keys.series,
      gold: [keys.tables.forecasts, keys.tables.evaluations],
      artifacts: [keys.runs.publications, keys.runs.forecastSummaries],
    },
    writes: { gold: [keys.tables.evaluations] },
  }),
  'record-run': step(recordRunStep, {
    module: 'lambdas/pipeline/record-run.ts',
    load: () => import('./pipeline/record-run.ts'),
    ports: ['stores', 'datasets', 'registry', 'tracker', 'clock'],
    reads: {
      silver: keys.series,
      gold: [keys.tables.forecasts],
      artifacts: [keys.runs.forecastSummaries, keys.runs.publications, keys.monitoring.looks, keys.monitoring.state],
    },
    writes: { artifacts: [keys.runs.records] },
  }),
  // Ingests and transforms once before the first window, to see how far the data reach.
  'plan-windows': step(planWindowsStep, {
    module: 'lambdas/replay/plan-windows.ts',
    load: () => import('./replay/plan-windows.ts'),
    ports: ['stores', 'shared', 'datasets', 'metrics', 'notifier', 'clock', 'place'],
    reads: { landing: keys.everything, bronze: keys.delivered, silver: keys.clean },
    writes: {
      bronze: [keys.tables.observations, keys.besideTables.deliveries, keys.besideTables.refused],
      silver: keys.clean,
      artifacts: [keys.runs.transformReports],
    },
  }),
  'collect-replay': step(collectReplayStep, {
    module: 'lambdas/replay/collect.ts',
    load: () => import('./replay/collect.ts'),
    ports: ['stores'],
    reads: { artifacts: [keys.runs.records] },
    writes: { artifacts: [keys.runs.replays] },
  }),
  'plan-smoke': step(planSmokeStep, {
    module: 'lambdas/smoke/plan.ts',
    load: () => import('./smoke/plan.ts'),
    ports: ['stores', 'datasets', 'registry', 'production', 'keys'],
  }),
  'check-smoke': step(checkSmokeStep, {
    module: 'lambdas/smoke/check.ts',
    load: () => import('./smoke/check.ts'),
    ports: ['stores', 'registry'],
    reads: { artifacts: [keys.jobs.models, keys.runs.smoke] },
  }),
  'watch-alarms': step(watchAlarmsStep, {
    module: 'lambdas/smoke/watch-alarms.ts',
    load: () => import('./smoke/watch-alarms.ts'),
    ports: ['alarms'],
  }),
  'record-failure': step(recordFailureStep, {
    module: 'lambdas/pipeline/record-failure.ts',
    load: () => import('./pipeline/record-failure.ts'),
    ports: ['stores', 'notifier', 'metrics', 'clock'],
    writes: { artifacts: [keys.runs.failures] },
  }),
} as const satisfies Readonly<Record<string, StepRow>>;

export type StepName = keyof typeof STEPS;
