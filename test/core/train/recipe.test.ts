import { describe, expect, it } from '@jest/globals';
import { lagOf, naiveCandidates, yardstickCandidates } from '../../../core/train/naive-candidates.ts';
import {
  comparableTexts,
  describeIgnored,
  describeOtherRecipe,
  isSameRecipe,
  naiveRecipe,
  recipeName,
  recipeOf,
} from '../../../core/train/recipe.ts';
import { recipeSchema } from '../../../core/contracts/recipe.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { DAILY } from '../../support/dataset.ts';
import { MODEL_VERSION, RECIPE, SELECTION } from '../../support/model-version.ts';

const NAIVE = { name: 'naive', family: 'seasonal-naive', options: {} };
const WEEK = { name: 'week', family: 'seasonal-naive', options: { lag: 7 } };
const MEAN = { name: 'mean', family: 'climatology', options: { window: 3, robust: true } };
const DATASET = { ...DAILY, recipe: 'blend' as const, candidates: [NAIVE, WEEK, MEAN], furtherLevels: [0.95] };

describe('the recipe of a data set', () => {
  it('is all that a person decides about its forecasts', () => {
    const recipe = recipeOf(DATASET);
    expect(recipeSchema.parse(recipe)).toEqual({
      kind: 'blend',
      candidates: [NAIVE, WEEK, MEAN],
      selectionMetric: 'rmse',
      seasonLength: 365,
      trainingLength: '5y',
      level: 0.8,
      furtherLevels: [0.95],
      constants: 1,
    });
  });

  it('names what its candidates may know ahead, and which of them ignore it', () => {
    const regressors = ['price', 'promo'];
    const holidays = { country: 'DE', subdivision: 'BY' };
    const harmonic = { name: 'waves', family: 'harmonic', options: {} };
    const dataset = { ...DATASET, regressors, holidays, candidates: [NAIVE, harmonic, MEAN] };
    expect(recipeSchema.parse(recipeOf(dataset))).toMatchObject({ regressors, holidays });
    expect(isSameRecipe(recipeOf(dataset), recipeOf({ ...dataset, regressors: ['promo', 'price'] }))).toBe(false);
    expect(isSameRecipe(recipeOf(dataset), recipeOf({ ...dataset, holidays: null }))).toBe(false);
    const ignored = (one: Dataset, notes?: string[]) => {
      const { training } = MODEL_VERSION;
      const features = { tableVersion: 1, holidaysSha256: null, ...(notes === undefined ? {} : { notes }) };
      return describeIgnored({ recipe: recipeOf(one), training: { ...training, features } });
    };
    expect(ignored(dataset)).toBe(
      'naive, mean: without the regressors price, promo; naive, mean: without the holidays of DE-BY',
    );
    expect(ignored({ ...dataset, candidates: [harmonic] })).toBeUndefined();
    expect(ignored({ ...dataset, candidates: [harmonic] }, ['nothing is learned of price'])).toBe(
      'nothing is learned of price',
    );
    expect(ignored(DATASET)).toBeUndefined();
    expect(naiveRecipe(dataset, NAIVE)).not.toHaveProperty('regressors');
  });

  it('is what a model of it says, which knows the holidays of the data set by their dates', () => {
    const harmonic = { name: 'waves', family: 'harmonic', options: { yearly: 2 } };
    const asked = recipeOf({ ...DATASET, holidays: { country: 'US' }, candidates: [NAIVE, harmonic] });
    const dated = { ...harmonic, options: { yearly: 2, holidays: [{ name: 'fair', dates: ['2020-01-01'] }] } };
    const [text, fitted] = comparableTexts(asked, { ...asked, candidates: [NAIVE, dated] });
    expect(fitted).toBe(text);
    const [, other] = comparableTexts(asked, { ...asked, candidates: [NAIVE, { ...dated, options: { yearly: 3 } }] });
    expect(other).not.toBe(text);
  });

  it('is told where another one is in Production', () => {
    const recipe = recipeOf(DATASET);
    expect(describeOtherRecipe(DATASET, { version: 7, recipe })).toBeUndefined();
    expect(describeOtherRecipe(DATASET, { version: 7, recipe: { ...recipe, kind: 'average' } })).toBe(
      "The data set's literal asks for another recipe than that of version 7: the next selection fits it, and the gates compare the two again",
    );
  });

  it('is another one with another candidate, option, order, season, length, level or constant', () => {
    const recipe = recipeOf(DATASET);
    const others = [
      recipeOf({ ...DATASET, recipe: 'average' }),
      recipeOf({ ...DATASET, candidates: [NAIVE, WEEK] }),
      recipeOf({ ...DATASET, candidates: [WEEK, NAIVE, MEAN] }),
      recipeOf({ ...DATASET, candidates: [NAIVE, WEEK, { ...MEAN, options: { window: 4, robust: true } }] }),
      recipeOf({ ...DATASET, seasonLength: 7 }),
      recipeOf({ ...DATASET, training: { length: '4y' } }),
      recipeOf({ ...DATASET, level: 0.9 }),
      recipeOf({ ...DATASET, furtherLevels: [] }),
      recipeOf({ ...DATASET, selectionMetric: 'mae' }),
      { ...recipe, constants: 2 },
    ];
    expect(others.map((other) => isSameRecipe(recipe, other))).toEqual(others.map(() => false));
  });

  it('is the same one however its options are spelled, and whatever else the literal says', () => {
    const respelled = { ...MEAN, options: { robust: true, window: 3 } };
    const other = recipeOf({ ...DATASET, owner: 'us', seed: 2, candidates: [NAIVE, WEEK, respelled] });
    expect(isSameRecipe(recipeOf(DATASET), other)).toBe(true);
  });

  it('is what a model was fitted by where only the dates of a country are more', () => {
    const prophet = (options: Record<string, unknown>) => ({
      ...recipeOf(DATASET),
      candidates: [NAIVE, { name: 'prophet', family: 'prophet' as const, options }],
    });
    const isSame = (asked: Record<string, unknown>, fitted: Record<string, unknown>) => {
      const [one, other] = comparableTexts(prophet(asked), prophet(fitted));
      return one === other;
    };
    const holidays = [{ name: 'fair', ds: ['2020-05-01'] }];
    expect(isSame({ country: 'DE', growth: 'flat' }, { growth: 'flat', holidays })).toBe(true);
    expect(isSame({ country: 'DE', growth: 'flat' }, { growth: 'linear', holidays })).toBe(false);
    expect(isSame({ holidays }, { holidays })).toBe(true);
    expect(isSame({ holidays }, { holidays: [] })).toBe(false);
    expect(isSame({ holidays }, {})).toBe(false);
  });

  it('has a name for people', () => {
    const named = (recipe: Partial<typeof RECIPE>) =>
      recipeName({ recipe: { ...RECIPE, ...recipe }, selection: { ...SELECTION, chosen: 'mean' } });
    expect([
      named({ kind: 'blend', candidates: [NAIVE, WEEK, MEAN] }),
      named({ kind: 'average', candidates: [NAIVE] }),
      named({ kind: 'choice', candidates: [NAIVE, MEAN] }),
    ]).toEqual(['blend of 3 candidates', 'average of 1 candidate', 'mean']);
  });

  it('is the choice of the yardstick alone, where nothing deserves to go live', () => {
    expect(naiveRecipe(DATASET, WEEK)).toEqual({ ...recipeOf(DATASET), kind: 'choice', candidates: [WEEK] });
  });
});

describe('the naives', () => {
  it("look back as far as they are told, or by the data set's season", () => {
    expect([NAIVE, WEEK, MEAN].map((candidate) => lagOf(candidate, DATASET))).toEqual([365, 7, undefined]);
  });

  it('that are no candidates are tried as yardsticks, each lag once', () => {
    expect(yardstickCandidates(DATASET)).toEqual([
      { name: 'yardstick-364', family: 'seasonal-naive', options: { lag: 364 } },
    ]);
    expect(yardstickCandidates({ ...DATASET, candidates: [MEAN] }).map(({ name }) => name)).toEqual([
      'yardstick-7',
      'yardstick-364',
      'yardstick-365',
    ]);
  });

  it('are all tried where the naive alone is learned', () => {
    expect(naiveCandidates({ frequency: 'hour' })).toEqual([
      { name: 'seasonal-naive-24', family: 'seasonal-naive', options: { lag: 24 } },
      { name: 'seasonal-naive-168', family: 'seasonal-naive', options: { lag: 168 } },
    ]);
  });
});
