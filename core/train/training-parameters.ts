import * as z from 'zod';
import { candidateSchema, crossValidationSchema } from '../contracts/dataset.ts';
import type { Candidate, Dataset } from '../contracts/dataset.ts';
import type { DateRange } from '../contracts/date-range.ts';
import { dateRangeSchema } from '../contracts/date-range.ts';
import type { Frequency } from '../contracts/frequency.ts';
import { FREQUENCIES } from '../contracts/frequency.ts';
import { FAMILY_NAMES } from '../models/families.ts';
import { decodeStrings, encodeStrings } from '../contracts/string-parameters.ts';

/** Everything that a training task needs to know beside the series themselves. */
export interface TrainingParameters {
  readonly candidate: Candidate;
  readonly frequency: Frequency;
  readonly seasonLength: number;
  readonly seed: number;
  readonly level: number;
  readonly training: DateRange;
  readonly forecast: DateRange;
  readonly crossValidation: Dataset['crossValidation'];
  readonly maxFailedSeriesShare: number;
}

const number = (check: z.ZodNumber) => z.string().transform(asNumber).pipe(check);
const date = dateRangeSchema.shape.start;
const duration = crossValidationSchema.shape.initial;

/** The job's hyperparameters, by the names that its logs and the SageMaker console show. */
const hyperparametersSchema = z.strictObject({
  candidate: candidateSchema.shape.name,
  family: z.enum(FAMILY_NAMES),
  options: z.string().transform(asJsonObject),
  frequency: z.enum(FREQUENCIES),
  season_length: number(z.number().int().min(1)),
  seed: number(z.number().int().min(0)),
  level: number(z.number().gt(0).lt(1)),
  train_start: date,
  train_end: date,
  forecast_start: date,
  forecast_end: date,
  cv_initial: duration,
  cv_period: duration,
  cv_horizon: duration,
  max_failed_series_share: number(z.number().min(0).max(1)),
});

export function encodeTrainingParameters(parameters: TrainingParameters): Record<string, string> {
  const { candidate, training, forecast, crossValidation } = parameters;
  return encodeStrings({
    candidate: candidate.name,
    family: candidate.family,
    options: candidate.options,
    frequency: parameters.frequency,
    season_length: parameters.seasonLength,
    seed: parameters.seed,
    level: parameters.level,
    train_start: training.start,
    train_end: training.end,
    forecast_start: forecast.start,
    forecast_end: forecast.end,
    cv_initial: crossValidation.initial,
    cv_period: crossValidation.period,
    cv_horizon: crossValidation.horizon,
    max_failed_series_share: parameters.maxFailedSeriesShare,
  });
}

/** @throws HyperparameterInvalid naming the field, its text and what is allowed. */
export function decodeTrainingParameters(texts: Readonly<Record<string, string>>): TrainingParameters {
  const values = decodeStrings(hyperparametersSchema, texts);
  return {
    candidate: { name: values.candidate, family: values.family, options: values.options },
    frequency: values.frequency,
    seasonLength: values.season_length,
    seed: values.seed,
    level: values.level,
    training: { start: values.train_start, end: values.train_end },
    forecast: { start: values.forecast_start, end: values.forecast_end },
    crossValidation: { initial: values.cv_initial, period: values.cv_period, horizon: values.cv_horizon },
    maxFailedSeriesShare: values.max_failed_series_share,
  };
}

function asNumber(text: string, context: z.RefinementCtx): number {
  // Number('') and Number(' ') are 0: an empty text must not pass as a seed or a share.
  if (text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  context.addIssue({ code: 'custom', message: 'a number' });
  return z.NEVER;
}

function asJsonObject(text: string, context: z.RefinementCtx): Record<string, unknown> {
  const parsed = candidateSchema.shape.options.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  context.addIssue({ code: 'custom', message: "a JSON object, '{}' for a family's defaults" });
  return z.NEVER;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
