import type { DateRange } from '../contracts/date-range.ts';

/** Those of the ranges that the window holds a period of. */
export function within(window: DateRange, ranges: readonly DateRange[]): readonly DateRange[] {
  return ranges.filter(({ start, end }) => start <= window.end && end >= window.start);
}
