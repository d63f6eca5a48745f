import type { DateRange, ReplayWindow } from '../contracts/date-range.ts';
import type { Duration } from './duration.ts';
import { times } from './duration.ts';
import type { TimeAxis } from './time-axis.ts';
import { addDuration, formatPeriod } from './time-axis.ts';

export interface WindowLengths {
  readonly train: Duration;
  readonly evaluate: Duration;
}

/**
 * Sliding windows over history, oldest first: the first starts at the first period, each next one an evaluation length later.
 *
 * @param data first and last period that the data tell of
 * @param count how many windows are wanted: then the last evaluation may end after the data, as long as it begins in them.
 *   Without it, only windows whose evaluation ends inside the data: a shorter one would not compare with the others.
 * @returns fewer than wanted, or none, where the data are too short
 */
export function slidingWindows(
  axis: TimeAxis,
  data: { readonly first: number; readonly last: number },
  { train, evaluate, count }: WindowLengths & { readonly count?: number | undefined },
): readonly ReplayWindow[] {
  const windows: ReplayWindow[] = [];
  for (let slide = 0; ; slide++) {
    // Counted from the first period each time: steps from window to window would drift where months differ in length.
    const start = addDuration(axis, data.first, times(evaluate, slide));
    const split = addDuration(axis, start, train);
    const end = addDuration(axis, split, evaluate);
    const isPlanned = count === undefined ? end - 1 <= data.last : slide < count && split <= data.last;
    if (!isPlanned || end === split) return windows;
    windows.push({ train: range(axis, start, split), evaluate: range(axis, split, end) });
  }
}

function range(axis: TimeAxis, start: number, end: number): DateRange {
  return { start: formatPeriod(axis, start), end: formatPeriod(axis, end - 1) };
}
