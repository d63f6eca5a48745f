import { describe, expect, it } from '@jest/globals';
import { parseDuration } from '../../../core/series/duration.ts';
import type { TimeAxis } from '../../../core/series/time-axis.ts';
import { parsePeriod } from '../../../core/series/time-axis.ts';
import { slidingWindows } from '../../../core/series/windows.ts';

function windows(axis: TimeAxis, [first, last]: [string, string], [train, evaluate, count]: [string, string, number?]) {
  return slidingWindows(
    axis,
    { first: parsePeriod(axis, first), last: parsePeriod(axis, last) },
    { train: parseDuration(train), evaluate: parseDuration(evaluate), count },
  );
}

const day: TimeAxis = { frequency: 'day', phase: 0 };

describe('slidingWindows', () => {
  it('slides by the evaluation length from the first date', () => {
    expect(windows(day, ['1981-01-01', '1990-12-31'], ['5y', '1y'])).toEqual(
      [1981, 1982, 1983, 1984, 1985].map((year) => ({
        train: { start: `${year}-01-01`, end: `${year + 4}-12-31` },
        evaluate: { start: `${year + 5}-01-01`, end: `${year + 5}-12-31` },
      })),
    );
  });

  it('leaves out a window whose evaluation the data do not complete', () => {
    expect(windows(day, ['1981-01-01', '1987-12-30'], ['5y', '1y'])).toHaveLength(1);
    expect(windows(day, ['1981-01-01', '1987-12-31'], ['5y', '1y'])).toHaveLength(2);
  });

  it('plans as many as are wanted, the last one even where its evaluation is not complete', () => {
    expect(windows(day, ['1981-01-01', '1987-12-30'], ['5y', '1y', 1])).toHaveLength(1);
    expect(windows(day, ['1981-01-01', '1987-12-30'], ['5y', '1y', 2])).toHaveLength(2);
    expect(windows(day, ['1981-01-01', '1986-12-31'], ['5y', '1y', 2])).toHaveLength(1);
  });

  it('plans none where the data are shorter than one', () => {
    expect(windows(day, ['1981-01-01', '1986-12-30'], ['5y', '1y'])).toEqual([]);
  });

  it('does not drift where months differ in length', () => {
    const starts = windows(day, ['2021-01-31', '2021-08-31'], ['1m', '1m']).map(({ train }) => train.start);
    expect(starts).toEqual(['2021-01-31', '2021-02-28', '2021-03-31', '2021-04-30', '2021-05-31', '2021-06-30']);
  });

  it('keeps to dates of months that are dated by their last day', () => {
    const monthEnd: TimeAxis = { frequency: 'month', phase: 1 };
    expect(windows(monthEnd, ['1999-02-28', '2001-01-31'], ['1y', '1y'])).toEqual([
      { train: { start: '1999-02-28', end: '2000-01-31' }, evaluate: { start: '2000-02-29', end: '2001-01-31' } },
    ]);
  });

  it('plans none where the evaluation is shorter than one period', () => {
    const month: TimeAxis = { frequency: 'month', phase: 0 };
    expect(windows(month, ['1999-01-01', '2009-01-01'], ['1y', '3d'])).toEqual([]);
  });
});
