import { describe, expect, it } from '@jest/globals';
import { missingAt, sliceRegressors } from '../../../core/series/regressors.ts';

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
});
