import { kept } from '../../core/contracts/figures.ts';
import type { PagePanel, PageSeries } from '../page-data.ts';
import type { ReportData, ReportSeries, SeriesWindow } from '../report-data.ts';
import { encodePoints, meansOf } from './points.ts';

/** What all points may take in the page, in characters of base64: of the 3 MB that a report may have, it leaves one to the rest. */
const POINT_BUDGET = 1_600_000;
/** Series at either end whose points are kept one by one whatever the size of the panel. */
const EXTREMES = 10;
/** Beyond it, the series in the middle of the ranking are left out, and the page says so. */
const MAX_SERIES = 4000;
/** More segments than that are searched for nowhere. */
const MAX_SEGMENTS = 200;
const CHARACTERS_PER_POINT = (4 * 2 * 4) / 3;

/** All series from the worst to the best, with as many points as there is room for. */
export function pagePanel({
  series,
  horizons,
  segments,
}: Pick<ReportData, 'series' | 'horizons' | 'segments'>): PagePanel {
  const ranked = rank(series);
  const half = MAX_SERIES / 2;
  const kept = ranked.length <= MAX_SERIES ? ranked : [...ranked.slice(0, half), ...ranked.slice(-half)];
  const periods = horizons.map(({ periods: { first, last } }) => ({ first, count: last - first + 1 }));
  const bucket = bucketFor(
    kept.length,
    periods.map(({ count }) => count),
  );
  const isExtreme = (index: number) => index < EXTREMES || index >= kept.length - EXTREMES;
  return {
    inAll: series.length,
    periods,
    series: kept.map((one, index) => pageSeries(one, isExtreme(index) ? 1 : bucket)),
    segments: segments.slice(0, MAX_SEGMENTS).map((one) => pageSeries(one, bucket)),
  };
}

/** The names of the worst and of the best series: what the page shows more of than of the others. */
export function extremes(series: readonly ReportSeries[]): readonly string[] {
  const ids = rank(series).map(({ uniqueId }) => uniqueId);
  return ids.length <= 2 * EXTREMES ? ids : [...ids.slice(0, EXTREMES), ...ids.slice(-EXTREMES)];
}

/** The highest ratio to the naive first; series without one come last. */
export function rank(series: readonly ReportSeries[]): readonly ReportSeries[] {
  const keyed = series.map((one) => ({ one, key: ratioOf(one) ?? -Infinity }));
  return keyed
    .sort((a, b) => (a.key === b.key ? compare(a.one.uniqueId, b.one.uniqueId) : b.key > a.key ? 1 : -1))
    .map(({ one }) => one);
}

export function ratioOf({ rmse, naiveRmse }: Pick<ReportSeries, 'rmse' | 'naiveRmse'>): number | null {
  return rmse === null || naiveRmse === null || naiveRmse === 0 ? null : rmse / naiveRmse;
}

/** The fewest periods a point with which all series fit. */
function bucketFor(series: number, counts: readonly number[]): number {
  const longest = Math.max(1, ...counts);
  const size = (bucket: number) =>
    series * counts.reduce((sum, count) => sum + Math.ceil(count / bucket), 0) * CHARACTERS_PER_POINT;
  let bucket = 1;
  while (bucket < longest && size(bucket) > POINT_BUDGET) bucket += 1;
  return bucket;
}

function pageSeries(series: ReportSeries, bucket: number): PageSeries {
  const columns = series.windows.flatMap((window) => (window === null ? [] : columnsOf(window)));
  const scores = series.windows.map((window) =>
    window === null ? null : { rmse: window.rmse, naive: window.naiveRmse },
  );
  const encoded = encodePoints(columns.map((column) => meansOf(column, bucket)));
  const { uniqueId: id, phase } = series;
  return { id, ...(phase === undefined ? {} : { phase }), ratio: ratioOf(series), scores, bucket, ...encoded };
}

function columnsOf({ y, yhat, lower, upper }: SeriesWindow): readonly Float64Array[] {
  return [y, yhat, lower, upper];
}

export function rounded(value: number | null): number | null {
  return value === null ? null : kept(value);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : 1;
}
