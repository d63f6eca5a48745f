import type { Frequency } from '../contracts/frequency.ts';
import type { TimeAxis } from './time-axis.ts';
import { daysOf } from './time-axis.ts';

/**
 * A round of the calendar whose positions come back: the days of the week, the months of the year. A position goes by its English name,
 * in model files, records and sentences alike.
 */
export interface CalendarRound {
  /** In the order in which they come. */
  readonly names: readonly string[];
  /** Index of the name. */
  of(period: number): number;
}

const MONTHS: readonly string[] = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];
const WEEKDAYS: readonly string[] = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const DAYS_OF_MONTH: readonly string[] = Array.from({ length: 31 }, (_, day) => `day ${day + 1} of the month`);
const HOURS: readonly string[] = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);
const HOURS_OF_WEEK: readonly string[] = WEEKDAYS.flatMap((weekday) => HOURS.map((hour) => `${weekday} ${hour}`));

/** Coarse rounds first, each in its order. */
const ALL_NAMES: ReadonlyMap<string, number> = new Map(
  [...MONTHS, ...WEEKDAYS, ...DAYS_OF_MONTH, ...HOURS, ...HOURS_OF_WEEK].map((name, place) => [name, place]),
);

/** Ascending, for names of positions. */
export function byCalendar(a: string, b: string): number {
  return (ALL_NAMES.get(a) ?? Infinity) - (ALL_NAMES.get(b) ?? Infinity);
}

/** As people read them: three or more in a row as 'January to April'. @param names ascending by `byCalendar` */
export function positionsText(names: readonly string[]): string {
  const runs: string[][] = [];
  for (const name of names) {
    const run = runs.at(-1);
    if (run !== undefined && byCalendar(name, run[run.length - 1]) === 1 && isSameRound(name, run[0])) run.push(name);
    else runs.push([name]);
  }
  return runs.flatMap((run) => (run.length < 3 ? run : [`${run[0]} to ${run[run.length - 1]}`])).join(', ');
}

function isSameRound(a: string, b: string): boolean {
  return [MONTHS, WEEKDAYS, DAYS_OF_MONTH, HOURS, HOURS_OF_WEEK].some(
    (names) => names.includes(a) && names.includes(b),
  );
}

/** Coarse before fine: what a coarse one says the fine ones need not say again. */
const ROUNDS = {
  hour: ['month', 'weekday', 'hour', 'hour-of-week'],
  day: ['month', 'weekday', 'day-of-month'],
  week: ['month'],
  month: ['month'],
  quarter: ['month'],
  year: [],
} as const satisfies Readonly<Record<Frequency, readonly string[]>>;

/** The rounds that a period has a place in, coarse ones first. */
export function calendarRounds(axis: TimeAxis): readonly CalendarRound[] {
  const dayOf = (period: number) => Math.floor(daysOf(axis, period));
  const weekdayOf = (period: number) => floorMod(dayOf(period) + THURSDAY, 7);
  const hourOf = (period: number) => floorMod(period, 24);
  const rounds = {
    month: { names: MONTHS, of: (period: number) => civil(dayOf(period)).month },
    weekday: { names: WEEKDAYS, of: weekdayOf },
    'day-of-month': { names: DAYS_OF_MONTH, of: (period: number) => civil(dayOf(period)).day },
    hour: { names: HOURS, of: hourOf },
    'hour-of-week': { names: HOURS_OF_WEEK, of: (period: number) => weekdayOf(period) * 24 + hourOf(period) },
  };
  return ROUNDS[axis.frequency].map((name) => rounds[name]);
}

/** What 1970-01-01 was, counted from Monday. */
const THURSDAY = 3;
/** 0000-03-01 begins a cycle of 400 years. */
const DAYS_FROM_MARCH_0000 = 719_468;

/** Both from 0 (H. Hinnant, chrono-compatible low-level date algorithms: a year begins in March, so that a leap day is its last). */
function civil(daysSinceEpoch: number): { readonly month: number; readonly day: number } {
  const day = floorMod(daysSinceEpoch + DAYS_FROM_MARCH_0000, 146_097);
  const year = Math.floor((day - Math.floor(day / 1460) + Math.floor(day / 36_524) - Math.floor(day / 146_096)) / 365);
  const inYear = day - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const month = Math.floor((5 * inYear + 2) / 153);
  return { month: (month + 2) % 12, day: inYear - Math.floor((153 * month + 2) / 5) };
}

function floorMod(value: number, modulus: number): number {
  return value - Math.floor(value / modulus) * modulus;
}
