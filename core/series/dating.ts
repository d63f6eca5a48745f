import type { Frequency } from '../contracts/frequency.ts';
import { DAY_MS, HOUR_MS, startOfMonth } from './duration.ts';

/**
 * Which date of a period names it, as a number. Weeks: the weekday, as days since 1970-01-01 (a Thursday) mod 7. Months, quarters and
 * years: the day of a month (below) + 64 x how many months that month lies behind the calendar's: quarters by the last day of March, June,
 * September, December are 1, of January, April, July, October 65. Hours and days: 0.
 */
export type Phase = number;

/** Days of a month; 4 to 30 are the days 2 to 28. Where dates fit several, the smaller one is the likelier. */
export const FIRST_DAY = 0;
export const LAST_DAY = 1;
export const LAST_WEEKDAY = 2;
export const FIRST_WEEKDAY = 3;
const BEFORE_FIXED_DAYS = 2;
const LAST_FIXED_DAY = 28;
const DAY_CODES = 64;

/** Weeks are dated by their Monday where nothing else is known. */
const MONDAY = 4;

export const MONTHS_PER_PERIOD = { month: 1, quarter: 3, year: 12 } as const;
type ByMonths = keyof typeof MONTHS_PER_PERIOD;

const EPOCH_MONTH = 1970 * 12;

/** A phase of months, quarters or years taken apart; `month` counts from the period's first in the calendar. */
interface Dating {
  readonly day: number;
  readonly month: number;
}

/** Whether the date closes the period rather than opening it. */
function isClosing(day: number): boolean {
  return day === LAST_DAY || day === LAST_WEEKDAY;
}

function datingOf(frequency: ByMonths, phase: Phase): Dating {
  const [day, shift] = [phase % DAY_CODES, Math.floor(phase / DAY_CODES)];
  const months = MONTHS_PER_PERIOD[frequency];
  return { day, month: ((isClosing(day) ? months - 1 : 0) + shift) % months };
}

function phaseOf(frequency: ByMonths, { day, month }: Dating): Phase {
  const months = MONTHS_PER_PERIOD[frequency];
  return day + DAY_CODES * (isClosing(day) ? (month + 1) % months : month);
}

/** Hours, days and weeks of the epoch; calendar months, quarters and years: which of them holds the instant. */
export function periodNumber(frequency: Frequency, epochMs: number): number {
  switch (frequency) {
    case 'hour':
      return Math.floor(epochMs / HOUR_MS);
    case 'day':
      return Math.floor(epochMs / DAY_MS);
    case 'week':
      return Math.floor(epochMs / (7 * DAY_MS));
    case 'month':
    case 'quarter':
    case 'year':
      return Math.floor(monthOf(epochMs) / MONTHS_PER_PERIOD[frequency]);
    default:
      return frequency satisfies never;
  }
}

/** The instants that have this period number, whatever the phase. */
export function calendarSpan(
  frequency: Frequency,
  period: number,
): { readonly startMs: number; readonly endMs: number } {
  const startMs = (number: number): number => {
    switch (frequency) {
      case 'hour':
        return number * HOUR_MS;
      case 'day':
        return number * DAY_MS;
      case 'week':
        return number * 7 * DAY_MS;
      case 'month':
      case 'quarter':
      case 'year':
        return startOf(number * MONTHS_PER_PERIOD[frequency]);
      default:
        return frequency satisfies never;
    }
  };
  return { startMs: startMs(period), endMs: startMs(period + 1) };
}

/** Epoch ms of the date of a month, quarter or year. */
export function dateOf(frequency: ByMonths, phase: Phase, period: number): number {
  const { day, month } = datingOf(frequency, phase);
  return dayIn(period * MONTHS_PER_PERIOD[frequency] + month, day);
}

/** The phases by which the instant dates a period; most instants of hours, months, quarters and years have none. */
export function phasesAt(frequency: Frequency, epochMs: number): readonly Phase[] {
  if (frequency === 'hour') return epochMs % HOUR_MS === 0 ? [0] : [];
  if (epochMs % DAY_MS !== 0) return [];
  if (frequency === 'day') return [0];
  if (frequency === 'week') return [floorMod(epochMs / DAY_MS, 7)];
  const month = monthOf(epochMs);
  const inPeriod = floorMod(month, MONTHS_PER_PERIOD[frequency]);
  return daysAt(month, epochMs).map((day) => phaseOf(frequency, { day, month: inPeriod }));
}

function daysAt(month: number, epochMs: number): readonly number[] {
  const ofMonth = (epochMs - startOf(month)) / DAY_MS + 1;
  const named = [FIRST_DAY, LAST_DAY, LAST_WEEKDAY, FIRST_WEEKDAY].filter((day) => dayIn(month, day) === epochMs);
  return ofMonth >= 2 && ofMonth <= LAST_FIXED_DAY ? [...named, BEFORE_FIXED_DAYS + ofMonth] : named;
}

/**
 * The phase of a data set whose commonest series have this one: what a window's dates are written by. One that any of its own dates
 * gives away again, so that whoever reads one knows all: the first or the last day of a month, or a weekday.
 */
export function labelPhase(frequency: Frequency, phase: Phase): Phase {
  if (frequency === 'hour' || frequency === 'day' || frequency === 'week') return phase;
  const { day, month } = datingOf(frequency, phase);
  return phaseOf(frequency, { day: isClosing(day) ? LAST_DAY : FIRST_DAY, month });
}

/** What periods are dated by where rows are gathered into them: the calendar's, by their first day. */
export function plainPhase(frequency: Frequency): Phase {
  return frequency === 'week' ? MONDAY : 0;
}

export function isDatedByLastDay(frequency: Frequency, phase: Phase): boolean {
  return frequency in MONTHS_PER_PERIOD && phase % DAY_CODES === LAST_DAY;
}

/** The period, as this phase cuts the calendar into them, that the instant lies in. */
export function periodHolding(frequency: Frequency, phase: Phase, epochMs: number): number {
  if (frequency === 'hour' || frequency === 'day') return periodNumber(frequency, epochMs);
  if (frequency === 'week') return Math.floor((epochMs / DAY_MS - phase) / 7);
  const { day, month } = datingOf(frequency, phase);
  const months = MONTHS_PER_PERIOD[frequency];
  const at = monthOf(epochMs);
  // A week-end before the first weekday, or after the last, is of its month all the same.
  const isBefore = day > FIRST_WEEKDAY && epochMs < dayIn(at, day);
  if (isClosing(day)) return Math.ceil((at - month) / months);
  return Math.floor(((isBefore ? at - 1 : at) - month) / months);
}

/** @param month since 1970 */
function dayIn(month: number, day: number): number {
  switch (day) {
    case FIRST_DAY:
      return startOf(month);
    case LAST_DAY:
      return startOf(month + 1) - DAY_MS;
    case LAST_WEEKDAY: {
      const last = startOf(month + 1) - DAY_MS;
      return last - Math.max(0, weekdayOf(last) - FRIDAY) * DAY_MS;
    }
    case FIRST_WEEKDAY: {
      const first = startOf(month);
      return first + (weekdayOf(first) > FRIDAY ? 7 - weekdayOf(first) : 0) * DAY_MS;
    }
    default:
      return startOf(month) + (day - BEFORE_FIXED_DAYS - 1) * DAY_MS;
  }
}

const FRIDAY = 4;

/** 0 = Monday. */
function weekdayOf(epochMs: number): number {
  return floorMod(epochMs / DAY_MS + 3, 7);
}

function monthOf(epochMs: number): number {
  const date = new Date(epochMs);
  return date.getUTCFullYear() * 12 + date.getUTCMonth() - EPOCH_MONTH;
}

function startOf(month: number): number {
  return startOfMonth(month + EPOCH_MONTH);
}

function floorMod(value: number, modulus: number): number {
  return value - Math.floor(value / modulus) * modulus;
}
