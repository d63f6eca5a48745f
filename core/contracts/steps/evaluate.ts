import * as z from 'zod';
import { dateRangeSchema } from '../date-range.ts';
import { QUARANTINE_REASONS } from '../quarantine.ts';
import { realisedMetricsSchema } from '../metrics.ts';
import { policySchema } from '../promotion.ts';
import { unforecastSchema } from '../unforecast.ts';
import { count, dataset, modelVersion, runId, tableVersion } from './common.ts';
import { sliceCountsSchema } from './counts.ts';

export const scoreStep = {
  input: z.strictObject({
    dataset,
    runId,
    /** The run whose forecasts are scored; 'latest' is the newest one published. */
    forecastRunId: z.union([runId, z.literal('latest')]),
    silverVersion: tableVersion,
    range: dateRangeSchema,
    /** Of the range: what the tracker is told beside the errors. */
    counts: sliceCountsSchema.optional(),
    /** By which versions go live; the gates without it. */
    policy: policySchema.optional(),
    /** Whether a stretch without any actual is a result: within a window of history it is, and anywhere else it is an error. */
    mayBeEmpty: z.boolean().optional(),
  }),
  output: z.strictObject({
    modelVersion,
    joined: count,
    /** Published forecasts of the same stretch. */
    due: count,
    /** Rows of the stretch after training: what came true, and what of it was refused, by reason, so that no error knows of it. */
    actuals: z.strictObject({ rows: count, refused: z.partialRecord(z.enum(QUARANTINE_REASONS), count) }),
    /** Absent where every value had a forecast. */
    unforecast: unforecastSchema.optional(),
    evaluationsVersion: tableVersion,
    /** Of what was published. */
    realised: realisedMetricsSchema,
    /** Of the recipe's candidates on the same periods, by name. */
    candidates: z.record(z.string(), realisedMetricsSchema),
    /** RMSE of the yardstick on the same rows. */
    naiveRmse: z.number().nullable(),
  }),
};
