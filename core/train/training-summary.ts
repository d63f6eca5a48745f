import * as z from 'zod';
import { candidateSchema } from '../contracts/dataset.ts';
import { periodSchema } from '../contracts/date-range.ts';
import { forecastNotesSchema } from '../contracts/forecast-notes.ts';
import { crossValidationMetricsSchema, foldMetricsSchema } from '../contracts/metrics.ts';
import { type Simplest, simplestSchema } from '../contracts/missing-series.ts';
import { shareSchema } from '../contracts/recipe.ts';

/** What a training task reports beside its points or its model. Small, whatever the number of series. */
export const SUMMARY_FILE = 'summary.json';

/** One JSON line a failed series; written only when there are any. */
export const FAILED_SERIES_FILE = 'failed.jsonl';

const MAX_IN_SUMMARY = 20;

export const failedSeriesSchema = z.strictObject({ uniqueId: z.string(), reason: z.string() });
export type FailedSeries = z.infer<typeof failedSeriesSchema>;

const measured = {
  crossValidation: crossValidationMetricsSchema,
  /** The same errors fold by fold, oldest first. */
  folds: z.array(foldMetricsSchema),
};

const failures = {
  seriesFailed: z.number().int(),
  /** The first of them; all are in failed.jsonl. */
  failed: z.array(failedSeriesSchema).max(MAX_IN_SUMMARY),
};

/** Of a candidate in cross-validation. */
export const trialSummarySchema = z.strictObject({
  candidate: candidateSchema,
  ...measured,
  /** The failed ones are among them. */
  seriesTried: z.number().int(),
  ...failures,
  /** Of the digests of the files of points, in the order of their names. */
  pointsSha256: z.string(),
});
export type TrialSummary = z.infer<typeof trialSummarySchema>;

const silentSeriesSchema = z.strictObject({ uniqueId: z.string(), since: periodSchema });
type SilentSeries = z.infer<typeof silentSeriesSchema>;

/** Series that are forecast though they no longer deliver: how many, and the first with their last observation. */
const silentSchema = z.strictObject({
  inAll: z.number().int(),
  first: z.array(silentSeriesSchema).max(MAX_IN_SUMMARY),
});

const namedSeriesSchema = z.strictObject({ inAll: z.number().int(), first: z.array(z.string()).max(MAX_IN_SUMMARY) });
export type NamedSeries = z.infer<typeof namedSeriesSchema>;

const figure = z.number().nullable();

/** What a fit found beside the version in force: figures only, who judges them is the step that guards a refresh. */
export const guardFiguresSchema = z.strictObject({
  /** The version in force. */
  against: z.number().int().min(1),
  /** Nothing but `missing` was asked. */
  exempt: z.boolean(),
  /** Why the version in force could not be compared with at all; null where it could. */
  why: z.string().nullable(),
  /** Series that the version forecasts and this fit does not, though they still deliver. */
  missing: namedSeriesSchema,
  /** Those that ended: without a row in this window, or failed and no longer delivering. They refuse nothing. */
  ended: namedSeriesSchema.optional(),
  /** Series whose forecast went where they never were: they keep the line of the version. `of` is how many series there are. */
  kept: namedSeriesSchema.extend({ of: z.number().int() }),
  maxKeptShare: z.number(),
  /** Root mean square of the way from the version's forecasts to these, up to the next look, and what is usual; null: not asked. */
  movement: z.strictObject({ value: figure, allowed: figure }),
});
export type GuardFigures = z.infer<typeof guardFiguresSchema>;

/** Above `maxKeptShare` the whole fit is refused. */
export function keptShare({ kept }: Pick<GuardFigures, 'kept'>): number {
  return kept.of === 0 ? 0 : kept.inAll / kept.of;
}

/** What became of a candidate in a fitted recipe, over the series that any could be fitted to. */
const fittedMemberSchema = z.strictObject({
  name: z.string(),
  /** Series that it could be fitted to, and whose choice it is. */
  fitted: z.number().int(),
  chosen: z.number().int(),
  /** Mean over the series of its weight in the average. */
  weight: z.number(),
});

/** What else the job left, by hash: absent from what was fitted up to release 0.2.0. */
const left = {
  modelSha256: z.string().optional(),
  /** Of the digests of the files of recorded forecasts, in the order of their names. */
  forecastsSha256: z.string().optional(),
  /** Of failed.jsonl, where there is one. */
  failedSha256: z.string().optional(),
};

/** Of a fitted recipe. */
export const fitSummarySchema = z.strictObject({
  ...measured,
  ...left,
  seriesTrained: z.number().int(),
  ...failures,
  simplest: simplestSchema.optional(),
  silent: silentSchema.optional(),
  share: shareSchema,
  nearPeriods: z.number().int(),
  testedPeriods: z.number().int(),
  members: z.array(fittedMemberSchema),
  guard: guardFiguresSchema.nullable(),
  /** Of the forecasts of the horizon; absent from what was fitted before release 0.2.0. */
  notes: forecastNotesSchema.optional(),
});
export type FitSummary = z.infer<typeof fitSummarySchema>;

export function summarizedFailures(failed: readonly FailedSeries[]): Pick<FitSummary, 'seriesFailed' | 'failed'> {
  return { seriesFailed: failed.length, failed: failed.slice(0, MAX_IN_SUMMARY) };
}

export function firstSeries(series: readonly FailedSeries[]): Simplest {
  return { inAll: series.length, first: series.slice(0, MAX_IN_SUMMARY) };
}

export function firstSilent(series: readonly SilentSeries[]): z.infer<typeof silentSchema> {
  return { inAll: series.length, first: series.slice(0, MAX_IN_SUMMARY) };
}

export function namedSeries(uniqueIds: readonly string[]): NamedSeries {
  return { inAll: uniqueIds.length, first: uniqueIds.slice(0, MAX_IN_SUMMARY) };
}
