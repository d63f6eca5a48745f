import type { DateRange } from '../contracts/date-range.ts';
import type { TimeAxis } from './time-axis.ts';
import { formatPeriod, periodAtOrBefore } from './time-axis.ts';

/** Both ends belong to it. */
export interface PeriodRange {
  readonly first: number;
  readonly last: number;
}

/** The periods dated within the range, whose ends need not be on the calendar themselves. */
export function periodRange(axis: TimeAxis, { start, end }: DateRange): PeriodRange {
  return { first: periodAtOrBefore(axis, Date.parse(start) - 1) + 1, last: periodAtOrBefore(axis, Date.parse(end)) };
}

export function formatPeriodRange(axis: TimeAxis, { first, last }: PeriodRange): DateRange {
  return { start: formatPeriod(axis, first), end: formatPeriod(axis, last) };
}

export function periodsOf({ first, last }: PeriodRange): Int32Array {
  return Int32Array.from({ length: Math.max(0, last - first + 1) }, (_, step) => first + step);
}
