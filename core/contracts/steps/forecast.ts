import * as z from 'zod';
import { dateRangeSchema, periodSchema } from '../date-range.ts';
import { count, dataset, modelVersion, runId, sha256, tableVersion } from './common.ts';

const periodsAfter = z.strictObject({ after: periodSchema, reaching: periodSchema.optional() });

export const planForecastStep = {
  input: z.strictObject({
    dataset,
    runId,
    /** 'production' is what the pointer names, 'latest' the newest registered version. */
    modelVersion: z.union([modelVersion, z.literal('latest'), z.literal('production')]),
    /** From the period after `after`, as many as the data set's evaluation is long, counted from `reaching` where that is later; or a range. */
    periods: z.union([periodsAfter, z.strictObject({ range: dateRangeSchema })], {
      error: "one of 'after', a period, and 'range', its first and last one",
    }),
  }),
  output: z.strictObject({
    modelVersion,
    inProduction: z.boolean(),
    artifactUri: z.string(),
    hyperparameters: z.record(z.string(), z.string()),
    range: dateRangeSchema,
    /** Where the job's data files and its summary go. */
    filesUri: z.string(),
    summaryUri: z.string(),
  }),
};

export const publishStep = {
  input: z.strictObject({
    dataset,
    runId,
    modelVersion,
    /** Whether it was there when the forecast was planned: what another version says is nobody's forecast. */
    inProduction: z.boolean(),
    range: dateRangeSchema,
    summaryUri: z.string(),
    /** As the job itself told when it ended: who changes its files afterwards cannot change that. */
    summarySha256: sha256,
  }),
  output: z.strictObject({ forecastsVersion: tableVersion, rows: count }),
};
