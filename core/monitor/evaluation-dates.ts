import type { DateRange } from '../contracts/date-range.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { Duration } from '../series/duration.ts';
import { DAY_MS, HOUR_MS, shiftInstant, times } from '../series/duration.ts';
import type { Frequency } from '../contracts/frequency.ts';
import { periodRange } from '../series/period-range.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { addDuration, formatPeriod } from '../series/time-axis.ts';

/**
 * The dates at which the monitor looks while it lives through the range: each is the last period of a stretch of one cadence, so that
 * every look has a cadence's rows to judge; the last one is the end of the range, after a shorter stretch where need be.
 *
 * @returns ascending, at least one unless the range is empty
 * @throws StepInputInvalid when the cadence is shorter than the longest period of the calendar
 */
export function evaluationDates(axis: TimeAxis, range: DateRange, cadence: Duration): readonly string[] {
  requirePeriods(axis.frequency, cadence);
  const { first, last } = periodRange(axis, range);
  if (last < first) return [];
  const dates: string[] = [];
  for (let look = 1; ; look++) {
    // Counted from the first period each time: steps from date to date would drift where months differ in length.
    const asOf = addDuration(axis, first, times(cadence, look)) - 1;
    if (asOf >= last) return [...dates, formatPeriod(axis, last)];
    dates.push(formatPeriod(axis, asOf));
  }
}

const LONGEST_MS = {
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 31 * DAY_MS,
  quarter: 92 * DAY_MS,
  year: 366 * DAY_MS,
} as const satisfies Record<Frequency, number>;

/** From the start of a longest period: 31 days in January, 92 in July to September, 366 in the year 2000. */
const LONGEST_STARTS = Date.UTC(2000, 0, 1);
const LONGEST_QUARTER_STARTS = Date.UTC(2000, 6, 1);

function requirePeriods(frequency: Frequency, cadence: Duration): void {
  const start = frequency === 'quarter' ? LONGEST_QUARTER_STARTS : LONGEST_STARTS;
  if (shiftInstant(start, cadence) - start >= LONGEST_MS[frequency]) return;
  throw new PlatformError(ERROR_NAMES.stepInputInvalid, {
    problem: `the monitoring cadence is shorter than a ${frequency}, so that some looks would see nothing new`,
    got: `${cadence.amount}${cadence.unit}`,
    allowed: `at least one ${frequency}`,
  });
}
