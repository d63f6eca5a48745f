import { describe, expect, it } from '@jest/globals';
import { addRows, smokeFindings, smokeRange, type SmokeRows } from '../../../core/forecast/smoke.ts';

const DAYS = { frequency: 'day', phase: 0 } as const;
const ASKED = { axis: DAYS, periods: { first: 5, last: 6 }, furtherLevels: [] };

/** Two periods of series a and b: 10 and 11, 1 up and down, and 2 at the wider level. */
function rows(change: (columns: Record<string, (number | string)[]>) => void = () => undefined): SmokeRows {
  const columns = {
    unique_id: ['a', 'a', 'b', 'b'],
    ds: [5, 6, 5, 6],
    yhat: [10, 11, 10, 11],
    yhat_lower: [9, 10, 9, 10],
    yhat_upper: [11, 12, 11, 12],
    yhat_lower_95: [8, 9, 8, 9],
    yhat_upper_95: [12, 13, 12, 13],
  };
  change(columns);
  const made: SmokeRows = new Map();
  addRows(made, { rows: columns.unique_id.length, columns }, { ...ASKED, furtherLevels: [0.95] });
  return made;
}

const findingsOf = (change: Parameters<typeof rows>[0]) => smokeFindings(rows(change), rows());

describe('a small forecast', () => {
  it('covers the first three periods of the version’s own horizon, or fewer where it has no more', () => {
    const horizon = { start: '2020-03-02', end: '2020-03-29' };
    const days = [18_323, 18_324, 18_325, 18_326];
    expect(smokeRange(DAYS, horizon, days)).toEqual({ start: '2020-03-02', end: '2020-03-04' });
    expect(smokeRange(DAYS, { ...horizon, end: '2020-03-03' }, days)).toEqual({
      start: '2020-03-02',
      end: '2020-03-03',
    });
  });

  it('covers the first three periods that a series is forecast at, where it does not occur at all of them', () => {
    const horizon = { start: '2020-03-06', end: '2020-03-29' };
    // Friday, Monday, Tuesday.
    expect(smokeRange(DAYS, horizon, [18_327, 18_330, 18_331, 18_332])).toEqual({
      start: '2020-03-06',
      end: '2020-03-10',
    });
    expect(smokeRange(DAYS, horizon, [18_330])).toEqual({ start: '2020-03-06', end: '2020-03-09' });
    expect(smokeRange(DAYS, horizon, [])).toEqual({ start: '2020-03-06', end: '2020-03-08' });
  });

  it('is held against what was recorded of the same periods', () => {
    const recorded: SmokeRows = new Map();
    const columns = { unique_id: ['a', 'a'], ds: [5, 7], yhat: [1, 2], yhat_lower: [0, 1], yhat_upper: [2, 3] };
    addRows(recorded, { rows: 2, columns }, ASKED);
    expect(recorded.get('a')).toEqual([{ period: 5, yhat: 1, intervals: [[0, 2]] }]);
    const made: SmokeRows = new Map();
    addRows(made, { rows: 1, columns: { ...columns, ds: [6, 7] } }, ASKED);
    expect(smokeFindings(made, recorded)).toEqual([
      "'a', period 1: another period than the one that the version's fit recorded",
    ]);
  });

  it('is sound where it is what was recorded, or within that interval', () => {
    expect(findingsOf(() => undefined)).toEqual([]);
    expect(findingsOf(({ yhat }) => (yhat[0] = 10.9))).toEqual([]);
  });

  it.each([
    [
      'a row too few',
      (c: Record<string, unknown[]>) => Object.values(c).forEach((all) => all.pop()),
      "'b' has 1 forecasts, not 2",
    ],
    [
      'no number',
      ({ yhat }: Record<string, unknown[]>) => (yhat[1] = NaN),
      "'a', period 2: not every value is a finite number",
    ],
    [
      'no number at a wider level',
      (c: Record<string, unknown[]>) => (c.yhat_upper_95[0] = Infinity),
      "'a', period 1: not every value is a finite number",
    ],
    [
      'an interval that does not hold it',
      ({ yhat_lower }: Record<string, unknown[]>) => (yhat_lower[0] = 10.5),
      "'a', period 1: 10 is not within its interval 10.5 to 11",
    ],
    [
      'a wider interval that does not',
      (c: Record<string, unknown[]>) => (c.yhat_upper_95[0] = 9.5),
      "'a', period 1: 10 is not within its interval 8 to 9.5",
    ],
    [
      'a value far out',
      (c: Record<string, unknown[]>) => ((c.yhat[0] = 11.5), (c.yhat_upper[0] = 13)),
      "'a', period 1: 11.5 is outside of the 9 to 11 that the version's fit recorded",
    ],
  ])('is refused for %s', (_, change, finding) => {
    expect(findingsOf(change as Parameters<typeof rows>[0])).toEqual([finding]);
  });

  it('is refused for a series that is missing, and for one that is no series of the version', () => {
    expect(findingsOf(({ unique_id: ids }) => ids.splice(2, 2, 'c', 'c'))).toEqual([
      "'c' is no series of the version",
      "'b' has 0 forecasts, not 2",
    ]);
  });

  it('allows for the last digits where the recorded interval has no width', () => {
    const flat = (value: number) => (c: Record<string, (number | string)[]>) => {
      for (const name of ['yhat', 'yhat_lower', 'yhat_upper']) c[name] = [value, value, value, value];
    };
    expect(smokeFindings(rows(flat(10.000001)), rows(flat(10)))).toEqual([]);
    expect(smokeFindings(rows(flat(10.1)), rows(flat(10)))).toHaveLength(4);
  });

  it('names five findings and counts the rest', () => {
    const many: SmokeRows = new Map(Array.from({ length: 7 }, (_, k) => [`s${k}`, []]));
    expect(smokeFindings(many, new Map())).toHaveLength(6);
    expect(smokeFindings(many, new Map()).at(-1)).toBe('and 2 more');
  });
});
