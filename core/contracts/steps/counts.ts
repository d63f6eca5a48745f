import * as z from 'zod';
import { count } from './common.ts';

/** Records of before some figure was counted: there was none of it. */
const later = count.default(0);

/** Rows of one slice: bronze = silver + quarantined + deduplicated + aggregated + planned + withdrawn. */
export const sliceCountsSchema = z.strictObject({
  bronze: count,
  silver: count,
  quarantined: count,
  deduplicated: count,
  /** n rows that became one value count n - 1 here: the value is silver's row. */
  aggregated: later,
  /** Empty rows behind the last value of their series: no observations. */
  planned: later,
  /** Rows of deliveries that a person has withdrawn: they are not read. No share counts them. */
  withdrawn: later,
  /** Of the quarantined: rows that say no more than their absence would (GAP_REASONS). No share counts them. */
  gaps: later,
  /** Beside all of these: refused rows without a readable date, as many as fall to the slice by its part of the dated rows. */
  undated: later,
});
export type SliceCounts = z.infer<typeof sliceCountsSchema>;

/** Rows of all deliveries so far, the undated ones among them. */
export const totalCountsSchema = sliceCountsSchema.extend({ undated: count, restated: count });
export type TotalCounts = z.infer<typeof totalCountsSchema>;

/** Refused rows, as a person is told: those that cannot be placed in time are refused, too. */
export function refusedRows({ quarantined, undated }: Pick<SliceCounts, 'quarantined' | 'undated'>): number {
  return quarantined + undated;
}

/**
 * The share of a slice's rows that is refused for a fault: what gates, alarms and reports mean by it. What is no observation, is withdrawn, or
 * would be missed no less if it were absent, weighs on neither side.
 */
export function quarantineShare(counts: Omit<SliceCounts, 'silver' | 'deduplicated' | 'aggregated'>): number {
  const { bronze, quarantined, planned, withdrawn, gaps, undated } = counts;
  const rows = bronze + undated - planned - withdrawn - gaps;
  return rows <= 0 ? 0 : (quarantined + undated - gaps) / rows;
}
