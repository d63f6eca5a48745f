import type { RowBatch } from '../contracts/table-schema.ts';
import { HOLIDAY_SEPARATOR } from '../contracts/tables.ts';
import { dsColumnOfInstants, dsUnitMs } from '../series/ds-column.ts';
import { DAY_MS } from '../series/duration.ts';
import type { HolidayDates } from '../series/holidays.ts';
import type { PeriodRange } from '../series/period-range.ts';
import { daysOf, type TimeAxis } from '../series/time-axis.ts';

const SATURDAY = 6;
const ISO_DATE_LENGTH = '1981-01-31'.length;

/** Calendar features of the periods first..last; of their days, for hours. A holiday counts for the period that is dated by its day. */
export function calendarBatch(axis: TimeAxis, range: PeriodRange, holidays: readonly HolidayDates[]): RowBatch {
  const days = [...new Set(periods(range).map((period) => Math.floor(daysOf(axis, period))))];
  const names = namesByDay(holidays);
  const holidayDays = [...names.keys()].sort((a, b) => a - b);
  const weekendDays = days.flatMap(weekendsAround).sort((a, b) => a - b);
  const toHoliday = distances(days, holidayDays);
  const toWeekend = distances(days, weekendDays);
  const dates = days.map((day) => new Date(day * DAY_MS));
  return {
    rows: days.length,
    columns: {
      ds: dsColumnOfInstants(
        Float64Array.from(days, (day) => day * DAY_MS),
        axis.frequency,
      ),
      day_of_week: Float64Array.from(days, weekdayOf),
      day_of_month: Float64Array.from(dates, (date) => date.getUTCDate()),
      month: Float64Array.from(dates, (date) => date.getUTCMonth() + 1),
      week: Float64Array.from(days, isoWeekOf),
      holiday: days.map((day) => names.get(day)?.join(HOLIDAY_SEPARATOR) ?? null),
      days_since_holiday: toHoliday.map(({ since }) => since),
      days_to_holiday: toHoliday.map(({ to }) => to),
      days_since_weekend: toWeekend.map(({ since }) => since),
      days_to_weekend: toWeekend.map(({ to }) => to),
    },
  };
}

/** The way back from calendar rows, in the order in which holidays first come. */
export function holidaysOf({ rows, columns: { ds, holiday } }: RowBatch, axis: TimeAxis): HolidayDates[] {
  const byName = new Map<string, string[]>();
  for (let row = 0; row < rows; row++) {
    const text = holiday[row];
    if (typeof text !== 'string') continue;
    const date = new Date(Number(ds[row]) * dsUnitMs(axis.frequency)).toISOString().slice(0, ISO_DATE_LENGTH);
    for (const name of text.split(HOLIDAY_SEPARATOR)) byName.set(name, [...(byName.get(name) ?? []), date]);
  }
  return Array.from(byName, ([name, dates]) => ({ name, dates }));
}

function periods({ first, last }: PeriodRange): number[] {
  return Array.from({ length: last - first + 1 }, (_, step) => first + step);
}

function namesByDay(holidays: readonly HolidayDates[]): ReadonlyMap<number, readonly string[]> {
  const names = new Map<number, string[]>();
  for (const { name, dates } of holidays) {
    for (const date of dates) {
      const day = Date.parse(date) / DAY_MS;
      names.set(day, [...(names.get(day) ?? []), name]);
    }
  }
  return names;
}

/** 1 Monday to 7 Sunday; the epoch was a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The week of a year is that of its Thursday. */
function isoWeekOf(day: number): number {
  const thursday = day - weekdayOf(day) + 4;
  const newYear = Date.UTC(new Date(thursday * DAY_MS).getUTCFullYear(), 0, 1) / DAY_MS;
  return Math.floor((thursday - newYear) / 7) + 1;
}

/** The Saturday and the Sunday before or on a day, and those after it. */
function weekendsAround(day: number): readonly number[] {
  const saturday = day - ((weekdayOf(day) - SATURDAY + 7) % 7);
  return [saturday, saturday + 1, saturday + 7];
}

/** Days since the last of the marks and to the next one, 0 on one; null where there is none. Both ascend. */
function distances(days: readonly number[], marks: readonly number[]) {
  let next = 0;
  return days.map((day) => {
    while (next < marks.length && marks[next] < day) next++;
    const [before, after] = [marks[next] === day ? day : marks[next - 1], marks[next]];
    return { since: before === undefined ? null : day - before, to: after === undefined ? null : after - day };
  });
}
