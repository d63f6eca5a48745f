import { describe, expect, it } from '@jest/globals';
import { recipeForecaster } from '../../../core/blend/recipe-forecaster.ts';
import type { Candidate } from '../../../core/contracts/dataset.ts';
import type { Recipe } from '../../../core/contracts/recipe.ts';
import { seriesExplainer } from '../../../core/forecast/explain-series.ts';
import type { Series } from '../../../core/series/series.ts';
import { RECIPE } from '../../support/model-version.ts';
import { fittedRecipe, LAST_DAY } from '../../support/fitted-recipe.ts';

const PERIODS = Int32Array.from({ length: 120 }, (_, i) => LAST_DAY + 1 + i);
const BOUNDS = { min: 0, max: 9 };
const MEMBERS: readonly Candidate[] = ['seasonal-naive', 'harmonic', 'prophet', 'theta', 'damped'].map((family) => ({
  name: family,
  family,
  options: family === 'seasonal-naive' ? { lag: 7 } : {},
}));
const ALONE: readonly Candidate[] = [...MEMBERS, { name: 'climatology', family: 'climatology', options: {} }];

/** Counts that fall towards zero, or rise towards nine: every trend and every interval leaves what a count can be. */
function counts(uniqueId: string, towards: 'zero' | 'nine'): Series {
  const ds = Int32Array.from({ length: 731 }, (_, t) => LAST_DAY - 730 + t);
  const y = Float64Array.from(ds, (day, t) => {
    const fallen = Math.max(0, Math.round(8 - t / 100 + 2 * Math.sin((2 * Math.PI * day) / 7) + ((t * 7) % 3) - 1));
    return Math.min(9, towards === 'zero' ? fallen : 9 - Math.min(9, fallen));
  });
  return { uniqueId, ds, y };
}

const SERIES = [counts('falls', 'zero'), counts('rises', 'nine')];
const recipe = (kind: Recipe['kind'], candidates = MEMBERS): Recipe => ({
  ...RECIPE,
  kind,
  candidates: [...candidates],
  furtherLevels: [0.95, 0.5],
});

/** All numbers that are published or explained. */
function published(kind: Recipe['kind'], bounds: { min?: number; max?: number }, candidates = MEMBERS): number[] {
  const { header, series } = fittedRecipe(SERIES, { recipe: recipe(kind, candidates), bounds });
  // The fixture's yardstick is its first member.
  const naive = candidates[0].family === 'seasonal-naive' ? {} : { naive: null };
  const lines = series.map((one) => ({ ...one, ...naive, scales: { near: [1.5, 3, 0.5], far: [2, 4, 0.7] } }));
  return lines.flatMap((line) => {
    const { yhat, average, naive, lower, upper, members } = recipeForecaster(header)(line, PERIODS);
    const intervals = seriesExplainer(header)(line, PERIODS).intervals.flatMap((one) => [one.lower, one.upper]);
    const all = [yhat, average, naive, ...lower, ...upper, ...members.filter((member) => member !== undefined)];
    return [...all, ...intervals].flatMap((values) => [...values]);
  });
}

const isOutside = (value: number) => value < BOUNDS.min || value > BOUNDS.max;

describe('what a target can be', () => {
  it.each(['blend', 'average', 'choice'] as const)('bounds forecasts and intervals of all levels: %s', (kind) => {
    expect(published(kind, {}).filter(isOutside).length).toBeGreaterThan(100);
    expect(published(kind, BOUNDS).filter(isOutside)).toEqual([]);
  });

  it.each(ALONE.map((member) => [member.family, member] as const))('bounds a recipe of %s alone', (_, member) => {
    const alone = MEMBERS.map(({ name }) => ({ ...member, name }));
    expect(published('average', {}, alone).filter(isOutside).length).toBeGreaterThan(0);
    expect(published('average', BOUNDS, alone).filter(isOutside)).toEqual([]);
  });

  it('bounds the side that it names', () => {
    const floored = published('blend', { min: 0 });
    expect(Math.min(...floored)).toBe(0);
    expect(Math.max(...floored)).toBeGreaterThan(9);
  });
});
