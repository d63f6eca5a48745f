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
    realised: z.record(z.string(), realisedMetricsSchema),
    /** RMSE of the seasonal naive on the same rows, whether it was a candidate or not. */
    naiveRmse: z.number().nullable(),
  }),
};
