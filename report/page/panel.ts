import { instantOf } from '../../core/series/time-axis.ts';
import type { PageData, PageSeries } from '../page-data.ts';
import { decodePoints } from '../series/points.ts';

export type Values = (number | null)[];

/** One series as columns of equal length; `seconds` since 1970 ascend. */
export interface SeriesColumns {
  readonly seconds: number[];
  readonly y: Values;
  readonly yhat: Values;
  readonly lower: Values;
  readonly upper: Values;
}

/** @param window an index, or 'all' for all windows one after the other, with a gap between them */
export function columnsOf({ panel, axis }: PageData, series: PageSeries, window: number | 'all'): SeriesColumns {
  const values = decodePoints(series);
  const columns: SeriesColumns = { seconds: [], y: [], yhat: [], lower: [], upper: [] };
  const own = { ...axis, phase: series.phase ?? axis.phase };
  let offset = 0;
  series.scores.forEach((scores, index) => {
    if (scores === null) return;
    const { first, count } = panel.periods[index];
    const points = Math.ceil(count / series.bucket);
    const take = (column: number) => values.slice(offset + column * points, offset + (column + 1) * points);
    if (window === 'all' || window === index) {
      for (let point = 0; point < points; point++) {
        const period = first + Math.min(count - 1, point * series.bucket + Math.floor(series.bucket / 2));
        columns.seconds.push(instantOf(own, period) / 1000);
      }
      columns.y.push(...take(0));
      columns.yhat.push(...take(1));
      columns.lower.push(...take(2));
      columns.upper.push(...take(3));
    }
    offset += 4 * points;
  });
  return columns;
}

export function dateOf(seconds: number, isHourly: boolean): string {
  const iso = new Date(seconds * 1000).toISOString();
  return isHourly ? iso.slice(0, 16).replace('T', ' ') : iso.slice(0, 10);
}
