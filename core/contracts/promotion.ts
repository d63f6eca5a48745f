import * as z from 'zod';
import { periodSchema, dateRangeSchema } from './date-range.ts';

/** Where a registered version stands. `None` is registered but not signed yet; `Archived` was refused, or was Production before. */
export const STAGES = ['None', 'Staging', 'Production', 'Archived'] as const;
export const stageSchema = z.enum(STAGES);
export type Stage = z.infer<typeof stageSchema>;

/**
 * How a replay decides what goes live: the newest version once a window; the newest, trained and chosen anew at every look; or what the
 * platform does, where a refresh has to pass the guard and a changed recipe the gates.
 */
export const POLICIES = ['promote-latest', 'refresh-latest', 'gates'] as const;
export const policySchema = z.enum(POLICIES);
export type Policy = z.infer<typeof policySchema>;

const modelVersion = z.number().int().min(1);

/** A report and what it held when it was written, as it is handed from step to step and cited by an audit record. */
export const reportReferenceSchema = z.strictObject({
  reportUri: z.string(),
  reportSha256: z.string(),
  /** Of the page beside it, which people read; a guard that nobody has to look at leaves none, and up to 0.2.0 no hash was kept. */
  pageSha256: z.string().optional(),
});
export type ReportReference = z.infer<typeof reportReferenceSchema>;

/**
 * One move of the Production pointer, and its audit record: the pointer object holds the newest one whole, so that a crash before the
 * audit record was written loses nothing.
 */
export const transitionSchema = z.strictObject({
  dataset: z.string(),
  /** 1 for the first move of the data set, then one more each time. */
  revision: z.number().int().min(1),
  /** Given by the one who asks: asked for twice, a move is made once. */
  transitionId: z.string(),
  /**
   * `promote`: another recipe, or the first. `refresh`: the same recipe, fitted anew. `return`: the former recipe, fitted anew. `roll-back`: a person's,
   * which holds refreshes until a `release`, which moves to where the pointer is, or the next selection.
   */
  action: z.enum(['promote', 'refresh', 'return', 'roll-back', 'release']),
  /** null where the data set had no Production version. */
  from: modelVersion.nullable(),
  to: modelVersion,
  by: z.string(),
  reason: z.string(),
  /** The comparison report that the move rests on; a roll-back by hand has none. */
  evidence: reportReferenceSchema.nullable(),
  atMs: z.number().int(),
  /** The date that the replay was living through which made the move; absent outside of a replay. */
  livedThrough: z.iso.date().optional(),
  /** The replay that an account was living through, whose moves lie in a place of their own; absent of the data set's own moves. */
  replay: z.string().optional(),
  /** Of the record before, in its canonical JSON: absent of the first, and of moves up to 0.2.0. */
  previousSha256: z.string().optional(),
  /** By the audit key over all other fields (core/signing/move-record.ts); moves up to 0.2.0 have none. */
  signature: z.strictObject({ keyId: z.string(), value: z.base64() }).optional(),
});
export type Transition = z.infer<typeof transitionSchema>;

/**
 * A gate that cannot be computed refuses: `value` is null then, and the evidence says why. A gate that is `told` decides nothing: where
 * a version is in Production, absolute figures are reported, and comparing gates decide.
 */
export const gateVerdictSchema = z.strictObject({
  gate: z.string(),
  outcome: z.enum(['pass', 'refuse', 'told']),
  value: z.number().nullable(),
  /** As a person reads it: '>= 0.05', '0.7 to 0.9'. */
  threshold: z.string(),
  /** One sentence with the figures behind the value. */
  evidence: z.string(),
});
export type GateVerdict = z.infer<typeof gateVerdictSchema>;

export const complianceCheckSchema = z.strictObject({
  check: z.string(),
  outcome: z.enum(['pass', 'refuse']),
  evidence: z.string(),
});
export type ComplianceCheck = z.infer<typeof complianceCheckSchema>;

/** One side of a comparison: the version that is meant, and the model that was scored in its place. */
const sideSchema = z.strictObject({
  version: modelVersion.nullable(),
  /** 'blend of 7 candidates', or a candidate's name. */
  recipe: z.string(),
  /** `itself`: never saw the holdout. `twin`: same recipe, same window, without the holdout. `naive`: no Production version yet. */
  scoredAs: z.enum(['itself', 'twin', 'naive']),
  trainedOn: dateRangeSchema.nullable(),
  rmse: z.number().nullable(),
  bias: z.number().nullable(),
  coverage: z.number().nullable(),
});

/** One series of the holdout for people to look at: ds and parallel columns, null where a side has no value. */
export const comparedSeriesSchema = z.strictObject({
  uniqueId: z.string(),
  ds: z.array(periodSchema),
  y: z.array(z.number().nullable()),
  challenger: z.array(z.number().nullable()),
  challengerLower: z.array(z.number().nullable()),
  challengerUpper: z.array(z.number().nullable()),
  production: z.array(z.number().nullable()),
  rmseChallenger: z.number().nullable(),
  rmseProduction: z.number().nullable(),
});
export type ComparedSeries = z.infer<typeof comparedSeriesSchema>;

/** `artifacts/promotions/<dataset>/<runId>/comparison.json`; its HTML lies beside it. */
export const comparisonReportSchema = z.strictObject({
  dataset: z.string(),
  runId: z.string(),
  policy: policySchema,
  holdout: dateRangeSchema.nullable(),
  joined: z.number().int(),
  challenger: sideSchema,
  production: sideSchema,
  compliance: z.array(complianceCheckSchema),
  gates: z.array(gateVerdictSchema),
  /** `naive`: nothing is in Production, and on the holdout the seasonal naive was better, or the recipe failed its checks. */
  verdict: z.enum(['pass', 'refuse', 'naive']),
  reasons: z.array(z.string()),
  /** The whole panel where it is small; else the series that got worst and best. */
  series: z.array(comparedSeriesSchema),
  seriesInAll: z.number().int(),
});
export type ComparisonReport = z.infer<typeof comparisonReportSchema>;

/** What a refresh was held against, and how far from it was allowed: `artifacts/promotions/<dataset>/<runId>/guard.json`. */
export const guardReportSchema = z.strictObject({
  dataset: z.string(),
  runId: z.string(),
  version: modelVersion,
  /** In force. */
  against: modelVersion,
  /** The refused forecasts before were closer to what came true: the world has changed, and only the first guard is asked. */
  exempt: z.boolean(),
  compliance: z.array(complianceCheckSchema),
  guards: z.array(gateVerdictSchema),
  /** Series whose new forecasts lie outside of what their history allows: they keep those of `against`. */
  kept: z.array(z.string()),
  keptInAll: z.number().int(),
  verdict: z.enum(['pass', 'refuse']),
  reasons: z.array(z.string()),
});
export type GuardReport = z.infer<typeof guardReportSchema>;

/** What the compliance step leaves for the judge. */
export const complianceFileSchema = z.array(complianceCheckSchema);
