import type { DateRange } from '../contracts/date-range.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { SliceCounts, totalCountsSchema } from '../contracts/steps/counts.ts';
import type * as z from 'zod';
import type { Frequency } from '../contracts/frequency.ts';
import { subtractDuration, formatPeriod, parseDuration, type TimeAxis } from '../series/time-axis.ts';
import { FATE, FIRST_REASON, type Observations } from './observations.ts';
import { parseTimestamp } from '../series/parse-timestamp.ts';
import type { PlacedObservations } from './place-on-calendar.ts';

export type TotalCounts = z.infer<typeof totalCountsSchema>;

/** Instants from `startMs` up to but not including `endMs`. */
export interface Slice {
  readonly startMs: number;
  readonly endMs: number;
}

const DAY_MS = 86_400_000;
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
  const instant = parseTimestamp(text, { dateOrder: 'iso', frequency });
  const isHour = text.includes('T');
  if (typeof instant === 'number' && isHour === (frequency === 'hour')) return instant;
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

/** A restated row counts as deduplicated: a later one stands in its place. */
export function countSlice({ rows, instantMs, fate }: Observations, slice: Slice): SliceCounts {
  const counts = { bronze: 0, silver: 0, quarantined: 0, deduplicated: 0 };
  for (let row = 0; row < rows; row++) {
    if (!isIn(slice, instantMs[row])) continue;
    counts.bronze += 1;
    if (fate[row] >= FIRST_REASON) counts.quarantined += 1;
    else if (fate[row] === FATE.kept) counts.silver += 1;
    else counts.deduplicated += 1;
  }
  return counts;
}

/** @returns null when silver holds nothing of the slice */
export function lastObservationIn(
  slice: Slice,
  { rows, instantMs, fate, period, axis }: PlacedObservations,
): string | null {
  let last = -Infinity;
  for (let row = 0; row < rows; row++) {
    if (fate[row] === FATE.kept && isIn(slice, instantMs[row])) last = Math.max(last, period[row]);
  }
  return last === -Infinity ? null : formatPeriod(axis, last);
}

export function countAll(observations: Observations): TotalCounts {
  const dated = countSlice(observations, EVERYTHING);
  const undated = observations.rows - dated.bronze;
  const restated = observations.fate.reduce((count, fate) => count + (fate === FATE.restated ? 1 : 0), 0);
  return { ...dated, bronze: observations.rows, quarantined: dated.quarantined + undated, undated, restated };
}
