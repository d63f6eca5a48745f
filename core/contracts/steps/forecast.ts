import * as z from 'zod';
import { dateRangeSchema, periodSchema } from '../date-range.ts';
import { count, dataset, modelVersion, runId, tableVersion } from './common.ts';

export const planForecastStep = {
  input: z.strictObject({
    dataset,
    runId,
    /** 'production' is what the pointer names, 'latest' the newest registered version. */
    modelVersion: z.union([modelVersion, z.literal('latest'), z.literal('production')]),
    /** From the period after `after`, as many as the data set's evaluation is long; or a range. */
    periods: z.union([z.strictObject({ after: periodSchema }), z.strictObject({ range: dateRangeSchema })], {
      error: "one of 'after', a period, and 'range', its first and last one",
    }),
  }),
  output: z.strictObject({
    modelVersion,
    artifactUri: z.string(),
    hyperparameters: z.record(z.string(), z.string()),
    range: dateRangeSchema,
    /** Where the job's data files and its summary go. */
    filesUri: z.string(),
    summaryUri: z.string(),
  }),
};

export const publishStep = {
  input: z.strictObject({ dataset, runId, modelVersion, range: dateRangeSchema, summaryUri: z.string() }),
  output: z.strictObject({ forecastsVersion: tableVersion, rows: count }),
};
