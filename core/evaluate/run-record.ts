import * as z from 'zod';
import { dateRangeSchema, periodSchema, windowSchema } from '../contracts/date-range.ts';
import { crossValidationMetricsSchema, realisedMetricsSchema } from '../contracts/metrics.ts';
import { missingListSchema, simplestSchema } from '../contracts/missing-series.ts';
import { evaluationWindowSchema } from '../contracts/monitoring.ts';
import { QUARANTINE_REASONS } from '../contracts/quarantine.ts';
import { forecastNotesSchema } from '../contracts/forecast-notes.ts';
import { policySchema } from '../contracts/promotion.ts';
import { unforecastSchema } from '../contracts/unforecast.ts';
import { recipeSchema, shareSchema, yardstickSchema } from '../contracts/recipe.ts';

const count = z.number().int().min(0);
const tableVersion = z.number().int().min(0);
const modelVersion = z.number().int().min(1);

/** Absent from what was recorded before release 0.2.0. */
const { unobserved, implausible } = forecastNotesSchema.shape;
const implausibleNotes = implausible.default({ forecasts: null, intervals: null });

/** What a refusal was worth, which the next look knows: the refused forecasts against those that stayed in force, on the same rows. */
const hindsightSchema = z.strictObject({
  refused: modelVersion,
  refusedRmse: z.number().nullable(),
  inForceRmse: z.number().nullable(),
  joined: count,
});
export type Hindsight = z.infer<typeof hindsightSchema>;

/** A look: what had come true since the one before, what was done, and what became of it. */
export const lookRecordSchema = z.strictObject({
  asOf: periodSchema,
  kind: z.enum(['nothing', 'refresh', 'select', 'return']),
  reasons: z.array(z.string()),
  /** In force until this look, and from the next period on. */
  before: modelVersion,
  version: modelVersion,
  /** The version that was fitted to go live, and what guard or gates found of it; null where none was. */
  fitted: z.strictObject({ version: modelVersion, reportUri: z.string() }).nullable(),
  /** Why it did not go live; empty where it did. */
  refusals: z.array(z.string()),
  hindsight: hindsightSchema.nullable(),
  /** Of the forecasts in force since the look before; null where nothing came true that they had said. */
  scored: evaluationWindowSchema
    .pick({ joined: true, rmse: true, naiveRmse: true, refused: true, former: true })
    .extend({
      /** The average's part in the blend: in these forecasts, and as it was learned from them. */
      share: z.strictObject({ before: shareSchema, after: shareSchema }),
      /** By candidate, its part in these forecasts, as average and as choice: the mean over the series, adding up to 1. */
      weights: z.record(z.string(), z.number()),
    })
    .nullable(),
});
export type LookRecord = z.infer<typeof lookRecordSchema>;

/** Production through one window: `version` went live at its start; null while nothing is in Production. */
export const productionRecordSchema = z.strictObject({
  version: modelVersion.nullable(),
  /** Of the forecasts that were in force on each date. */
  realised: realisedMetricsSchema.nullable(),
  /** Rows of theirs that came true. */
  joined: count,
  /** The same by segment, ascending; empty where the panel has no segments. */
  bySegment: z.array(z.strictObject({ segment: z.string(), realised: realisedMetricsSchema, joined: count })),
  /** Which run's forecasts were in force when, ascending, without a hole. */
  inForce: z.array(
    z.strictObject({
      forecastRunId: z.string(),
      version: modelVersion,
      range: dateRangeSchema,
      /** Of all that this run published, as far as its horizon goes. */
      implausible: implausibleNotes,
    }),
  ),
  /** In order of time; the last one, at the window's end, only looks. */
  looks: z.array(lookRecordSchema),
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
    aggregatedTrain: count.default(0),
    plannedTrain: count.default(0),
    withdrawnTrain: count.default(0),
    gapsTrain: count.default(0),
    undatedTrain: count.default(0),
    forecast: count,
    bronzeEval: count,
    silverEval: count,
    quarantinedEval: count,
    deduplicatedEval: count,
    aggregatedEval: count.default(0),
    plannedEval: count.default(0),
    withdrawnEval: count.default(0),
    gapsEval: count.default(0),
    undatedEval: count.default(0),
    joined: count,
  }),
  /** Of the forecasts, those of the evaluation itself: a version that learned up to a hole before it has earlier ones, too. */
  due: count.nullable().default(null),
  /** Why nothing is scored; null where something is. */
  notScored: z.string().nullable().default(null),
  /** Rows of the evaluation that were refused, by reason: no error of the window knows of them. */
  refusedEval: z.partialRecord(z.enum(QUARANTINE_REASONS), count).default({}),
  /** Values of the evaluation that the version has no forecast of; absent where each has one. */
  unforecast: unforecastSchema.optional(),
  /** Of the version's forecasts: at which positions of the calendar there is none, and what lies far outside of everything observed. */
  unobserved: unobserved.default([]),
  implausible: implausibleNotes,
  /** What the window's version is: blend, average or choice. */
  recipe: recipeSchema.shape.kind,
  /** Of the version: in cross-validation, and held for the whole window. */
  crossValidation: crossValidationMetricsSchema,
  realised: realisedMetricsSchema,
  /** Delivered series that the version does not forecast or that are silent, and those that only their last value forecasts. */
  missing: missingListSchema.optional(),
  simplest: simplestSchema.optional(),
  /** Its candidates, each by itself. */
  candidates: z.record(
    z.string(),
    z.strictObject({ crossValidation: crossValidationMetricsSchema, realised: realisedMetricsSchema }),
  ),
  /** The best candidate of cross-validation, and why: what the recipe `choice` forecasts with. */
  chosen: z.string(),
  reason: z.string(),
  /** Which candidates ignore what of the data set is known ahead, for people; absent where all learn from all of it. */
  ignored: z.string().optional(),
  yardstick: yardstickSchema,
  /** RMSE of the yardstick on the rows that the version is scored on. */
  naiveRmse: z.number().nullable(),
  modelVersion,
  artifactSha256: z.string(),
  /** As the run saw them: bronze to quarantine when it trained, the others when it evaluated. */
  tableVersions: z.strictObject({
    bronze: tableVersion,
    silver: tableVersion,
    quarantine: tableVersion,
    bronzeEval: tableVersion,
    silverEval: tableVersion,
    quarantineEval: tableVersion,
    /** Absent where nothing is known ahead. */
    features: tableVersion.optional(),
    forecasts: tableVersion,
    evaluations: tableVersion,
  }),
  execution: z.string(),
  policy: policySchema,
  /** What became of the version that this window trained. What a refused one would have been worth is `realised`, where gates refused it. */
  promotion: z.strictObject({
    outcome: z.enum(['promoted', 'refused']),
    /** Another than `modelVersion` where the seasonal naive went live in its place. */
    version: modelVersion,
    reasons: z.array(z.string()),
    reportUri: z.string(),
    /** Where the guard refused it: up to the first look. */
    hindsight: hindsightSchema.nullable(),
  }),
  /** How the window was lived through. */
  production: productionRecordSchema,
});
export type RunRecord = z.infer<typeof runRecordSchema>;

/** @param next what the look after the refusal found */
export function hindsightOf(refused: number, next: LookRecord['scored']): Hindsight | null {
  if (next?.refused?.version !== refused) return null;
  return { refused, refusedRmse: next.refused.rmse, inForceRmse: next.rmse, joined: next.refused.joined };
}
