import * as z from 'zod';
import { holidaySchema, namedOnce } from '../holidays.ts';

/** Prophet's own names in camelCase, and its own defaults. */
const priorScale = z.number().positive();
const seasonality = z.union([z.literal('auto'), z.literal(false), z.number().int().min(1).max(50)]).default('auto');

const mode = z.enum(['additive', 'multiplicative']);

/** `lowerWindow` days before and `upperWindow` after each date get effects of their own. */
export const prophetHolidaySchema = holidaySchema.extend({
  lowerWindow: z.number().int().max(0).default(0),
  upperWindow: z.number().int().min(0).default(0),
  priorScale: priorScale.optional(),
});

export const regressorSchema = z.strictObject({
  name: z.string().min(1),
  /** By date as the axis writes it ('1981-01-31', or '1981-01-31T05:00:00Z'), for the history and the horizon. Without: the data set's column. */
  values: z.record(z.string(), z.number()).default({}),
  priorScale: priorScale.optional(),
  /** 'auto': unless the values are 0 and 1. */
  standardize: z.union([z.literal('auto'), z.boolean()]).default('auto'),
  /** As the seasons' unless given. */
  mode: mode.optional(),
});

const fields = z.strictObject({
  growth: z.enum(['linear', 'flat', 'logistic']).default('linear'),
  /** What logistic growth saturates at, in the unit of y. */
  cap: z.number().optional(),
  /** What logistic growth comes from, or falls to. */
  floor: z.number().default(0),
  nChangepoints: z.number().int().min(0).default(25),
  /** The share of the history's rows that changepoints are spread over. */
  changepointRange: z.number().min(0).max(1).default(0.8),
  changepointPriorScale: priorScale.default(0.05),
  /** Whether an effect is added to the trend, or is a share of it. */
  seasonalityMode: mode.default('additive'),
  /** As the seasons' unless given. */
  holidaysMode: mode.optional(),
  yearlySeasonality: seasonality,
  weeklySeasonality: seasonality,
  dailySeasonality: seasonality,
  seasonalityPriorScale: priorScale.default(10),
  /** For holidays and regressors that bring no prior scale of their own. */
  holidaysPriorScale: priorScale.default(10),
  holidays: z
    .array(prophetHolidaySchema)
    .default([])
    .refine(namedOnce, 'every holiday is listed once, with all its dates'),
  regressors: z.array(regressorSchema).default([]).refine(namedOnce, 'every regressor is listed once'),
});

export const prophetOptionsSchema = fields.superRefine(({ growth, cap, floor }, context) => {
  const refuse = (option: 'cap' | 'floor', message: string) =>
    context.addIssue({ code: 'custom', path: [option], message });
  if (growth !== 'logistic') {
    if (cap !== undefined) refuse('cap', `${growth} growth has no cap; leave it out, or set growth to 'logistic'`);
    if (floor !== 0) refuse('floor', `${growth} growth has no floor; leave it out, or set growth to 'logistic'`);
  } else if (cap === undefined) refuse('cap', 'logistic growth needs one: the value that the series saturates at');
  else if (cap <= floor) refuse('cap', `${cap} is not above the floor, ${floor}`);
});

type ParsedOptions = z.infer<typeof prophetOptionsSchema>;

export interface ProphetRegressor extends z.infer<typeof regressorSchema> {
  /**
   * A column of the data set: one that never changes has no effect. Of an option's values Prophet's rule holds, by which a part of the level becomes
   * the effect of a constant, and goes with it where it changes.
   */
  readonly isColumn?: true;
}

export interface ProphetOptions extends Omit<ParsedOptions, 'regressors'> {
  readonly regressors: readonly ProphetRegressor[];
}
export type Seasonality = ProphetOptions['yearlySeasonality'];
