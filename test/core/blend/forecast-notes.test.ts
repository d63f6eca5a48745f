import { describe, expect, it } from '@jest/globals';
import { addNotes, NO_NOTES, notesOf } from '../../../core/blend/forecast-notes.ts';
import { beyondObserved } from '../../../core/blend/guard.ts';
import { recipeForecaster } from '../../../core/blend/recipe-forecaster.ts';
import { implausibleTexts, unobservedText } from '../../../core/forecast/notes-text.ts';
import { occurring } from '../../../core/series/never-observed.ts';
import { dailySeries, fittedRecipe, LAST_DAY } from '../../support/fitted-recipe.ts';

const AXIS = { frequency: 'day', phase: 0 } as const;
/** January and February 2025. */
const PERIODS = Int32Array.from({ length: 59 }, (_, i) => LAST_DAY + 1 + i);
const { header, series } = fittedRecipe([dailySeries('a', 20), dailySeries('b', 100)]);
const forecastOf = recipeForecaster(header);

/** Of the first series, whose training window held nothing at these positions. */
function notes(unobserved: readonly string[], { maxBeyondObserved = 1, seen = series[0].seen, of = 0 } = {}) {
  const model = { ...series[of], unobserved, seen };
  return notesOf(model, forecastOf(model, PERIODS), { axis: AXIS, periods: PERIODS, maxBeyondObserved });
}

describe('a forecast at the positions at which a series occurs', () => {
  it('has the values that it has among all periods, and none at the others', () => {
    const whole = forecastOf(series[0], PERIODS);
    const named = ['Saturday', 'Sunday'];
    const open = forecastOf({ ...series[0], unobserved: named }, PERIODS);
    expect(open.ds).toEqual(occurring(PERIODS, AXIS, named));
    expect(open.ds).toHaveLength(43);
    open.ds.forEach((period, row) => expect(open.yhat[row]).toBeCloseTo(whole.yhat[period - PERIODS[0]], 10));
    for (const values of [open.yhat, open.naive, ...open.lower, ...open.upper]) expect(values).toHaveLength(43);
  });

  it('is none where the horizon lies at others only', () => {
    const none = forecastOf({ ...series[0], unobserved: ['January', 'February'] }, PERIODS);
    expect([none.ds, none.yhat, none.naive, none.lower[1]].map(({ length }) => length)).toEqual([0, 0, 0, 0]);
  });
});

describe('the notes of forecasts', () => {
  it('count the rows of each position, one at two of them at the coarser', () => {
    expect(notes([]).unobserved).toEqual([]);
    // A position that is not in the horizon takes no row.
    expect(notes(['February', 'July', 'Sunday']).unobserved).toEqual([
      { position: 'February', rows: 28, series: 1, first: ['a'] },
      { position: 'Sunday', rows: 4, series: 1, first: ['a'] },
    ]);
  });

  it('add up, whatever the order of the series', () => {
    const [one, other] = [notes(['Sunday']), notes(['Saturday', 'Sunday'], { of: 1 })];
    const sum = addNotes(addNotes(NO_NOTES, other), one);
    expect(sum).toEqual(addNotes(one, other));
    expect(sum.unobserved).toEqual([
      { position: 'Saturday', rows: 8, series: 1, first: ['b'] },
      { position: 'Sunday', rows: 16, series: 2, first: ['a', 'b'] },
    ]);
  });

  it('name the forecast that lies furthest outside of what was observed', () => {
    expect(notes([]).implausible).toEqual({ forecasts: null, intervals: null });
    const { forecasts, intervals } = notes([], { seen: [0, 10] }).implausible;
    expect(forecasts!.rows).toBeGreaterThan(50);
    expect(forecasts!.furthest).toMatchObject({ uniqueId: 'a', observed: [0, 10] });
    expect(forecasts!.furthest.ranges).toBeCloseTo((forecasts!.furthest.value - 10) / 10, 12);
    expect(intervals!.furthest.value).toBeGreaterThan(forecasts!.furthest.value);
    expect(notes([], { seen: [0, 10], maxBeyondObserved: 100 }).implausible.forecasts).toBeNull();
  });

  it('keep the furthest of two series, and of equals the first by name', () => {
    const [near, far] = [notes([], { seen: [0, 10] }), notes([], { seen: [0, 10], of: 1 })];
    for (const sum of [addNotes(near, far), addNotes(far, near)]) {
      expect(sum.implausible.forecasts).toMatchObject({
        rows: 118,
        series: 2,
        first: ['a', 'b'],
        furthest: { uniqueId: 'b' },
      });
    }
    const zeros = [0, 1].map((of) => notes([], { seen: [0, 0], of }));
    const { furthest } = addNotes(zeros[1], zeros[0]).implausible.forecasts!;
    expect(furthest).toMatchObject({ uniqueId: 'a', observed: [0, 0], ranges: null });
  });

  it('say nothing on what is plausible where nobody asks', () => {
    const model = { ...series[0], seen: [0, 1] as const };
    const asked = { axis: AXIS, periods: PERIODS, maxBeyondObserved: undefined };
    expect(notesOf(model, forecastOf(model, PERIODS), asked)).toEqual(NO_NOTES);
  });
});

describe('how far a value lies outside', () => {
  it.each([
    ['inside', 15, [10, 20], { distance: 0, ranges: 0 }],
    ['below', 5, [10, 20], { distance: 5, ranges: 0.5 }],
    ['above', 40, [10, 20], { distance: 20, ranges: 2 }],
    ['of a constant, in times of it', 12, [-4, -4], { distance: 16, ranges: 4 }],
    ['of a constant, by rounding', 7.000000001, [7, 7], { distance: 0, ranges: 0 }],
    ['of nothing but zeros', 1, [0, 0], { distance: 1, ranges: Infinity }],
    ['of nothing but zeros, by rounding', 1e-12, [0, 0], { distance: 0, ranges: 0 }],
  ] as const)('%s', (_, value, observed, expected) => {
    expect(beyondObserved(value, observed)).toEqual(expected);
  });
});

describe('what people read', () => {
  it('is a sentence on positions, those of the same series together', () => {
    expect(unobservedText([])).toBeUndefined();
    expect(unobservedText(notes(['Saturday', 'Sunday']).unobserved)).toBe(
      "no forecast for Saturday, Sunday (16 rows of 'a'): never observed in training",
    );
    const months = ['January', 'February', 'March', 'November'];
    const some = { rows: 31, series: 4, first: ['a', 'b', 'c'] };
    const all = [
      ...months.map((position) => ({ position, ...some })),
      { position: 'Sunday', rows: 1, series: 1, first: ['a'] },
    ];
    expect(unobservedText(all)).toBe(
      "no forecast for January to March, November (124 rows of 4 series, first 'a', 'b', 'c'); Sunday (1 row of 'a'): never observed in training",
    );
  });

  it('is a sentence on forecasts and one on intervals that go where nothing was', () => {
    const furthest = {
      uniqueId: 'a',
      ds: '2025-01-04',
      value: -282.25,
      observed: [380, 700] as [number, number],
      ranges: 2.07,
    };
    const found = { rows: 1, series: 1, first: ['a'], furthest };
    expect(implausibleTexts({ forecasts: null, intervals: null })).toEqual([]);
    expect(
      implausibleTexts({ forecasts: found, intervals: { ...found, furthest: { ...furthest, ranges: null } } }),
    ).toEqual([
      "1 forecast of 'a' lies far outside of everything observed: the furthest is -282.3 for 'a' at 2025-01-04, observed 380 to 700, 2.07 times that range outside",
      "1 interval of 'a' lies far outside of everything observed: the furthest is -282.3 for 'a' at 2025-01-04, observed 380 to 700",
    ]);
  });
});
