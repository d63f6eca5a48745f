import { describe, expect, it } from '@jest/globals';
import {
  coverageNotes,
  holidaysNote,
  lacksOf,
  neverChanging,
  requireRegressors,
} from '../../../core/features/coverage.ts';

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
      "'dear' in line 7 is no number for the regressor 'price': the regressor 'price' has no value from 1970-01-13 on",
    );
    expect(() => requireRegressors(lacks, { ...JUDGED, maxShare: 0, unreadable })).toThrow(
      'hint: write it as numbers (1 and 0, or true and false; a column of names as one of 1 and 0 for each name), or take the column out',
    );
  });

  it('are cured where they are missing', () => {
    const judged = { ...JUDGED, maxShare: 0 };
    const ahead = lacksOf({ uniqueId: 'a', ds: Int32Array.of(10) }, KNOWN, Int32Array.of(14));
    const back = lacksOf({ uniqueId: 'a', ds: Int32Array.of(12) }, KNOWN, Int32Array.of(13));
    expect(() => requireRegressors(ahead, judged)).toThrow('hint: deliver rows of the dates to come with');
    expect(() => requireRegressors(back, judged)).toThrow('hint: deliver the rows without a value once more');
  });

  it('never change where they are the same at every observation, whatever they are elsewhere', () => {
    expect(neverChanging({ ds: Int32Array.of(10, 11) }, KNOWN)).toEqual(['price', 'promo']);
    expect(neverChanging({ ds: Int32Array.of(10, 12) }, KNOWN)).toEqual(['promo']);
    expect(neverChanging({ ds: Int32Array.of(10, 15) }, KNOWN)).toEqual([]);
    expect(neverChanging({ ds: Int32Array.of(10) }, KNOWN)).toEqual([]);
    const two = { names: ['price'], first: 10, values: Float64Array.of(1, 2) };
    expect(neverChanging({ ds: Int32Array.of(10, 11) }, two)).toEqual([]);
  });

  it('are told of where nothing is learned from them, and where series are without', () => {
    const lacks = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((uniqueId) =>
      lacksOf({ uniqueId, ds: Int32Array.of(10) }, KNOWN, Int32Array.of(12)),
    );
    const { axis } = JUDGED;
    const constant = new Map([
      ['price', 9],
      ['promo', 2],
    ]);
    const price = "the regressor 'price' has no value from 1970-01-13 on: 1 of 1 periods of the horizon lack one";
    expect(coverageNotes({ lacks, constant, axis, series: 9 })).toEqual([
      "nothing is learned of the regressor 'price', which never changes in the training",
      "nothing is learned of the regressor 'promo', which never changes in the training of 2 of 9 series",
      `without regressors, by the candidates that learn from none, are forecast: ${['a', 'b', 'c', 'd'].map((id) => `${id} (${price})`).join(', ')}, and 2 more`,
    ]);
    expect(coverageNotes({ lacks: [], constant: new Map(), axis, series: 9 })).toEqual([]);
  });
});

describe('holidays', () => {
  it('are all known to days and hours, and to coarser periods where they date them, which is told', () => {
    expect(holidaysNote('day', 3, 365)).toBeUndefined();
    expect(holidaysNote('hour', 3, 8760)).toBeUndefined();
    expect(holidaysNote('week', 3, 104)).toBe(
      'of the holidays only those are known that date a week: 3 of the 104 weeks of training',
    );
  });
});
