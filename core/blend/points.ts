import { emptyPoints, type SeriesPoints } from '../backtest/series-points.ts';
import type { RowBatch, TableSchema } from '../contracts/table-schema.ts';
import { joinFloats, joinIntegers } from '../models/typed-arrays.ts';

/** What a cross-validation leaves for the weights and for the intervals: one row a forecasted point, series by series, fold by fold. */
export const POINTS_FOLDER = 'points';

/** Periods are the axis' numbers; `half` is the half width of the interval at the main level. */
export const POINTS_SCHEMA: TableSchema = {
  columns: [
    { name: 'unique_id', type: 'string', nullable: false },
    { name: 'cutoff', type: 'long', nullable: false },
    { name: 'ds', type: 'long', nullable: false },
    { name: 'y', type: 'double', nullable: false },
    { name: 'yhat', type: 'double', nullable: false },
    { name: 'half', type: 'double', nullable: false },
  ],
  partitionBy: [],
};

/** Rows of POINTS_SCHEMA, series after series. */
export function pointsBatch(uniqueIds: readonly string[], points: readonly SeriesPoints[]): RowBatch {
  const columns = {
    unique_id: points.flatMap(({ ds }, index) => new Array<string>(ds.length).fill(uniqueIds[index])),
    cutoff: joinIntegers(points.map(({ cutoff }) => cutoff)),
    ds: joinIntegers(points.map(({ ds }) => ds)),
    y: joinFloats(points.map(({ y }) => y)),
    yhat: joinFloats(points.map(({ yhat }) => yhat)),
    half: joinFloats(points.map(({ half }) => half)),
  };
  return { rows: columns.ds.length, columns };
}

/** A file's points by series, as views, without those that came true after a period. */
export function pointsBySeries({ rows, columns }: RowBatch, lastKnown: number): ReadonlyMap<string, SeriesPoints> {
  const uniqueIds = columns.unique_id;
  const all: SeriesPoints = {
    cutoff: Int32Array.from(columns.cutoff as Float64Array),
    ds: Int32Array.from(columns.ds as Float64Array),
    // The schema says that neither holds null.
    y: columns.y as Float64Array,
    yhat: columns.yhat as Float64Array,
    half: columns.half as Float64Array,
  };
  const bySeries = new Map<string, SeriesPoints>();
  for (let start = 0, end = 0; start < rows; start = end) {
    while (end < rows && uniqueIds[end] === uniqueIds[start]) end++;
    const known = knownUntil(lastKnown, slicePoints(all, start, end));
    if (known.ds.length > 0) bySeries.set(String(uniqueIds[start]), known);
  }
  return bySeries;
}

function slicePoints({ cutoff, ds, y, yhat, half }: SeriesPoints, start: number, end: number): SeriesPoints {
  return {
    cutoff: cutoff.subarray(start, end),
    ds: ds.subarray(start, end),
    y: y.subarray(start, end),
    yhat: yhat.subarray(start, end),
    half: half.subarray(start, end),
  };
}

function knownUntil(last: number, points: SeriesPoints): SeriesPoints {
  if (points.ds.every((period) => period <= last)) return points;
  const rows = [...points.ds.keys()].filter((row) => points.ds[row] <= last);
  const known = emptyPoints(rows.length);
  rows.forEach((row, at) => {
    known.cutoff[at] = points.cutoff[row];
    known.ds[at] = points.ds[row];
    known.y[at] = points.y[row];
    known.yhat[at] = points.yhat[row];
    known.half[at] = points.half[row];
  });
  return known;
}
