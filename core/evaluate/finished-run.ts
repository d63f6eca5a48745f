import type * as z from 'zod';
import type { ForecastNotes } from '../contracts/forecast-notes.ts';
import type { ModelVersion } from '../contracts/model-version.ts';
import type { recordRunStep } from '../contracts/steps/pipeline.ts';
import { describeIgnored } from '../train/recipe.ts';
import { hindsightOf, type LookRecord, type ProductionRecord, type RunRecord } from './run-record.ts';

/** With a value to come true but no forecast of it, the score itself fails. */
const NO_ACTUALS = 'no actuals';

type FinishedRun = z.infer<typeof recordRunStep.input>;

/** What a run leaves beside the answers of its steps: the version that it registered, its forecasts' notes, and Production. */
export interface RunFacts {
  readonly version: ModelVersion;
  readonly notes: ForecastNotes;
  readonly production: ProductionRecord;
}

export function runRecord(run: FinishedRun, { version, notes, production }: RunFacts): RunRecord {
  const { registration } = run.train;
  const { trials, chosen, reason, yardstick } = registration.selection;
  const { scores } = run.evaluate;
  const ignored = describeIgnored(version);
  const candidates = trials.map(({ candidate: { name }, crossValidation }) => {
    return [name, { crossValidation, realised: scores.candidates[name] }] as const;
  });
  return {
    ...run.window,
    runId: run.runId,
    counts: countsOf(run),
    due: scores.due,
    notScored: scores.joined === 0 ? NO_ACTUALS : null,
    refusedEval: scores.actuals.refused,
    ...(scores.unforecast === undefined ? {} : { unforecast: scores.unforecast }),
    ...notes,
    recipe: version.recipe.kind,
    crossValidation: version.crossValidation,
    realised: scores.realised,
    ...(version.missing === undefined ? {} : { missing: version.missing }),
    ...(version.simplest === undefined ? {} : { simplest: version.simplest }),
    candidates: Object.fromEntries(candidates),
    chosen,
    reason,
    ...(ignored === undefined ? {} : { ignored }),
    yardstick,
    naiveRmse: scores.naiveRmse,
    modelVersion: registration.modelVersion,
    artifactSha256: registration.artifactSha256,
    tableVersions: tableVersionsOf(run, version),
    execution: run.execution,
    policy: run.policy,
    promotion: promotionOf(run, production.looks[0]),
    production,
  };
}

function promotionOf({ promote }: FinishedRun, firstLook: LookRecord | undefined): RunRecord['promotion'] {
  const { outcome, modelVersion: version, reasons, reportUri } = promote;
  const hindsight = outcome === 'refused' ? hindsightOf(version, firstLook?.scored ?? null) : null;
  return { outcome, version, reasons, reportUri, hindsight };
}

function countsOf({ train: { data: trained }, forecast, evaluate: { data: evaluated, scores } }: FinishedRun) {
  return {
    bronzeTrain: trained.counts.bronze,
    silverTrain: trained.counts.silver,
    quarantinedTrain: trained.counts.quarantined,
    deduplicatedTrain: trained.counts.deduplicated,
    aggregatedTrain: trained.counts.aggregated,
    plannedTrain: trained.counts.planned,
    withdrawnTrain: trained.counts.withdrawn,
    gapsTrain: trained.counts.gaps,
    undatedTrain: trained.counts.undated,
    forecast: forecast.rows,
    bronzeEval: evaluated.counts.bronze,
    silverEval: evaluated.counts.silver,
    quarantinedEval: evaluated.counts.quarantined,
    deduplicatedEval: evaluated.counts.deduplicated,
    aggregatedEval: evaluated.counts.aggregated,
    plannedEval: evaluated.counts.planned,
    withdrawnEval: evaluated.counts.withdrawn,
    gapsEval: evaluated.counts.gaps,
    undatedEval: evaluated.counts.undated,
    joined: scores.joined,
  };
}

function tableVersionsOf(
  { train: { data: trained }, forecast, evaluate: { data: evaluated, scores } }: FinishedRun,
  { training: { features } }: ModelVersion,
): RunRecord['tableVersions'] {
  return {
    bronze: trained.bronzeVersion,
    silver: trained.silverVersion,
    quarantine: trained.quarantineVersion,
    bronzeEval: evaluated.bronzeVersion,
    silverEval: evaluated.silverVersion,
    quarantineEval: evaluated.quarantineVersion,
    ...(features === undefined ? {} : { features: features.tableVersion }),
    forecasts: forecast.forecastsVersion,
    evaluations: scores.evaluationsVersion,
  };
}
