import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import { DAY_MS, HOUR_MS, shiftInstant, startOfMonth, times } from './duration.ts';
import type { Duration } from './duration.ts';
import type { Frequency } from '../contracts/frequency.ts';

export { parseDuration } from './duration.ts';
export type { Duration } from './duration.ts';

/**
 * The calendar that all series of a data set share. A date is a period number on it: hours or days since 1970-01-01 UTC, weeks
 * counted in sevens from the phase's weekday, months, quarters or years since 1970. So neighbours differ by one, whatever
 * the length of a month, and gaps are plain subtraction.
 */
export interface TimeAxis {
  readonly frequency: Frequency;
  /** week: 0..6, days since epoch mod 7; month, quarter, year: 0 = dated by the first day, 1 = by the last; else 0 */
  readonly phase: number;
}

const EPOCH_MONTH = 1970 * 12;
const MONTHS_PER_PERIOD = { month: 1, quarter: 3, year: 12 } as const;

/** The axis that a sample instant lies on. An instant that is on no calendar of the frequency gives the one of phase 0. */
export function inferAxis(frequency: Frequency, epochMs: number): TimeAxis {
  switch (frequency) {
    case 'hour':
    case 'day':
      return { frequency, phase: 0 };
    case 'week':
      return { frequency, phase: floorMod(Math.floor(epochMs / DAY_MS), 7) };
    case 'month':
    case 'quarter':
    case 'year': {
      const byLastDay: TimeAxis = { frequency, phase: 1 };
      return periodOf(byLastDay, epochMs) === undefined ? { frequency, phase: 0 } : byLastDay;
    }
    default:
      return frequency satisfies never;
  }
}

/** The period dated by this instant; undefined when the instant is not on the calendar. */
export function periodOf(axis: TimeAxis, epochMs: number): number | undefined {
  const period = periodAtOrBefore(axis, epochMs);
  return instantOf(axis, period) === epochMs ? period : undefined;
}

/** The latest period whose ds is not after the instant. */
export function periodAtOrBefore(axis: TimeAxis, epochMs: number): number {
  switch (axis.frequency) {
    case 'hour':
      return Math.floor(epochMs / HOUR_MS);
    case 'day':
      return Math.floor(epochMs / DAY_MS);
    case 'week':
      return Math.floor((epochMs / DAY_MS - axis.phase) / 7);
    case 'month':
    case 'quarter':
    case 'year': {
      // A period dated by its last day is the one before that which starts on the next day.
      const date = new Date(epochMs + axis.phase * DAY_MS);
      const month = date.getUTCFullYear() * 12 + date.getUTCMonth() - EPOCH_MONTH;
      return Math.floor(month / MONTHS_PER_PERIOD[axis.frequency]) - axis.phase;
    }
    default:
      return axis.frequency satisfies never;
  }
}

/** Epoch ms of the period's ds. */
export function instantOf(axis: TimeAxis, period: number): number {
  switch (axis.frequency) {
    case 'hour':
      return period * HOUR_MS;
    case 'day':
      return period * DAY_MS;
    case 'week':
      return (period * 7 + axis.phase) * DAY_MS;
    case 'month':
    case 'quarter':
    case 'year': {
      const month = (period + axis.phase) * MONTHS_PER_PERIOD[axis.frequency] + EPOCH_MONTH;
      return startOfMonth(month) - axis.phase * DAY_MS;
    }
    default:
      return axis.frequency satisfies never;
  }
}

/** Days since epoch, fractional for hours. */
export function daysOf(axis: TimeAxis, period: number): number {
  return instantOf(axis, period) / DAY_MS;
}

/** '1981-01-31', or '1981-01-31T05:00:00Z' on an hourly axis. */
export function formatPeriod(axis: TimeAxis, period: number): string {
  const iso = new Date(instantOf(axis, period)).toISOString();
  return axis.frequency === 'hour' ? iso.replace('.000Z', 'Z') : iso.slice(0, -'T00:00:00.000Z'.length);
}

/** The inverse of formatPeriod. @throws StepInputInvalid when the text is anything else than a formatted period of this axis. */
export function parsePeriod(axis: TimeAxis, text: string): number {
  const epochMs = Date.parse(text.includes('T') ? text : `${text}T00:00:00Z`);
  const period = Number.isNaN(epochMs) ? undefined : periodOf(axis, epochMs);
  if (period === undefined || formatPeriod(axis, period) !== text) {
    throw new PlatformError(ERROR_NAMES.stepInputInvalid, {
      problem: `this is not a date on the ${axis.frequency} calendar of the series`,
      got: text,
      allowed: `dates like ${formatPeriod(axis, 0)}, ${formatPeriod(axis, 1)}`,
    });
  }
  return period;
}

/**
 * Calendar-true: 1981-01-01 + 5y = 1986-01-01. Where the moved date is off the calendar (90 days after a month's first), the
 * latest period before it.
 */
export function addDuration(axis: TimeAxis, period: number, duration: Duration): number {
  return periodAtOrBefore(axis, moveInstant(axis, instantOf(axis, period), duration));
}

/** As addDuration, into the past. */
export function subtractDuration(axis: TimeAxis, period: number, duration: Duration): number {
  return addDuration(axis, period, times(duration, -1));
}

/** Moves an instant on the calendar. Where periods are dated by their last day, so is the result: 02-29 + 1m = 03-31. */
export function moveInstant(axis: TimeAxis, epochMs: number, duration: Duration): number {
  const datedByLastDay = axis.frequency !== 'week' && axis.phase === 1;
  const offsetMs = datedByLastDay ? DAY_MS : 0;
  return shiftInstant(epochMs + offsetMs, duration) - offsetMs;
}

function floorMod(value: number, modulus: number): number {
  return value - Math.floor(value / modulus) * modulus;
}
