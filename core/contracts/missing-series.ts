import * as z from 'zod';

/** Why a series that was delivered is on the list, the worst first. */
export const MISSING_WHYS = ['every-row-refused', 'failed-in-training', 'no-forecast', 'no-longer-delivers'] as const;
export type MissingWhy = (typeof MISSING_WHYS)[number];

/** So many are named, the worst first; the others are counted. */
export const MISSING_NAMED = 20;

const count = z.number().int().min(0);

export const missingSeriesSchema = z.strictObject({
  uniqueId: z.string(),
  why: z.enum(MISSING_WHYS),
  /** For people, a clause: the reasons of the refused rows, why the fit failed, since when there is no row. */
  detail: z.string(),
});
export type MissingSeries = z.infer<typeof missingSeriesSchema>;

/**
 * What became of the series that were delivered, in any delivery, up to the end of a version's training window: those that it does not
 * forecast, and those that it does though nothing more is heard of them.
 */
export const missingListSchema = z.strictObject({
  /** Series of which a row came, accepted or refused. */
  delivered: count,
  /** On the list. */
  inAll: count,
  /** Among these, those that ended before the training window: named, and no part of the share. Of a long history they only become more. */
  ended: count,
  byWhy: z.record(z.enum(MISSING_WHYS), count),
  first: z.array(missingSeriesSchema).max(MISSING_NAMED),
});
export type MissingList = z.infer<typeof missingListSchema>;

/** Of the delivered series, without those that ended before the window. */
export function missingShare({ delivered, inAll, ended }: MissingList): number {
  return delivered === ended ? 0 : (inAll - ended) / (delivered - ended);
}

/** Series that no candidate could be fitted to: the last value forecasts them. `reason` is every candidate's. */
export const simplestSchema = z.strictObject({
  inAll: count,
  /** Among these, those whose rows do not say how far off it may be, as a single 0: their intervals have no width. Absent where there is none. */
  withoutWidth: count.optional(),
  first: z.array(z.strictObject({ uniqueId: z.string(), reason: z.string() })).max(MISSING_NAMED),
});
export type Simplest = z.infer<typeof simplestSchema>;
