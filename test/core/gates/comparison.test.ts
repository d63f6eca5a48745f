import { describe, expect, it } from '@jest/globals';
import type { DatedForecast } from '../../../core/gates/comparison.ts';
import { pairSeries } from '../../../core/gates/comparison.ts';
import { segmentOf } from '../../../core/series/segments.ts';

const floats = (...values: number[]) => Float64Array.from(values);

function forecast(valueByPeriod: Readonly<Record<number, number>>): DatedForecast {
  const yhat = Float64Array.from(Object.values(valueByPeriod));
  const ds = Int32Array.from(Object.keys(valueByPeriod), Number);
  return { ds, yhat, lower: yhat.map((value) => value - 1), upper: yhat.map((value) => value + 1) };
}

/** 10, 11 and 13 came true of the one, 10 and 11 of the other. */
const ACTUALS = new Map([
  ['south b', { ds: Int32Array.of(10, 11), y: floats(5, 6) }],
  ['north a', { ds: Int32Array.of(10, 11, 13), y: floats(1, 2, 3), naive: floats(7, 8, 9) }],
]);

describe('pairSeries', () => {
  it('keeps what came true and the challenger forecasts, and counts what only one side has', () => {
    const challenger = new Map([['north a', forecast({ 10: 20, 12: 22, 13: 23 })]]);
    const production = new Map([
      ['north a', forecast({ 11: 31, 12: 32, 13: 33 })],
      ['south b', forecast({ 10: 40, 11: 41 })],
    ]);

    expect(pairSeries({ actuals: ACTUALS, challenger, production }, ' ')).toEqual({
      series: [
        {
          uniqueId: 'north a',
          segment: 'north',
          ds: Int32Array.of(10, 13),
          y: floats(1, 3),
          challenger: { yhat: floats(20, 23), lower: floats(19, 22), upper: floats(21, 24) },
          production: { yhat: floats(NaN, 33), lower: floats(NaN, 32), upper: floats(NaN, 34) },
          naive: floats(7, 9),
        },
      ],
      production: 'version',
      // The challenger alone has 10; Production alone has 11, and both rows of the other series.
      unmatched: { challengerOnly: 1, productionOnly: 3 },
    });
  });

  it('counts against the naive where there is no Production version', () => {
    const challenger = new Map([
      ['north a', forecast({ 10: 20 })],
      ['south b', forecast({ 10: 40 })],
    ]);

    const paired = pairSeries({ actuals: ACTUALS, challenger, production: undefined }, null);

    expect(paired.production).toBe('naive');
    expect(paired.unmatched).toEqual({ challengerOnly: 1, productionOnly: 2 });
    expect(paired.series.map(({ uniqueId, segment, production }) => ({ uniqueId, segment, production }))).toEqual([
      { uniqueId: 'north a', segment: '', production: undefined },
      { uniqueId: 'south b', segment: '', production: undefined },
    ]);
    expect(paired.series[1].naive).toEqual(floats(NaN));
  });

  it("keeps a row where the challenger's forecast is not a number, so that it is judged", () => {
    const both = new Map([['south b', forecast({ 10: NaN, 11: 1 })]]);

    const paired = pairSeries({ actuals: ACTUALS, challenger: both, production: both }, null);

    expect(paired.series[0].challenger.yhat).toEqual(floats(NaN, 1));
    expect(paired.unmatched).toEqual({ challengerOnly: 1, productionOnly: 0 });
  });

  it('joins forecasts in any order, and refuses two for one period', () => {
    const values = floats(41, 40);
    const shuffled = { ds: Int32Array.of(11, 10), yhat: values, lower: values, upper: values };
    const twice = { ...shuffled, ds: Int32Array.of(11, 11) };
    const pair = (one: DatedForecast) => {
      return pairSeries({ actuals: ACTUALS, challenger: new Map([['south b', one]]), production: undefined }, null);
    };

    expect(pair(shuffled).series[0].challenger.yhat).toEqual(floats(40, 41));
    expect(() => pair(twice)).toThrow(expect.objectContaining({ name: 'TableCorrupt' }));
  });

  it('gives no series where nothing joins', () => {
    const later = new Map([['south b', forecast({ 99: 1 })]]);

    expect(pairSeries({ actuals: ACTUALS, challenger: later, production: later }, null)).toEqual({
      series: [],
      production: 'version',
      unmatched: { challengerOnly: 0, productionOnly: 0 },
    });
  });
});

describe('segmentOf', () => {
  it('is what comes before the first separator', () => {
    expect(segmentOf('New York high', ' ')).toBe('New York');
    expect(segmentOf('Seattle', ' ')).toBe('Seattle');
    expect(segmentOf('Seattle max', null)).toBe('');
  });
});
