import * as z from 'zod';
import { dataContractSchema } from '../contracts/data-contract.ts';
import type { DateRange } from '../contracts/date-range.ts';
import { dateRangeSchema } from '../contracts/date-range.ts';
import { decodeStrings, encodeStrings } from '../contracts/string-parameters.ts';

/** What a forecasting task needs to know beside the model. */
export interface ForecastParameters {
  readonly modelVersion: number;
  /** Of its model file, as it was registered: no other is run. */
  readonly artifactSha256: string;
  readonly range: DateRange;
  /** See the data contract's field; without it, nothing is said on what is plausible. */
  readonly maxBeyondObserved?: number;
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
  ARTIFACT_SHA256: z.string().regex(/^[0-9a-f]{64}$/, 'the sha256 of the registered model file'),
  FORECAST_START: dateRangeSchema.shape.start,
  FORECAST_END: dateRangeSchema.shape.end,
  MAX_BEYOND_OBSERVED: z.string().transform(Number).pipe(dataContractSchema.shape.maxBeyondObserved).optional(),
});

export function encodeForecastParameters(parameters: ForecastParameters): Record<string, string> {
  const { modelVersion, artifactSha256, range, maxBeyondObserved } = parameters;
  return encodeStrings({
    MODEL_VERSION: modelVersion,
    ARTIFACT_SHA256: artifactSha256,
    FORECAST_START: range.start,
    FORECAST_END: range.end,
    ...(maxBeyondObserved === undefined ? {} : { MAX_BEYOND_OBSERVED: maxBeyondObserved }),
  });
}

/** @throws HyperparameterInvalid naming the variable, its text and what is allowed. */
export function decodeForecastParameters(texts: Readonly<Record<string, string | undefined>>): ForecastParameters {
  const values = decodeStrings(environmentSchema, texts);
  const { MAX_BEYOND_OBSERVED: maxBeyondObserved } = values;
  return {
    modelVersion: values.MODEL_VERSION,
    artifactSha256: values.ARTIFACT_SHA256,
    range: { start: values.FORECAST_START, end: values.FORECAST_END },
    ...(maxBeyondObserved === undefined ? {} : { maxBeyondObserved }),
  };
}
