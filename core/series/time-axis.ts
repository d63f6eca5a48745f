import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import { dateOf, isDatedByLastDay, labelPhase, periodNumber, type Phase, phasesAt } from './dating.ts';
import { DAY_MS, HOUR_MS, shiftInstant, times } from './duration.ts';
import type { Duration } from './duration.ts';
import type { Frequency } from '../contracts/frequency.ts';

export { parseDuration } from './duration.ts';
export type { Duration } from './duration.ts';

/**
 * A calendar. A date is a period number on it: hours, days or weeks since 1970-01-01 UTC, calendar months, quarters or years since
 * 1970. So neighbours differ by one, whatever the length of a month, and gaps are plain subtraction. The number depends on the frequency
 * and the date alone; the phase says which date of a period names it. A data set has one axis, by which windows are written; a series of it
 * may have a phase of its own, by which its `ds` are (docs/decisions/0022-a-series-own-calendar.md).
 */
export interface TimeAxis {
  readonly frequency: Frequency;
  readonly phase: Phase;
}

/** The axis of a data set one of whose windows has this date. An instant that dates no period gives the one of phase 0. */
export function inferAxis(frequency: Frequency, epochMs: number): TimeAxis {
  // A time of day does not hide the weekday.
  const dateMs = frequency === 'week' ? Math.floor(epochMs / DAY_MS) * DAY_MS : epochMs;
  const phase = phasesAt(frequency, dateMs).find((one) => labelPhase(frequency, one) === one);
  return { frequency, phase: phase ?? 0 };
}

/** The period dated by this instant; undefined when the instant is not on the calendar. */
export function periodOf(axis: TimeAxis, epochMs: number): number | undefined {
  const period = periodNumber(axis.frequency, epochMs);
  return instantOf(axis, period) === epochMs ? period : undefined;
}

/** The latest period whose ds is not after the instant. */
export function periodAtOrBefore(axis: TimeAxis, epochMs: number): number {
  const period = periodNumber(axis.frequency, epochMs);
  return instantOf(axis, period) <= epochMs ? period : period - 1;
}

/** Epoch ms of the period's ds. */
export function instantOf({ frequency, phase }: TimeAxis, period: number): number {
  switch (frequency) {
    case 'hour':
      return period * HOUR_MS;
    case 'day':
      return period * DAY_MS;
    case 'week':
      return (period * 7 + phase) * DAY_MS;
    case 'month':
    case 'quarter':
    case 'year':
      return dateOf(frequency, phase, period);
    default:
      return frequency satisfies never;
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
  const offsetMs = isDatedByLastDay(axis.frequency, axis.phase) ? DAY_MS : 0;
  return shiftInstant(epochMs + offsetMs, duration) - offsetMs;
}
