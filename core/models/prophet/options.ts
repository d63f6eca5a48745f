import * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../../contracts/errors.ts';

/** Prophet's own names in camelCase, and its own defaults. */
const priorScale = z.number().positive();
const seasonality = z.union([z.literal('auto'), z.literal(false), z.number().int().min(1).max(50)]).default('auto');

/** One holiday with all its days: `lowerWindow` days before and `upperWindow` after each date get effects of their own. */
export const holidaySchema = z.strictObject({
  name: z.string().min(1),
  dates: z.array(z.iso.date()).min(1),
  lowerWindow: z.number().int().max(0).default(0),
  upperWindow: z.number().int().min(0).default(0),
  priorScale: priorScale.optional(),
});

export const regressorSchema = z.strictObject({
  name: z.string().min(1),
  /** By date as the axis writes it ('1981-01-31', or '1981-01-31T05:00:00Z'), for the history and the horizon. */
  values: z.record(z.string(), z.number()),
  priorScale: priorScale.optional(),
  /** 'auto': unless the values are 0 and 1. */
  standardize: z.union([z.literal('auto'), z.boolean()]).default('auto'),
});

export const prophetOptionsSchema = z.strictObject({
  growth: z
    .enum(['linear', 'flat', 'logistic'])
    .default('linear')
    .transform((growth) => (growth === 'logistic' ? refuse('growth', growth, "'linear' or 'flat'") : growth)),
  nChangepoints: z.number().int().min(0).default(25),
  /** The share of the history's rows that changepoints are spread over. */
  changepointRange: z.number().min(0).max(1).default(0.8),
  changepointPriorScale: priorScale.default(0.05),
  seasonalityMode: z
    .enum(['additive', 'multiplicative'])
    .default('additive')
    .transform((mode) => (mode === 'multiplicative' ? refuse('seasonalityMode', mode, "'additive'") : mode)),
  yearlySeasonality: seasonality,
  weeklySeasonality: seasonality,
  dailySeasonality: seasonality,
  seasonalityPriorScale: priorScale.default(10),
  /** For holidays and regressors that bring no prior scale of their own. */
  holidaysPriorScale: priorScale.default(10),
  holidays: z.array(holidaySchema).default([]).refine(namedOnce, 'every holiday is listed once, with all its dates'),
  regressors: z.array(regressorSchema).default([]).refine(namedOnce, 'every regressor is listed once'),
});

export type ProphetOptions = z.infer<typeof prophetOptionsSchema>;
export type Seasonality = ProphetOptions['yearlySeasonality'];

function namedOnce(entries: readonly { readonly name: string }[]): boolean {
  return new Set(entries.map((entry) => entry.name)).size === entries.length;
}

/** Both make the model non-linear in its parameters, which the exact solution does not cover. */
function refuse(option: string, got: string, allowed: string): never {
  throw new PlatformError(ERROR_NAMES.modelOptionInvalid, {
    problem: `the prophet family does not fit ${option} '${got}'`,
    got,
    allowed,
    hint: 'a Python Prophet in a container image of its own can stand beside it as a candidate',
  });
}
