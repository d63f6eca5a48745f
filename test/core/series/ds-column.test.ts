import { describe, expect, it } from '@jest/globals';
import { axisOfColumn, dsColumnOfPeriods, periodsOfColumn, tableBounds } from '../../../core/series/ds-column.ts';
import { formatPeriodRange, periodRange } from '../../../core/series/period-range.ts';

const MONTH_ENDS = { frequency: 'month', phase: 1 } as const;
const HOURS = { frequency: 'hour', phase: 0 } as const;
const days = (...dates: string[]) => Int32Array.from(dates, (date) => Date.parse(date) / 86_400_000);

describe('a ds column', () => {
  it('is days where the series is monthly, and knows months that end on different days', () => {
    const column = days('2020-01-31', '2020-02-29', '2020-03-31');
    const axis = axisOfColumn('month', column);

    expect(axis).toEqual(MONTH_ENDS);
    expect([...periodsOfColumn('month', column)]).toEqual([600, 601, 602]);
    expect(dsColumnOfPeriods(axis, Int32Array.of(600, 601, 602))).toEqual(column);
  });

  it('is milliseconds where the series is hourly', () => {
    const column = Float64Array.of(Date.UTC(2020, 0, 1, 5));

    expect(dsColumnOfPeriods(HOURS, periodsOfColumn('hour', column))).toEqual(column);
    expect(tableBounds(HOURS, { start: '2020-01-01T05:00:00Z', end: '2020-01-01T06:00:00Z' })).toEqual({
      min: 1577854800000,
      max: 1577861999999,
    });
  });

  it('has the same periods by whichever day a series dates them', () => {
    expect([...periodsOfColumn('month', days('2020-01-31', '2020-01-01', '2020-01-15'))]).toEqual([600, 600, 600]);
    expect([...periodsOfColumn('week', days('2022-01-02', '2022-01-03', '2022-01-09'))]).toEqual([2713, 2713, 2714]);
  });

  it('refuses a time between two hours', () => {
    expect(() => periodsOfColumn('hour', Float64Array.of(3_600_000, 5_400_000))).toThrow(
      "row 1 lies between two hours; got '1970-01-01T01:30:00.000Z'",
    );
  });

  it('may hold any day of the periods of a range', () => {
    const bounds = tableBounds(MONTH_ENDS, { start: '2020-01-31', end: '2020-02-29' });
    expect(bounds).toEqual({ min: days('2020-01-01')[0], max: days('2020-02-29')[0] });
    const weeks = tableBounds({ frequency: 'week', phase: 4 }, { start: '2022-01-03', end: '2022-01-03' });
    expect(weeks).toEqual({ min: days('2021-12-30')[0], max: days('2022-01-05')[0] });
  });
});

describe('periodRange', () => {
  it('takes in the periods between two dates that are not on the calendar', () => {
    const range = periodRange(MONTH_ENDS, { start: '2020-01-01', end: '2020-03-30' });

    expect(formatPeriodRange(MONTH_ENDS, range)).toEqual({ start: '2020-01-31', end: '2020-02-29' });
  });

  it('takes in both ends where they are', () => {
    const range = periodRange(MONTH_ENDS, { start: '2020-01-31', end: '2020-03-31' });

    expect(formatPeriodRange(MONTH_ENDS, range)).toEqual({ start: '2020-01-31', end: '2020-03-31' });
  });
});
