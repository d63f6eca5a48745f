import { describe, expect, it } from '@jest/globals';
import { calendarBatch, holidaysOf } from '../../../core/features/calendar.ts';
import { countryHolidays } from '../../../core/series/holidays.ts';
import type { TimeAxis } from '../../../core/series/time-axis.ts';

const day: TimeAxis = { frequency: 'day', phase: 0 };
const DAY = (date: string) => Date.parse(date) / 86_400_000;
const range = (first: string, last: string) => ({ first: DAY(first), last: DAY(last) });

describe('the calendar of the features', () => {
  it('says of every day where it lies in week, month, year, and between holidays and weekends', async () => {
    const holidays = await countryHolidays({ country: 'US' }, 2020, 2022);
    const { rows, columns } = calendarBatch(day, range('2020-12-31', '2021-01-04'), holidays);
    expect(rows).toBe(5);
    expect(Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, [...values]]))).toEqual({
      ds: [18627, 18628, 18629, 18630, 18631],
      day_of_week: [4, 5, 6, 7, 1],
      day_of_month: [31, 1, 2, 3, 4],
      month: [12, 1, 1, 1, 1],
      week: [53, 53, 53, 53, 1],
      holiday: [null, "New Year's Day", null, null, null],
      days_since_holiday: [6, 0, 1, 2, 3],
      days_to_holiday: [1, 0, 16, 15, 14],
      days_since_weekend: [4, 5, 0, 0, 1],
      days_to_weekend: [2, 1, 0, 0, 5],
    });
  });

  it('knows no distance where there are no holidays', () => {
    const { columns } = calendarBatch(day, range('1969-12-31', '1970-01-01'), []);
    expect(columns.day_of_week).toEqual(Float64Array.of(3, 4));
    expect(columns.holiday).toEqual([null, null]);
    expect(columns.days_to_holiday).toEqual([null, null]);
  });

  it('keeps several holidays of one day, and gives all of them back by name', () => {
    const holidays = [
      { name: 'Labour Day', dates: ['2021-05-01', '2022-05-01'] },
      { name: 'Orthodox Easter', dates: ['2021-05-02'] },
      { name: 'Market, first', dates: ['2021-05-01'] },
    ];
    const batch = calendarBatch(day, range('2021-04-30', '2022-05-02'), holidays);
    expect(batch.columns.holiday[1]).toBe('Labour Day; Market, first');
    expect(holidaysOf(batch, day)).toEqual([
      { name: 'Labour Day', dates: ['2021-05-01', '2022-05-01'] },
      { name: 'Market, first', dates: ['2021-05-01'] },
      { name: 'Orthodox Easter', dates: ['2021-05-02'] },
    ]);
  });

  it('has a row a day for hours, and the periods themselves for coarser series', () => {
    const hour: TimeAxis = { frequency: 'hour', phase: 0 };
    const hours = calendarBatch(hour, { first: 24 * 18628 - 1, last: 24 * 18628 + 30 }, [
      { name: 'a', dates: ['2021-01-01'] },
    ]);
    expect([...hours.columns.ds]).toEqual([18627, 18628, 18629].map((one) => one * 86_400_000));
    expect(holidaysOf(hours, hour)).toEqual([{ name: 'a', dates: ['2021-01-01'] }]);
    const month: TimeAxis = { frequency: 'month', phase: 0 };
    const months = calendarBatch(month, { first: 611, last: 612 }, [{ name: 'a', dates: ['2021-01-01'] }]);
    expect([...months.columns.month]).toEqual([12, 1]);
    expect(months.columns.holiday).toEqual([null, 'a']);
  });
});
