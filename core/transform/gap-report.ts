import { findGaps } from '../series/gaps.ts';
import { seriesAt, sliceSeries, type Panel } from '../series/panel.ts';
import { formatPeriod, periodAtOrBefore, type TimeAxis } from '../series/time-axis.ts';
import type { Slice } from './slice.ts';

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

/** What each series lacks between its first and its last observation of the slice. */
export function reportGaps(panel: Panel, axis: TimeAxis, slice: Slice): GapReport {
  const first = Math.max(-(2 ** 31), periodAtOrBefore(axis, slice.startMs - 1) + 1);
  const last = periodAtOrBefore(axis, slice.endMs - 1);
  const bySeries: SeriesGaps[] = [];
  const counts = { series: 0, seriesWithGaps: 0, missingPeriods: 0, rangesLeftOut: 0 };
  let room = RANGES_LISTED;
  for (let index = 0; index < panel.uniqueIds.length; index++) {
    const series = sliceSeries(seriesAt(panel, index), first, last);
    if (series.ds.length === 0) continue;
    counts.series += 1;
    const gaps = findGaps(series.ds);
    if (gaps.length === 0) continue;
    const missingPeriods = gaps.reduce((sum, gap) => sum + gap.count, 0);
    counts.seriesWithGaps += 1;
    counts.missingPeriods += missingPeriods;
    const listed = gaps.slice(0, room);
    room -= listed.length;
    counts.rangesLeftOut += gaps.length - listed.length;
    if (listed.length === 0) continue;
    const ranges = listed.map(({ from, to, count }) => ({
      start: formatPeriod(axis, from),
      end: formatPeriod(axis, to),
      periods: count,
    }));
    bySeries.push({ unique_id: series.uniqueId, missingPeriods, ranges });
  }
  return { ...counts, bySeries };
}
