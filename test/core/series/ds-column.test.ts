import { describe, expect, it } from '@jest/globals';
import { axisOfColumn, dsBounds, dsColumnOfPeriods, periodsOfColumn } from '../../../core/series/ds-column.ts';
import { formatPeriodRange, periodRange } from '../../../core/series/period-range.ts';

const MONTH_ENDS = { frequency: 'month', phase: 1 } as const;
const HOURS = { frequency: 'hour', phase: 0 } as const;
const days = (...dates: string[]) => Int32Array.from(dates, (date) => Date.parse(date) / 86_400_000);

describe('a ds column', () => {
  it('is days where the series is monthly, and knows months that end on different days', () => {
    const column = days('2020-01-31', '2020-02-29', '2020-03-31');
    const axis = axisOfColumn('month', column);

    expect(axis).toEqual(MONTH_ENDS);
    expect([...periodsOfColumn(axis, column)]).toEqual([600, 601, 602]);
    expect(dsColumnOfPeriods(axis, Int32Array.of(600, 601, 602))).toEqual(column);
  });

  it('is milliseconds where the series is hourly', () => {
    const column = Float64Array.of(Date.UTC(2020, 0, 1, 5));

    expect(dsColumnOfPeriods(HOURS, periodsOfColumn(HOURS, column))).toEqual(column);
    expect(dsBounds('hour', { start: '2020-01-01T05:00:00Z', end: '2020-01-01T06:00:00Z' })).toEqual({
      min: 1577854800000,
      max: 1577858400000,
    });
  });

  it('refuses a date off the calendar', () => {
    expect(() => periodsOfColumn(MONTH_ENDS, days('2020-01-31', '2020-02-28'))).toThrow(
      "row 1 is not on the month calendar of the other rows; got '2020-02-28T00:00:00.000Z'",
    );
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
