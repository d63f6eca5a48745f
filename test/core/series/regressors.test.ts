import { describe, expect, it } from '@jest/globals';
import { missingAt, regressorsAt, sliceRegressors } from '../../../core/series/regressors.ts';

const KNOWN = { names: ['price', 'promo'], first: 10, values: Float64Array.of(1, 0, 2, NaN, 3, 1) };

describe('regressors of a series', () => {
  it('are missing where there is no value, and outside of what is known', () => {
    expect([9, 10, 11, 12, 13].map((period) => missingAt(KNOWN, period))).toEqual([
      ['price', 'promo'],
      [],
      ['promo'],
      [],
      ['price', 'promo'],
    ]);
  });

  it('are cut to a stretch of periods, which may reach beyond them', () => {
    expect(sliceRegressors(KNOWN, 11, 13).values).toEqual(Float64Array.of(2, NaN, 3, 1, NaN, NaN));
    expect(sliceRegressors(KNOWN, 9, 10)).toMatchObject({ first: 9, values: Float64Array.of(NaN, NaN, 1, 0) });
    expect(sliceRegressors(KNOWN, 12, 11).values).toEqual(new Float64Array(0));
  });

  it('are at an earlier period what they were before they were revised', () => {
    // The price of period 10 was 7, from 11 on 8, and from 13 on 1; the promo of period 12 was 0, and from 12 on 1.
    const revisions = {
      at: Int32Array.of(0, 0, 5),
      before: Float64Array.of(7, 8, 0),
      knownAt: Int32Array.of(11, 13, 12),
    };
    const revised = { ...KNOWN, revisions };
    expect(regressorsAt(revised, 10)).toEqual({ ...KNOWN, values: Float64Array.of(7, 0, 2, NaN, 3, 0) });
    expect(regressorsAt(revised, 11)).toEqual({ ...KNOWN, values: Float64Array.of(8, 0, 2, NaN, 3, 0) });
    expect(regressorsAt(revised, 12)).toEqual({ ...KNOWN, values: Float64Array.of(8, 0, 2, NaN, 3, 1) });
    expect(regressorsAt(revised, 13)).toBe(revised);
    expect(regressorsAt(KNOWN, 0)).toBe(KNOWN);
  });
});
