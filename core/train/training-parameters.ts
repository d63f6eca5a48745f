import * as z from 'zod';
import { dataContractSchema } from '../contracts/data-contract.ts';
import { candidateSchema, crossValidationSchema } from '../contracts/dataset.ts';
import type { Candidate, Dataset } from '../contracts/dataset.ts';
import type { DateRange } from '../contracts/date-range.ts';
import { dateRangeSchema, periodSchema } from '../contracts/date-range.ts';
import type { Frequency } from '../contracts/frequency.ts';
import { FREQUENCIES } from '../contracts/frequency.ts';
import { decodeStrings, encodeStrings } from '../contracts/string-parameters.ts';
import type { Bounds } from '../models/bounds.ts';
import { setAsideSchema } from '../contracts/monitoring.ts';
import { FAMILY_NAMES } from '../models/families.ts';

interface SharedParameters {
  readonly frequency: Frequency;
  readonly seed: number;
  readonly training: DateRange;
  /** Of a trial, only its end is used: holidays of a country are looked up as far as a forecast may reach. */
  readonly forecast: DateRange;
  /** Of the training window, what is not learned from. */
  readonly setAside?: readonly DateRange[];
  /** The known-future columns, and the period up to which deliveries of them had arrived; absent without any. */
  readonly regressors?: KnownRegressors | undefined;
  /** Of the list of the series' files: the job reads these and no others. Absent where nobody has written one down. */
  readonly seriesSha256?: string | undefined;
}

const knownRegressorsSchema = z.strictObject({ names: z.array(z.string()).min(1), asOf: periodSchema });
export type KnownRegressors = z.infer<typeof knownRegressorsSchema>;

/** Everything that the cross-validation of one candidate needs to know beside the series themselves. */
export interface TrialParameters extends SharedParameters {
  readonly candidate: Candidate;
  readonly seasonLength: number;
  readonly level: number;
  readonly bounds: Bounds;
  readonly crossValidation: Dataset['crossValidation'];
  /** Of all candidates of the run: with fewer to learn from, none is scored. */
  readonly leastObservations: number;
  /** Beside the errors, the points that fits learn from, or nothing: no fit learns from a naive that is tried as a yardstick alone. */
  readonly leaves: 'points' | 'errors';
}

/** What the fit of a recipe needs to know beside its plan: see core/blend/fit-plan.ts. */
export interface FitParameters extends SharedParameters {
  /** Of the plan. */
  readonly planSha256?: string | undefined;
  readonly maxFailedSeriesShare: number;
}

export type TrainingParameters =
  ({ readonly task: 'cross-validate' } & TrialParameters) | ({ readonly task: 'fit' } & FitParameters);

const number = (check: z.ZodNumber) => z.string().transform(asNumber).pipe(check);
const date = dateRangeSchema.shape.start;
const duration = crossValidationSchema.shape.initial;

/** The job's hyperparameters, by the names that its logs and the SageMaker console show. */
const shared = {
  frequency: z.enum(FREQUENCIES),
  seed: number(z.number().int().min(0)),
  train_start: date,
  train_end: date,
  forecast_start: date,
  forecast_end: date,
  set_aside: z.string().transform(asRanges).optional(),
  regressors: z.string().transform(parseJson).pipe(knownRegressorsSchema).optional(),
  series_sha256: z.string().optional(),
};

const trialSchema = z.strictObject({
  task: z.literal('cross-validate'),
  ...shared,
  candidate: candidateSchema.shape.name,
  family: z.enum(FAMILY_NAMES),
  options: z.string().transform(asJsonObject),
  season_length: number(z.number().int().min(1)),
  level: number(z.number().gt(0).lt(1)),
  min: number(dataContractSchema.shape.min.unwrap()).optional(),
  max: number(dataContractSchema.shape.max.unwrap()).optional(),
  cv_initial: duration,
  cv_period: duration,
  cv_horizon: duration,
  cv_least_observations: number(z.number().int().min(1)),
  leaves: z.enum(['points', 'errors']),
});

const fitSchema = z.strictObject({
  task: z.literal('fit'),
  ...shared,
  max_failed_series_share: number(z.number().min(0).max(1)),
  plan_sha256: z.string().optional(),
});

const taskSchema = z.looseObject({ task: z.enum(['cross-validate', 'fit']) });

export function encodeTrialParameters(parameters: TrialParameters): Record<string, string> {
  const { candidate, crossValidation, bounds } = parameters;
  return encodeStrings({
    task: 'cross-validate',
    ...encodedShared(parameters),
    candidate: candidate.name,
    family: candidate.family,
    options: candidate.options,
    season_length: parameters.seasonLength,
    level: parameters.level,
    ...(bounds.min === undefined ? {} : { min: bounds.min }),
    ...(bounds.max === undefined ? {} : { max: bounds.max }),
    cv_initial: crossValidation.initial,
    cv_period: crossValidation.period,
    cv_horizon: crossValidation.horizon,
    cv_least_observations: parameters.leastObservations,
    leaves: parameters.leaves,
  });
}

export function encodeFitParameters(parameters: FitParameters): Record<string, string> {
  const { maxFailedSeriesShare, planSha256 } = parameters;
  return encodeStrings({
    task: 'fit',
    ...encodedShared(parameters),
    max_failed_series_share: maxFailedSeriesShare,
    ...(planSha256 === undefined ? {} : { plan_sha256: planSha256 }),
  });
}

function encodedShared(parameters: SharedParameters) {
  const { frequency, seed, training, forecast, setAside = [], regressors, seriesSha256 } = parameters;
  return {
    frequency,
    seed,
    train_start: training.start,
    train_end: training.end,
    forecast_start: forecast.start,
    forecast_end: forecast.end,
    ...(setAside.length === 0 ? {} : { set_aside: setAside }),
    ...(regressors === undefined ? {} : { regressors }),
    ...(seriesSha256 === undefined ? {} : { series_sha256: seriesSha256 }),
  };
}

/** @throws HyperparameterInvalid naming the field, its text and what is allowed. */
export function decodeTrainingParameters(texts: Readonly<Record<string, string>>): TrainingParameters {
  return decodeStrings(taskSchema, texts).task === 'fit' ? decodeFit(texts) : decodeTrial(texts);
}

function decodeTrial(texts: Readonly<Record<string, string>>): TrainingParameters {
  const values = decodeStrings(trialSchema, texts);
  const { min, max } = values;
  return {
    task: 'cross-validate',
    ...decodedShared(values),
    candidate: { name: values.candidate, family: values.family, options: values.options },
    seasonLength: values.season_length,
    level: values.level,
    bounds: { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) },
    crossValidation: { initial: values.cv_initial, period: values.cv_period, horizon: values.cv_horizon },
    leastObservations: values.cv_least_observations,
    leaves: values.leaves,
  };
}

function decodeFit(texts: Readonly<Record<string, string>>): TrainingParameters {
  const values = decodeStrings(fitSchema, texts);
  const { max_failed_series_share: maxFailedSeriesShare, plan_sha256: planSha256 } = values;
  const plan = planSha256 === undefined ? {} : { planSha256 };
  return { task: 'fit', ...decodedShared(values), maxFailedSeriesShare, ...plan };
}

type SharedValues = z.output<z.ZodObject<typeof shared>>;

function decodedShared(values: SharedValues): SharedParameters {
  return {
    frequency: values.frequency,
    seed: values.seed,
    training: { start: values.train_start, end: values.train_end },
    forecast: { start: values.forecast_start, end: values.forecast_end },
    ...(values.set_aside === undefined ? {} : { setAside: values.set_aside }),
    ...(values.regressors === undefined ? {} : { regressors: values.regressors }),
    ...(values.series_sha256 === undefined ? {} : { seriesSha256: values.series_sha256 }),
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

function asRanges(text: string, context: z.RefinementCtx): DateRange[] {
  const parsed = setAsideSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  context.addIssue({ code: 'custom', message: 'a JSON list of ranges, each with start and end' });
  return z.NEVER;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
