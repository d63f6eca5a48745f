import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { knownValuesOf, regressorBatch } from '../../../core/features/feature-columns.ts';
import { knownAsOf, type KnownValues } from '../../../core/features/known-as-of.ts';
import { regressorsAt } from '../../../core/series/regressors.ts';
import type { TimeAxis } from '../../../core/series/time-axis.ts';

const NAMES = ['price', 'promo'];
const ROWS: KnownValues = {
  uniqueId: ['a', 'a', 'a', 'a', 'b'],
  regressor: ['price', 'price', 'price', 'promo', 'promo'],
  period: Int32Array.of(10, 10, 12, 11, 20),
  value: Float64Array.of(1, 2, 3, 1, 0),
  knownAt: Float64Array.of(NaN, 15, 15, NaN, 18),
};

describe('what was known of the regressors', () => {
  it('is of each value the newest that had arrived', () => {
    const after = knownAsOf(ROWS, NAMES, 15);
    expect(after.get('a')).toEqual({
      names: NAMES,
      first: 10,
      values: Float64Array.of(2, NaN, NaN, 1, 3, NaN),
      // The price of period 12 replaced nothing.
      revisions: { at: Int32Array.of(0), before: Float64Array.of(1), knownAt: Int32Array.of(15) },
    });
    const before = knownAsOf(ROWS, NAMES, 14);
    expect(before.get('a')).toEqual({ names: NAMES, first: 10, values: Float64Array.of(1, NaN, NaN, 1, NaN, NaN) });
    expect(before.get('b')).toBeUndefined();
  });

  it('leaves out columns that nobody asks for', () => {
    expect(knownAsOf(ROWS, ['promo'], 18).get('b')).toEqual({
      names: ['promo'],
      first: 20,
      values: Float64Array.of(0),
    });
  });

  it('never tells at one period what arrived after it', () => {
    const row = fc.record({
      period: fc.integer({ min: 0, max: 20 }),
      arrived: fc.option(fc.integer({ min: 0, max: 20 }), { nil: NaN }),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), fc.integer({ min: 0, max: 20 }), (rows, asOf) => {
        // The value says when it arrived.
        const known = knownAsOf(
          {
            uniqueId: rows.map(() => 'a'),
            regressor: rows.map(() => 'price'),
            period: Int32Array.from(rows, ({ period }) => period),
            value: Float64Array.from(rows, ({ arrived }) => (Number.isNaN(arrived) ? -1 : arrived)),
            knownAt: Float64Array.from(rows, ({ arrived }) => arrived),
          },
          ['price'],
          asOf,
        );
        for (const value of known.get('a')?.values ?? []) expect(Number.isNaN(value) || value <= asOf).toBe(true);
      }),
    );
  });
});

describe('what is known at the end, gone back to a period', () => {
  it('is what was known then, and of a value that nothing was known of, what was said first', () => {
    const row = fc.record({ period: fc.integer({ min: 0, max: 6 }), arrived: fc.integer({ min: -1, max: 12 }) });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), fc.integer({ min: 0, max: 12 }), (unsorted, asOf) => {
        // Of one period in the order of arrival, the one that is always known (-1) before them.
        const rows = unsorted.toSorted((a, b) => a.arrived - b.arrived);
        const table = {
          uniqueId: rows.map(() => 'a'),
          regressor: rows.map(() => 'price'),
          period: Int32Array.from(rows, ({ period }) => period),
          value: Float64Array.from(rows, (_, at) => at),
          knownAt: Float64Array.from(rows, ({ arrived }) => (arrived === -1 ? NaN : arrived)),
        };
        const end = knownAsOf(table, ['price'], 12).get('a')!;
        const then = knownAsOf(table, ['price'], asOf).get('a');
        const back = regressorsAt(end, asOf);
        back.values.forEach((value, at) => {
          const known = then?.values[at] ?? NaN;
          const first = rows.findIndex(({ period }) => period === back.first + at);
          expect(value).toBe(Number.isNaN(known) && first >= 0 ? first : known);
        });
      }),
    );
  });
});

describe('the rows of the features table', () => {
  it.each<readonly [TimeAxis, readonly number[]]>([
    [{ frequency: 'day', phase: 0 }, [18262, -3]],
    [{ frequency: 'hour', phase: 0 }, [438_288, -5]],
    [{ frequency: 'month', phase: 1 }, [600, -7]],
  ])('come back as they were: %j', (axis, [period, knownAt]) => {
    const value = { uniqueId: 'a', regressor: 'price', value: 1.25, sequence: 4 };
    const values = [
      { ...value, period, knownAt: NaN },
      { ...value, period: period + 1, knownAt },
      { ...value, period: period + 2, value: NaN, knownAt: NaN },
    ];
    expect(knownValuesOf(axis, regressorBatch(axis, values))).toEqual({
      uniqueId: ['a', 'a', 'a'],
      regressor: ['price', 'price', 'price'],
      period: Int32Array.of(period, period + 1, period + 2),
      value: Float64Array.of(1.25, 1.25, NaN),
      knownAt: Float64Array.of(NaN, knownAt, NaN),
    });
  });
});
