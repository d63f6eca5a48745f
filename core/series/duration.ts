import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';

export interface Duration {
  /** Negative ones go back in time. */
  readonly amount: number;
  /** hour, day, week, month, quarter, year */
  readonly unit: 'h' | 'd' | 'w' | 'm' | 'q' | 'y';
}

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

const FIXED_MS: Partial<Record<Duration['unit'], number>> = { h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS };
const MONTHS: Partial<Record<Duration['unit'], number>> = { m: 1, q: 3, y: 12 };

/** Reads '36h', '90d', '8w', '6m', '2q' or '5y'. @throws StepInputInvalid */
export function parseDuration(text: string): Duration {
  const match = /^([1-9]\d*)([hdwmqy])$/.exec(text);
  if (match === null) {
    throw new PlatformError(ERROR_NAMES.stepInputInvalid, {
      problem: 'this is not a duration',
      got: text,
      allowed: "a whole number and a unit: '36h', '90d', '8w', '6m', '2q', '5y'",
    });
  }
  return { amount: Number(match[1]), unit: match[2] as Duration['unit'] };
}

export function times(duration: Duration, factor: number): Duration {
  return { amount: duration.amount * factor, unit: duration.unit };
}

/**
 * Moves an instant (epoch ms) on the calendar: months and years keep the day of the month where the target month has it,
 * and fall on its last day where it does not (2020-02-29 + 1y = 2021-02-28).
 */
export function shiftInstant(epochMs: number, duration: Duration): number {
  const fixedMs = FIXED_MS[duration.unit];
  if (fixedMs !== undefined) return epochMs + duration.amount * fixedMs;
  const months = MONTHS[duration.unit]! * duration.amount;
  const date = new Date(epochMs);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth() + months;
  const day = Math.min(date.getUTCDate(), (startOfMonth(month + 1) - startOfMonth(month)) / DAY_MS);
  const timeOfDayMs = epochMs - Math.floor(epochMs / DAY_MS) * DAY_MS;
  return startOfMonth(month) + (day - 1) * DAY_MS + timeOfDayMs;
}

/** @param month months since the year 0 */
export function startOfMonth(month: number): number {
  const year = Math.floor(month / 12);
  // Date.UTC reads the years 0 to 99 as 1900 to 1999: 400 years hold a whole number of days, so the calendar repeats.
  return Date.UTC(year + 400, month - year * 12, 1) - DAYS_IN_400_YEARS * DAY_MS;
}

const DAYS_IN_400_YEARS = 146_097;
