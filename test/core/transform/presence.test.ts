import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reportGaps } from '../../../core/transform/gap-report.ts';
import {
  lastObserved,
  lengthsOf,
  presenceOf,
  presenceWithin,
  stretchesOfLengths,
  withPeriod,
} from '../../../core/transform/presence.ts';

const of = (...ds: readonly number[]) => presenceOf({ uniqueId: 'a', ds: Int32Array.from(ds) });
const periods = fc.uniqueArray(fc.integer({ min: -8, max: 12 }), { maxLength: 14 });
const ascending = (ds: readonly number[]) => ds.toSorted((a, b) => a - b);

describe('when a series was observed', () => {
  it('is told as stretches without a gap', () => {
    expect(of(3, 4, 5, 9, 11, 12).stretches).toEqual([
      { first: 3, last: 5 },
      { first: 9, last: 9 },
      { first: 11, last: 12 },
    ]);
    expect(of().stretches).toEqual([]);
  });

  it('is, within a range, what those of its periods are that lie there', () => {
    fc.assert(
      fc.property(periods, fc.integer({ min: -9, max: 13 }), fc.integer({ min: -9, max: 13 }), (ds, first, last) => {
        const within = ascending(ds).filter((period) => period >= first && period <= last);
        expect(presenceWithin(of(...ascending(ds)), first, last)).toEqual(of(...within));
      }),
    );
  });

  it('is the same whether its periods come at once, or one by one in any order and some again', () => {
    fc.assert(
      fc.property(periods, (ds) => {
        expect([...ds, ...ds].reduce(withPeriod, [])).toEqual(of(...ascending(ds)).stretches);
      }),
    );
  });

  it('is written as lengths, and read again', () => {
    expect(lengthsOf(of(3, 4, 5, 9, 11, 12).stretches)).toEqual([3, 3, 3, 1, 1, 2]);
    fc.assert(
      fc.property(periods, (ds) => {
        const { stretches } = of(...ascending(ds));
        expect(stretchesOfLengths(lengthsOf(stretches))).toEqual(stretches);
      }),
    );
  });

  it('ends where the last of all series ends', () => {
    expect(lastObserved([of(3, 9), of(), of(4)])).toBe(9);
    expect(lastObserved([of(-7)])).toBe(-7);
    expect(lastObserved([of()])).toBeUndefined();
  });

  it('has its gaps between the stretches', () => {
    const { seriesWithGaps, missingPeriods, bySeries } = reportGaps([of(0, 1, 5, 6, 8)], {
      frequency: 'day',
      phase: 0,
    });
    expect({ seriesWithGaps, missingPeriods }).toEqual({ seriesWithGaps: 1, missingPeriods: 4 });
    expect(bySeries[0].ranges).toEqual([
      { start: '1970-01-03', end: '1970-01-05', periods: 3 },
      { start: '1970-01-08', end: '1970-01-08', periods: 1 },
    ]);
  });
});
