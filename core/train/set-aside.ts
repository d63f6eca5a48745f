import type { DateRange } from '../contracts/date-range.ts';

/** Those of the ranges that the window holds a period of. */
export function within(window: DateRange, ranges: readonly DateRange[]): readonly DateRange[] {
  return ranges.filter(({ start, end }) => start <= window.end && end >= window.start);
}

/** For people, and where it matters whether there is anything at all: an empty list is left out. */
export function withSetAside(setAside: readonly DateRange[]): { readonly setAside?: DateRange[] } {
  return setAside.length === 0 ? {} : { setAside: [...setAside] };
}
