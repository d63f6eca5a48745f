import * as z from 'zod';
import { windowSchema } from '../contracts/date-range.ts';
import { crossValidationMetricsSchema, realisedMetricsSchema } from '../contracts/metrics.ts';
import { policySchema } from '../contracts/promotion.ts';
import type { recordRunStep } from '../contracts/steps/pipeline.ts';

const count = z.number().int().min(0);
const tableVersion = z.number().int().min(0);

/** Production through one window: `version` went live at its start; null while nothing is in Production. */
export const productionRecordSchema = z.strictObject({
  version: z.number().int().min(1).nullable(),
  /** Of the forecasts that were in force on each date. */
  realised: realisedMetricsSchema.nullable(),
  /** Rows of theirs that came true. */
  joined: count,
  /** What the monitor decided at each evaluation date, and the version in force from the next period on. */
  actions: z.array(
    z.strictObject({
      asOf: z.string(),
      kind: z.enum(['nothing', 'retrain', 'roll-back']),
      reasons: z.array(z.string()),
      before: z.number().int(),
      version: z.number().int(),
    }),
  ),
});
export type ProductionRecord = z.infer<typeof productionRecordSchema>;

/** What is kept of a pipeline run, and what one window of replay.json holds. */
export const runRecordSchema = windowSchema.extend({
  runId: z.string(),
  counts: z.strictObject({
    bronzeTrain: count,
    silverTrain: count,
    quarantinedTrain: count,
    deduplicatedTrain: count,
    forecast: count,
    bronzeEval: count,
    silverEval: count,
    quarantinedEval: count,
    deduplicatedEval: count,
    joined: count,
  }),
  candidates: z.record(
    z.string(),
    z.strictObject({ crossValidation: crossValidationMetricsSchema, realised: realisedMetricsSchema }),
  ),
  chosen: z.string(),
  reason: z.string(),
  /** RMSE of the seasonal naive on the rows that the chosen candidate is scored on. */
  naiveRmse: z.number().nullable(),
  modelVersion: z.number().int(),
  artifactSha256: z.string(),
  /** As the run saw them: bronze to quarantine when it trained, the others when it evaluated. */
  tableVersions: z.strictObject({
    bronze: tableVersion,
    silver: tableVersion,
    quarantine: tableVersion,
    bronzeEval: tableVersion,
    silverEval: tableVersion,
    quarantineEval: tableVersion,
    forecasts: tableVersion,
    evaluations: tableVersion,
  }),
  execution: z.string(),
  policy: policySchema,
  /** What became of the version that this window trained. */
  promotion: z.strictObject({
    outcome: z.enum(['promoted', 'refused']),
    reasons: z.array(z.string()),
    reportUri: z.string(),
  }),
  /** How the window was lived through. */
  production: productionRecordSchema,
});
export type RunRecord = z.infer<typeof runRecordSchema>;

type FinishedRun = z.infer<typeof recordRunStep.input>;

export function runRecord(run: FinishedRun, production: ProductionRecord): RunRecord {
  const { selection, registration } = run.train;
  const { scores } = run.evaluate;
  const candidates = selection.candidates.map(({ candidate: { name }, crossValidation }) => {
    return [name, { crossValidation, realised: scores.realised[name] }] as const;
  });
  return {
    ...run.window,
    runId: run.runId,
    counts: countsOf(run),
    candidates: Object.fromEntries(candidates),
    chosen: selection.chosen,
    reason: selection.reason,
    naiveRmse: scores.naiveRmse,
    modelVersion: registration.modelVersion,
    artifactSha256: registration.artifactSha256,
    tableVersions: tableVersionsOf(run),
    execution: run.execution,
    policy: run.policy,
    promotion: {
      outcome: run.promote.outcome,
      reasons: run.promote.reasons,
      reportUri: run.promote.reportUri,
    },
    production,
  };
}

function countsOf({ train: { data: trained }, forecast, evaluate: { data: evaluated, scores } }: FinishedRun) {
  return {
    bronzeTrain: trained.counts.bronze,
    silverTrain: trained.counts.silver,
    quarantinedTrain: trained.counts.quarantined,
    deduplicatedTrain: trained.counts.deduplicated,
    forecast: forecast.rows,
    bronzeEval: evaluated.counts.bronze,
    silverEval: evaluated.counts.silver,
    quarantinedEval: evaluated.counts.quarantined,
    deduplicatedEval: evaluated.counts.deduplicated,
    joined: scores.joined,
  };
}

function tableVersionsOf({ train: { data: trained }, forecast, evaluate: { data: evaluated, scores } }: FinishedRun) {
  return {
    bronze: trained.bronzeVersion,
    silver: trained.silverVersion,
    quarantine: trained.quarantineVersion,
    bronzeEval: evaluated.bronzeVersion,
    silverEval: evaluated.silverVersion,
    quarantineEval: evaluated.quarantineVersion,
    forecasts: forecast.forecastsVersion,
    evaluations: scores.evaluationsVersion,
  };
}
