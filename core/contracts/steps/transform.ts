import * as z from 'zod';
import { dateRangeSchema, periodSchema } from '../date-range.ts';
import { count, dataset, tableVersion } from './common.ts';
import { sliceCountsSchema, totalCountsSchema } from './counts.ts';

export const transformStep = {
  /** Without `range`: the data set's training length, up to the last observation. */
  input: z.strictObject({ dataset, bronzeVersion: tableVersion, range: dateRangeSchema.optional() }),
  output: z.strictObject({
    range: dateRangeSchema,
    bronzeVersion: tableVersion,
    silverVersion: tableVersion,
    quarantineVersion: tableVersion,
    counts: sliceCountsSchema,
    totals: totalCountsSchema,
    series: count,
    /** The last period of the range in which any series has an observation. */
    lastObservation: periodSchema,
    gaps: z.strictObject({ series: count, missingPeriods: count }),
    /** JSON with gaps by series and range, and quarantined rows by reason with file and line. */
    reportUri: z.string(),
  }),
};
