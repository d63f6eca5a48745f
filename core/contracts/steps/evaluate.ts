import * as z from 'zod';
import { dateRangeSchema } from '../date-range.ts';
import { realisedMetricsSchema } from '../metrics.ts';
import { count, dataset, modelVersion, runId, tableVersion } from './common.ts';

export const scoreStep = {
  input: z.strictObject({
    dataset,
    runId,
    /** The run whose forecasts are scored; 'latest' is the newest one published. */
    forecastRunId: z.union([runId, z.literal('latest')]),
    silverVersion: tableVersion,
    range: dateRangeSchema,
  }),
  output: z.strictObject({
    modelVersion,
    joined: count,
    evaluationsVersion: tableVersion,
    /** Of what was published. */
    realised: realisedMetricsSchema,
    /** Of the recipe's candidates on the same periods, by name. */
    candidates: z.record(z.string(), realisedMetricsSchema),
    /** RMSE of the yardstick on the same rows. */
    naiveRmse: z.number().nullable(),
  }),
};
