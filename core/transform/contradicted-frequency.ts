import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import { plural } from '../contracts/figures.ts';
import type { Frequency } from '../contracts/frequency.ts';
import type { Presence } from './presence.ts';

/** Fewer say nothing. */
const LEAST_DISTANCES = 3;
/** Of the distances: the others are gaps. */
const LEAST_SHARE = 0.8;

type Distances = Partial<Record<Frequency, readonly [least: number, most: number]>>;

const IN_DAYS = { week: [7, 7], month: [28, 31], quarter: [90, 92], year: [365, 366] } as const satisfies Distances;

/** By how far rows of a coarser frequency lie apart, in periods of the finer one; where they lie between its dates they are refused before. */
const APART: Readonly<Record<Frequency, Distances>> = {
  hour: { day: [24, 24], week: [168, 168], month: [672, 744], quarter: [2160, 2208], year: [8760, 8784] },
  day: IN_DAYS,
  week: { quarter: [13, 13], year: [52, 53] },
  month: { quarter: [3, 3], year: [12, 12] },
  quarter: { year: [4, 4] },
  year: {},
};

/**
 * The error where the series as a whole are of a coarser frequency than their data set says: every fit would take its periods for gaps.
 *
 * @param series of a slice
 */
export function contradictedFrequency(
  { name, frequency }: { readonly name: string; readonly frequency: Frequency },
  series: readonly Presence[],
): PlatformError | undefined {
  const counts = distancesOf(series);
  const distances = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (distances < LEAST_DISTANCES) return undefined;
  const shortest = Math.min(...counts.keys());
  for (const coarser of COARSER) {
    const [least, most] = APART[frequency][coarser] ?? [Infinity, Infinity];
    // Always so many days is no calendar's month.
    if (shortest < least || (least !== most && counts.size === 1 && coarser !== 'year')) continue;
    const within = [...counts].reduce((sum, [apart, count]) => (apart <= most ? sum + count : sum), 0);
    if (within < LEAST_SHARE * distances) continue;
    return new PlatformError(ERROR_NAMES.frequencyContradicted, {
      problem: `the rows of '${name}' are a ${coarser} apart, and its frequency is '${frequency}'`,
      got: `${within} of ${plural(distances, 'distance')} of neighbours ${least === most ? `are ${least}` : `are ${least} to ${most}`} ${frequency}s`,
      allowed: `frequency '${coarser}'`,
      hint: 'where the rows between are missing by fault, deliver them',
    });
  }
  return undefined;
}

const COARSER = ['day', 'week', 'month', 'quarter', 'year'] as const;

/** How many neighbours of all series lie so many periods apart. */
function distancesOf(series: readonly Presence[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  const add = (apart: number, times: number) => void counts.set(apart, (counts.get(apart) ?? 0) + times);
  for (const { stretches } of series) {
    stretches.forEach(({ first, last }, index) => {
      if (last > first) add(1, last - first);
      if (index > 0) add(first - stretches[index - 1].last, 1);
    });
  }
  return counts;
}
