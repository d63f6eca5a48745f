import * as z from 'zod';
import { count } from './common.ts';

/** Rows of one slice: bronze = silver + quarantined + deduplicated. */
export const sliceCountsSchema = z.strictObject({
  bronze: count,
  silver: count,
  quarantined: count,
  deduplicated: count,
});
export type SliceCounts = z.infer<typeof sliceCountsSchema>;

/** Rows of all deliveries so far; `undated` ones could not be placed in any slice and are in quarantine. */
export const totalCountsSchema = sliceCountsSchema.extend({ undated: count, restated: count });
export type TotalCounts = z.infer<typeof totalCountsSchema>;
