import * as z from 'zod';
import { dateRangeSchema, periodSchema } from '../date-range.ts';
import { count, dataset, modelVersion, runId, tableVersion } from './common.ts';

export const planForecastStep = {
  input: z.strictObject({
    dataset,
    runId,
    /** 'production' is what the pointer names, 'latest' the newest registered version. */
    modelVersion: z.union([modelVersion, z.literal('latest'), z.literal('production')]),
    /** The forecast begins in the period after it; without it, in the one after the version's training. */
    after: periodSchema.optional(),
    /** Without it, as many periods as the version was trained to forecast. */
    range: dateRangeSchema.optional(),
  }),
  output: z.strictObject({
    modelVersion,
    artifactUri: z.string(),
    hyperparameters: z.record(z.string(), z.string()),
    /** Where the job's data files and its summary go. */
    filesUri: z.string(),
    summaryUri: z.string(),
  }),
};

export const publishStep = {
  input: z.strictObject({ dataset, runId, modelVersion, summaryUri: z.string() }),
  output: z.strictObject({ forecastsVersion: tableVersion, rows: count }),
};
