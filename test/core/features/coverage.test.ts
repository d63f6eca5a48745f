import { describe, expect, it } from '@jest/globals';
import { lacksOf, requireRegressors } from '../../../core/features/coverage.ts';

const NAMES = ['price', 'promo'];
/** Periods 10 to 14: price is missing at 12 and 14, promo at 14. */
const KNOWN = { names: NAMES, first: 10, values: Float64Array.of(1, 0, 1, 0, NaN, 0, 1, 0, NaN, NaN) };
const JUDGED = { axis: { frequency: 'day' as const, phase: 0 }, series: 4, maxShare: 0.25, unreadable: [] };

describe('regressors without values', () => {
  it('are found at the observations of training and at the periods of the horizon, and nowhere else', () => {
    const series = { uniqueId: 'a', ds: Int32Array.of(10, 12, 13) };
    expect(lacksOf(series, KNOWN, Int32Array.of(14, 15, 16))).toEqual([
      { uniqueId: 'a', regressor: 'price', where: 'horizon', from: 14, lacking: 3, of: 3 },
      { uniqueId: 'a', regressor: 'promo', where: 'horizon', from: 14, lacking: 3, of: 3 },
      { uniqueId: 'a', regressor: 'price', where: 'history', from: 12, lacking: 1, of: 3 },
    ]);
    expect(lacksOf({ uniqueId: 'a', ds: Int32Array.of(10, 11) }, KNOWN, Int32Array.of(13))).toEqual([]);
  });

  it('are refused by name, with the first date and how many lack', () => {
    const lacks = ['a', 'b'].flatMap((uniqueId) =>
      lacksOf({ uniqueId, ds: Int32Array.of(12) }, KNOWN, Int32Array.of(13, 14, 15, 16)),
    );
    expect(() => requireRegressors(lacks, JUDGED)).toThrow(
      expect.objectContaining({
        name: 'RegressorMissing',
        message: expect.stringContaining(
          "the regressor 'price' has no value from 1970-01-15 on: 3 of 4 periods of the horizon lack one, " +
            "the regressor 'promo' has no value from 1970-01-15 on: 3 of 4 periods of the horizon lack one, " +
            "the regressor 'price' has no value from 1970-01-13 on: 1 of 1 observations of training lack one (series 'a'); " +
            'so it is with 2 series of 4',
        ),
      }),
    );
  });

  it('are tolerated of as many series as may fail', () => {
    const lacks = lacksOf({ uniqueId: 'a', ds: Int32Array.of(12) }, KNOWN, Int32Array.of(13, 14, 15, 16));
    expect(() => requireRegressors(lacks, JUDGED)).not.toThrow();
    expect(() => requireRegressors(lacks, { ...JUDGED, maxShare: 0.24 })).toThrow("(series 'a'); allowed");
    expect(() => requireRegressors([], { ...JUDGED, maxShare: 0 })).not.toThrow();
  });

  it('may come of a text that is no number, which is told', () => {
    const lacks = lacksOf({ uniqueId: 'a', ds: Int32Array.of(12) }, KNOWN, Int32Array.of(13));
    const unreadable = [{ regressor: 'price', text: 'dear', line: 7 }];
    expect(() => requireRegressors(lacks, { ...JUDGED, maxShare: 0, unreadable })).toThrow(
      "got 'dear, which is no number, for 'price' in line 7'",
    );
  });
});
