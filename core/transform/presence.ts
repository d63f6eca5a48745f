import type { Phase } from '../series/dating.ts';
import type { Series } from '../series/series.ts';

/** Periods without a gap among them; both ends are observed. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** When a series was observed, without its values: what gaps, counts of series and the calendar's checks need of it. */
export interface Presence {
  readonly uniqueId: string;
  /** How it dates its periods; the data set's way where it is absent. */
  readonly phase?: Phase | undefined;
  /** Ascending, with a gap between any two. */
  readonly stretches: readonly Stretch[];
}

export function presenceOf({ uniqueId, ds, phase }: Pick<Series, 'uniqueId' | 'ds' | 'phase'>): Presence {
  const stretches: Stretch[] = [];
  for (let start = 0, end: number; start < ds.length; start = end) {
    end = start + 1;
    while (end < ds.length && ds[end] === ds[end - 1] + 1) end += 1;
    stretches.push({ first: ds[start], last: ds[end - 1] });
  }
  return { uniqueId, phase, stretches };
}

/** What of it lies between the two periods, both included; nothing where the first is the later one. */
export function presenceWithin({ stretches, ...series }: Presence, first: number, last: number): Presence {
  const within = stretches
    .map((stretch) => ({ first: Math.max(first, stretch.first), last: Math.min(last, stretch.last) }))
    .filter((stretch) => stretch.first <= stretch.last);
  return { ...series, stretches: within };
}

/** The last period that any of the series was observed in; undefined where none was. */
export function lastObserved(present: readonly Presence[]): number | undefined {
  let last: number | undefined;
  for (const { stretches } of present) {
    const own = stretches.at(-1)?.last;
    if (own !== undefined && (last === undefined || own > last)) last = own;
  }
  return last;
}

/** With a period more. @returns the same stretches where it is among them */
export function withPeriod(stretches: readonly Stretch[], period: number): readonly Stretch[] {
  let before = stretches.length - 1;
  while (before >= 0 && stretches[before].first > period) before -= 1;
  if (before >= 0 && stretches[before].last >= period) return stretches;
  const joins = {
    left: before >= 0 && stretches[before].last === period - 1,
    right: stretches[before + 1]?.first === period + 1,
  };
  const joined = {
    first: joins.left ? stretches[before].first : period,
    last: joins.right ? stretches[before + 1].last : period,
  };
  return [
    ...stretches.slice(0, joins.left ? before : before + 1),
    joined,
    ...stretches.slice(joins.right ? before + 2 : before + 1),
  ];
}

/** The first period, then by turns how many are observed and how many are missing. */
export function lengthsOf(stretches: readonly Stretch[]): readonly number[] {
  return stretches.flatMap(({ first, last }, index) => [
    index === 0 ? first : first - stretches[index - 1].last - 1,
    last - first + 1,
  ]);
}

export function stretchesOfLengths(lengths: readonly number[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let next = 0;
  for (let i = 0; i + 1 < lengths.length; i += 2) {
    const first = next + lengths[i];
    next = first + lengths[i + 1];
    stretches.push({ first, last: next - 1 });
  }
  return stretches;
}
