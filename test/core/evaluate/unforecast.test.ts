import { describe, expect, it } from '@jest/globals';
import { NO_ERRORS } from '../../../core/evaluate/realised-errors.ts';
import { unforecastOf, unforecastText } from '../../../core/evaluate/unforecast.ts';

const actuals = (...ds: readonly number[]) => ({
  ds: Int32Array.from(ds),
  y: new Float64Array(ds.length),
  scale: null,
});
const range = { first: 10, last: 14 };
const joined = (rows: number) => ({ ...NO_ERRORS, joined: rows });

describe('what came true beside the forecasts', () => {
  it('is nothing where each value of the stretch had one', () => {
    const all = new Map([['a', actuals(9, 10, 11, 15)]]);
    expect(unforecastOf(all, { range, bySeries: new Map([['a', joined(2)]]) })).toBeUndefined();
    expect(unforecastOf(new Map(), { range, bySeries: new Map() })).toBeUndefined();
  });

  it('is a series without forecasts, and a date without one, the most rows first', () => {
    const all = new Map([
      ['a', actuals(10, 11, 12)],
      ['new', actuals(9, 12, 13, 14, 15)],
      ['b', actuals(10)],
      ['c', actuals(14)],
    ]);
    const bySeries = new Map([
      ['a', joined(2)],
      ['b', joined(1)],
    ]);
    const unforecast = unforecastOf(all, { range, bySeries })!;
    expect(unforecast).toEqual({ rows: 5, inAll: 3, first: ['new', 'a', 'c'] });
    expect(unforecastText(unforecast)).toBe(
      '5 values came true that nothing had forecast, of 3 series that began after training, or where training held none: new, a, c',
    );
  });

  it('names twenty series in the record, and five in a sentence', () => {
    const all = new Map(Array.from({ length: 25 }, (_, i) => [`s${10 + i}`, actuals(10)]));
    const unforecast = unforecastOf(all, { range, bySeries: new Map() })!;
    expect(unforecast).toMatchObject({ rows: 25, inAll: 25 });
    expect(unforecast.first).toHaveLength(20);
    expect(unforecastText(unforecast)).toMatch(/: s10, s11, s12, s13, s14, and 20 more$/);
    expect(unforecastText({ rows: 1, inAll: 1, first: ['x'] })).toMatch(/^1 value came true .* of 1 series .*: x$/);
  });
});
