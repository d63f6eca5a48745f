import * as z from 'zod';
import type { DateRange } from '../contracts/date-range.ts';
import { dateRangeSchema } from '../contracts/date-range.ts';
import { decodeStrings, encodeStrings } from '../contracts/string-parameters.ts';

/** What a forecasting task needs to know beside the model. */
export interface ForecastParameters {
  readonly modelVersion: number;
  readonly range: DateRange;
}

/**
 * As environment variables: a processing job has no hyperparameters. Unknown ones are let through, because a process has
 * many that are not ours.
 */
const environmentSchema = z.object({
  MODEL_VERSION: z
    .string()
    .regex(/^[1-9]\d*$/, 'a model version, 1 or above')
    .transform(Number),
  FORECAST_START: dateRangeSchema.shape.start,
  FORECAST_END: dateRangeSchema.shape.end,
});

export function encodeForecastParameters({ modelVersion, range }: ForecastParameters): Record<string, string> {
  return encodeStrings({ MODEL_VERSION: modelVersion, FORECAST_START: range.start, FORECAST_END: range.end });
}

/** @throws HyperparameterInvalid naming the variable, its text and what is allowed. */
export function decodeForecastParameters(texts: Readonly<Record<string, string | undefined>>): ForecastParameters {
  const values = decodeStrings(environmentSchema, texts);
  return { modelVersion: values.MODEL_VERSION, range: { start: values.FORECAST_START, end: values.FORECAST_END } };
}
