import { formatPeriod, type TimeAxis } from '../series/time-axis.ts';
import type { Presence, Stretch } from './presence.ts';

export interface SeriesGaps {
  readonly unique_id: string;
  readonly missingPeriods: number;
  /** Both ends are missing. */
  readonly ranges: readonly { readonly start: string; readonly end: string; readonly periods: number }[];
}

export interface GapReport {
  /** Series that have an observation in the slice. */
  readonly series: number;
  readonly seriesWithGaps: number;
  readonly missingPeriods: number;
  /** The first of them; `rangesLeftOut` says how many ranges more there are. */
  readonly bySeries: readonly SeriesGaps[];
  readonly rangesLeftOut: number;
}

/** Ranges listed: what a person reads, and a few hundred kilobytes at most however many series there are. */
const RANGES_LISTED = 5_000;

/**
 * What each series lacks between its first and its last observation.
 *
 * @param series ascending by unique_id
 */
export function reportGaps(series: readonly Presence[], axis: TimeAxis): GapReport {
  const bySeries: SeriesGaps[] = [];
  const counts = { series: series.length, seriesWithGaps: 0, missingPeriods: 0, rangesLeftOut: 0 };
  let room = RANGES_LISTED;
  for (const { uniqueId, stretches, phase = axis.phase } of series) {
    if (stretches.length < 2) continue;
    const gaps = gapsBetween(stretches);
    const missingPeriods = gaps.reduce((sum, gap) => sum + gap.count, 0);
    counts.seriesWithGaps += 1;
    counts.missingPeriods += missingPeriods;
    const listed = gaps.slice(0, room);
    room -= listed.length;
    counts.rangesLeftOut += gaps.length - listed.length;
    if (listed.length === 0) continue;
    const ranges = listed.map(({ from, to, count }) => ({
      start: formatPeriod({ ...axis, phase }, from),
      end: formatPeriod({ ...axis, phase }, to),
      periods: count,
    }));
    bySeries.push({ unique_id: uniqueId, missingPeriods, ranges });
  }
  return { ...counts, bySeries };
}

function gapsBetween(stretches: readonly Stretch[]) {
  return stretches.slice(1).map(({ first }, index) => {
    const { last } = stretches[index];
    return { from: last + 1, to: first - 1, count: first - last - 1 };
  });
}
