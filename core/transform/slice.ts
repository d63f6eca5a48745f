import { HOUR_MS, DAY_MS } from '../series/duration.ts';
import type { DateRange } from '../contracts/date-range.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { Frequency } from '../contracts/frequency.ts';
import { parseTimestamp } from '../series/parse-timestamp.ts';
import { formatPeriod, parseDuration, periodAtOrBefore, subtractDuration, type TimeAxis } from '../series/time-axis.ts';
import { type Presence, presenceWithin } from './presence.ts';

/** Instants from `startMs` up to but not including `endMs`. */
export interface Slice {
  readonly startMs: number;
  readonly endMs: number;
}

export const EVERYTHING: Slice = { startMs: -Infinity, endMs: Infinity };

/**
 * A range of `ds` as instants. A date stands for its whole day, as in a `ds` column of type date: so a refused row dated
 * 13:00 counts in the slice where its bronze row is found.
 * @throws StepInputInvalid when an end is no date of this frequency, or the range ends before it starts
 */
export function sliceOf(range: DateRange, frequency: Frequency): Slice {
  const startMs = instantOfBound(range.start, frequency);
  const endMs = instantOfBound(range.end, frequency);
  if (endMs < startMs) {
    throw invalidRange(`${range.start}..${range.end}`, 'a range that starts before it ends');
  }
  return { startMs, endMs: endMs + (frequency === 'hour' ? 1 : DAY_MS) };
}

function instantOfBound(text: string, frequency: Frequency): number {
  const instant = parseTimestamp(text, { dateOrder: 'iso', frequency, zone: null });
  const isHour = text.includes('T');
  const isWhole = typeof instant === 'number' && instant % (isHour ? HOUR_MS : DAY_MS) === 0;
  // Nothing between: the ledger's sums are by whole days and full hours.
  if (isWhole && isHour === (frequency === 'hour')) return instant;
  throw invalidRange(
    text,
    frequency === 'hour' ? "a full hour like '1981-01-31T05:00:00Z'" : "a date like '1981-01-31'",
  );
}

function invalidRange(got: string, allowed: string): PlatformError {
  return new PlatformError(ERROR_NAMES.stepInputInvalid, { problem: 'the range is invalid', got, allowed });
}

/** The training length up to the last observation. */
export function trainingRange(axis: TimeAxis, lastPeriod: number, length: string): DateRange {
  const start = subtractDuration(axis, lastPeriod, parseDuration(length)) + 1;
  return { start: formatPeriod(axis, start), end: formatPeriod(axis, lastPeriod) };
}

export function isIn(slice: Slice, instantMs: number): boolean {
  return instantMs >= slice.startMs && instantMs < slice.endMs;
}

/** When each series was observed in the slice; those without an observation there are left out. */
export function presentIn(slice: Slice, axis: TimeAxis, series: readonly Presence[]): readonly Presence[] {
  const first = periodAtOrBefore(axis, slice.startMs - 1) + 1;
  const last = periodAtOrBefore(axis, slice.endMs - 1);
  return series.map((whole) => presenceWithin(whole, first, last)).filter(({ stretches }) => stretches.length > 0);
}
