import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { Series } from './series.ts';

/** Many series, column-wise: series i owns the rows offsets[i] up to but not including offsets[i + 1]. */
export interface Panel {
  readonly uniqueIds: readonly string[];
  readonly offsets: Int32Array;
  readonly ds: Int32Array;
  readonly y: Float64Array;
}

export interface LongColumns {
  readonly uniqueId: readonly string[];
  /** Period numbers. */
  readonly ds: Int32Array;
  readonly y: Float64Array;
}

/**
 * A panel on the given columns; nothing is copied.
 *
 * @param columns long format, one row an observation, ascending by (uniqueId, ds) without duplicates
 * @throws TableCorrupt where two neighbouring rows are out of order or equal
 */
export function panelFromSorted({ uniqueId, ds, y }: LongColumns): Panel {
  const uniqueIds: string[] = [];
  const starts: number[] = [];
  for (let row = 0; row < ds.length; row++) {
    const id = uniqueId[row];
    if (row > 0 && id === uniqueId[row - 1]) {
      if (ds[row] <= ds[row - 1]) throw unsorted(row, `${id}, period ${ds[row]}`);
    } else {
      if (row > 0 && id < uniqueId[row - 1]) throw unsorted(row, id);
      uniqueIds.push(id);
      starts.push(row);
    }
  }
  return { uniqueIds, offsets: Int32Array.from([...starts, ds.length]), ds, y };
}

/** The series at a position, as a view: no row is copied. */
export function seriesAt(panel: Panel, index: number): Series {
  const start = panel.offsets[index];
  const end = panel.offsets[index + 1];
  return { uniqueId: panel.uniqueIds[index], ds: panel.ds.subarray(start, end), y: panel.y.subarray(start, end) };
}

/** The observations with first <= ds <= last, as a view. */
export function sliceSeries(series: Series, first: number, last: number): Series {
  const start = countBefore(series.ds, first);
  const end = countBefore(series.ds, last + 1);
  return { ...series, ds: series.ds.subarray(start, end), y: series.y.subarray(start, end) };
}

/** The observations outside of all these ranges of periods: the same series, where that is all of them. */
export function withoutPeriods(
  series: Series,
  ranges: readonly { readonly first: number; readonly last: number }[],
): Series {
  const isOutside = (period: number) => ranges.every(({ first, last }) => period < first || period > last);
  if (ranges.length === 0 || series.ds.every(isOutside)) return series;
  const y = series.y.filter((_, row) => isOutside(series.ds[row]));
  return { ...series, ds: series.ds.filter(isOutside), y };
}

/** How many of the ascending periods are smaller than this one. */
export function countBefore(ds: Int32Array, period: number): number {
  let low = 0;
  let high = ds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ds[middle] < period) low = middle + 1;
    else high = middle;
  }
  return low;
}

function unsorted(row: number, got: string): PlatformError {
  return new PlatformError(ERROR_NAMES.tableCorrupt, {
    problem: `row ${row} of the panel does not come after the row before it`,
    got,
    allowed: 'rows in ascending order of (unique_id, ds), each once',
    hint: 'silver files are sorted when they are written; sort after joining files',
  });
}
