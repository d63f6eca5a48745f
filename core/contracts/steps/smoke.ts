import * as z from 'zod';
import { dateRangeSchema } from '../date-range.ts';
import { count, dataset, modelVersion, runId, sha256 } from './common.ts';
import { planForecastStep } from './forecast.ts';

/** A forecast that nobody gets: few periods of every series, in a folder of its own. */
export const planSmokeStep = {
  input: z.strictObject({ dataset, runId }),
  output: z.strictObject({
    /** null where nothing is in Production, and so nothing can be forecasted. */
    plan: planForecastStep.output.omit({ inProduction: true }).nullable(),
  }),
};

export const checkSmokeStep = {
  input: z.strictObject({
    dataset,
    runId,
    modelVersion,
    range: dateRangeSchema,
    filesUri: z.string(),
    summaryUri: z.string(),
    /** As the job itself told when it ended. */
    summarySha256: sha256,
  }),
  output: z.strictObject({ modelVersion, range: dateRangeSchema, series: count, rows: count }),
};

export const watchAlarmsStep = {
  input: z.strictObject({
    dataset,
    runId,
    /** An alarm that was red before then is told, and one that turned red later is refused. */
    since: z.iso.datetime(),
  }),
  output: z.strictObject({ redBefore: z.array(z.string()) }),
};
