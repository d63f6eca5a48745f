import { describe, expect, it } from '@jest/globals';
import { recipeForecaster } from '../../../core/blend/recipe-forecaster.ts';
import { type ExplainedSeries, seriesExplainer } from '../../../core/forecast/explain-series.ts';
import {
  decodeSeriesModel,
  encodeSeriesModel,
  lineRegressors,
  type SeriesModel,
} from '../../../core/models/model-file.ts';
import { dailySeries, fittedRecipe, LAST_DAY } from '../../support/fitted-recipe.ts';

const DS = Int32Array.from({ length: 60 }, (_, i) => LAST_DAY + 1 + i);
const { header, series } = fittedRecipe([dailySeries('a', 100)]);

function explained(change: Partial<SeriesModel> = {}, given = header): ExplainedSeries {
  return seriesExplainer(given)({ ...series[0], ...change }, DS);
}

/** The same to 13 digits of the largest term. */
function expectSum(terms: readonly Float64Array[], total: Float64Array): void {
  expect(terms.length).toBeGreaterThan(1);
  total.forEach((value, i) => {
    const largest = Math.max(...terms.map((term) => Math.abs(term[i])));
    expect(Math.abs(terms.reduce((sum, term) => sum + term[i], 0) - value)).toBeLessThan(
      1e-13 * largest * terms.length,
    );
  });
}

function adds({ members }: ExplainedSeries): readonly Float64Array[] {
  return members.flatMap(({ yhat, part }) => (yhat === undefined ? [] : [yhat.map((value) => part * value)]));
}

describe('an explained forecast', () => {
  const one = explained();

  it('is the forecast that is published, to the last bit', () => {
    const published = recipeForecaster(header)(series[0], DS);
    expect(one.yhat).toEqual(published.yhat);
    expect(one.intervals.map(({ lower }) => lower)).toEqual(published.lower);
  });

  it('gives each member its share of the average, and the choice the rest', () => {
    expect(one.members.map(({ candidate, part, isChoice }) => [candidate, part, isChoice])).toEqual([
      ['seasonal-naive', 0.046875, false],
      ['harmonic', 0.09375, false],
      ['prophet', 0.09375, false],
      ['theta', 0.71875, true],
      ['damped', 0.046875, false],
    ]);
  });

  it('is the sum of its members, of its effects, and of average and choice', () => {
    expectSum(adds(one), one.yhat);
    expectSum(
      one.effects.map(({ values }) => values),
      one.yhat,
    );
    const theta = one.members[3].yhat!;
    expectSum([one.average.map((value) => 0.375 * value), theta.map((value) => 0.625 * value)], one.yhat);
  });

  it('names what the effects are, and the members that have none', () => {
    expect(one.effects.map(({ name }) => name)).toEqual([
      'trend',
      'weekly',
      'yearly',
      'last deviation',
      'seasonal-naive, whole',
    ]);
  });

  it('shows an effect times the part of the members that have it', () => {
    const [, harmonic, prophet, theta, damped] = one.members;
    const weekly = (member: typeof harmonic) => member.parts!.find(({ name }) => name === 'weekly')!.values[10];
    const expected =
      0.09375 * weekly(harmonic) + 0.09375 * weekly(prophet) + 0.71875 * weekly(theta) + 0.046875 * weekly(damped);
    expect(one.effects[1].values[10]).toBeCloseTo(expected, 12);
    expect(Math.abs(expected)).toBeGreaterThan(1);
  });

  it('has the scale of what lies before the next look, and of what lies beyond', () => {
    expect(one.intervals.map(({ level }) => level)).toEqual([0.8, 0.95]);
    expect(one.intervals.map(({ scale }) => [scale[29], scale[30]])).toEqual([
      [1.25, 1.5],
      [2, 2.5],
    ]);
    expect(one.intervals[0].upper[0] - one.yhat[0]).toBeCloseTo(1.25 * one.half[0], 12);
  });

  it('says what the bounds of the target take off a member', () => {
    const cut = explained({}, { ...header, bounds: { max: 110 } });
    expect(Math.max(...cut.yhat)).toBeLessThanOrEqual(110);
    expect(cut.effects.map(({ name }) => name)).toContain('bounds');
    expectSum(
      cut.effects.map(({ values }) => values),
      cut.yhat,
    );
  });

  it('goes without a member that could not be fitted', () => {
    const { states } = series[0];
    const without = explained({ states: [...states.slice(0, 4), null], weights: [0.25, 0.25, 0.25, 0.25, 0] });
    expect(without.members[4]).toMatchObject({ candidate: 'damped', yhat: undefined, part: 0, parts: undefined });
    expectSum(adds(without), without.yhat);
    expectSum(
      without.effects.map(({ values }) => values),
      without.yhat,
    );
  });

  it('is of the dates at which the series occurs, its parts included', () => {
    const shut = explained({ unobserved: ['Saturday', 'Sunday'] });
    expect([...shut.ds.slice(0, 5)]).toEqual([1, 2, 3, 6, 7].map((step) => LAST_DAY + step));
    expect(shut.effects.map(({ name }) => name)).toEqual(one.effects.map(({ name }) => name));
    for (const { parts = [] } of shut.members)
      for (const { values } of parts) expect(values).toHaveLength(shut.ds.length);
    expectSum(adds(shut), shut.yhat);
    expectSum(
      shut.effects.map(({ values }) => values),
      shut.yhat,
    );
  });

  it('is of the choice alone where no member of the average reaches so far', () => {
    const [naive, ...others] = series[0].states;
    const left = explained({ states: [naive, ...others.map(() => null)], weights: [0, 0.5, 0.5, 0, 0], choice: 0 });
    expect([left.share, left.members.map(({ part }) => part)]).toEqual([0, [1, 0, 0, 0, 0]]);
    expect(left.effects).toEqual([{ name: 'seasonal-naive, whole', values: left.yhat }]);
  });

  it('is of the average alone, or of the choice alone, where the recipe is', () => {
    const average = explained({}, { ...header, recipe: { ...header.recipe, kind: 'average' } });
    expect([average.share, average.members[3].part]).toEqual([1, 0.25]);
    const choice = explained({}, { ...header, recipe: { ...header.recipe, kind: 'choice' } });
    expect([choice.share, choice.members.map(({ part }) => part)]).toEqual([0, [0, 0, 0, 1, 0]]);
  });

  it('tells the version whose fit the guard kept', () => {
    expect(one.keptFrom).toBeUndefined();
    expect(explained({ keptFrom: 3, share: 0.5 })).toMatchObject({ keptFrom: 3, share: 0.5 });
  });

  it('shows what regressors add, by the values that the line carries; beyond them, the others forecast alone', () => {
    const names = ['promo'];
    const first = LAST_DAY - 730;
    const values = Float64Array.from({ length: 731 + 60 }, (_, t) => (t % 11 === 0 ? 1 : 0));
    const plain = dailySeries('a', 100);
    const y = plain.y.map((value, t) => value + 30 * values[t]);
    const known = { ...plain, y, regressors: { names, first, values } };
    const promoted = fittedRecipe([known], { recipe: { ...header.recipe, regressors: names } });
    const [line] = promoted.series.map((own) => ({ ...own, ...lineRegressors(known, DS) }));
    expect(line.regressors).toMatchObject({ first: LAST_DAY + 1 });
    expect(line.regressors!.values.slice(0, 8)).toEqual([0, 0, 0, 0, 0, 0, 1, 0]);
    const read = decodeSeriesModel(encodeSeriesModel(line));

    const shown = seriesExplainer(promoted.header)(read, DS);
    expect(shown.yhat).toEqual(recipeForecaster(promoted.header)(line, DS).yhat);
    expectSum(
      shown.effects.map((effect) => effect.values),
      shown.yhat,
    );
    const added = shown.effects.find(({ name }) => name === 'regressors')!.values;
    // A quarter each of harmonic and prophet, in an average of 0.375 of the whole; prophet's is not standardised away.
    expect(added[6] - added[5]).toBeCloseTo(0.1875 * 30, 0);

    const beyond = Int32Array.of(LAST_DAY + 60, LAST_DAY + 61);
    const { members, yhat } = recipeForecaster(promoted.header)(line, beyond);
    expect(members.map((member) => member !== undefined)).toEqual([true, false, false, true, true]);
    expect(yhat.every(Number.isFinite)).toBe(true);

    const others = seriesExplainer(promoted.header)(line, beyond);
    expect(others.members.map(({ weight }) => weight)).toEqual([0.25, 0, 0, 0.5, 0.25]);
    expectSum(adds(others), yhat);
    expectSum(
      others.effects.map((effect) => effect.values),
      yhat,
    );
    const alone = { ...line, states: line.states.map((state, k) => (k === 1 || k === 2 ? state : null)), choice: 1 };
    expect(recipeForecaster(promoted.header)(alone, beyond).yhat).toEqual(Float64Array.of(NaN, NaN));
  });
});
