import { DAY_MS } from '../duration.ts';

/** Four-digit years below this are the placeholders of databases ('0001-01-01'), not dates. */
const FIRST_YEAR = 1000;
/** Two digits below it are years of this century, as POSIX, Excel's neighbours and Python read them. */
const FIRST_OF_LAST_CENTURY = 69;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** undefined when there is no such day: month 13, 30 February. */
export function dayMs(yearText: string, monthText: string, dayText: string): number | undefined {
  const [year, month, day] = [Number(yearText), Number(monthText), Number(dayText)];
  if (year < FIRST_YEAR || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return Date.UTC(year, month - 1, day);
}

/** The Monday of an ISO 8601 week, or another of its days; undefined where the year has no such week. */
export function weekDayMs(yearText: string, weekText: string, dayText: string): number | undefined {
  const [year, week] = [Number(yearText), Number(weekText)];
  if (year < FIRST_YEAR || week < 1 || mondayOf(year, week) >= mondayOf(year + 1, 1)) return undefined;
  return mondayOf(year, week) + (Number(dayText) - 1) * DAY_MS;
}

/** 4 January lies in the first week of every year. */
function mondayOf(year: number, week: number): number {
  const fourth = Date.UTC(year, 0, 4);
  return fourth + ((week - 1) * 7 - ((new Date(fourth).getUTCDay() + 6) % 7)) * DAY_MS;
}

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** '05' is 2005 and '69' is 1969; four digits stay as they are. */
export function fullYear(text: string): string {
  if (text.length !== 2) return text;
  return `${Number(text) < FIRST_OF_LAST_CENTURY ? '20' : '19'}${text}`;
}

/** The number of an English month, whole or its first three letters. */
export function monthNumber(name: string): string {
  return String(MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1);
}

export function isWeekday(dayMs: number, name: string): boolean {
  return WEEKDAYS[new Date(dayMs).getUTCDay()] === name.slice(0, 3).toLowerCase();
}
