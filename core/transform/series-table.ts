import { fnv1a } from '../contracts/fnv1a.ts';
import type { RowBatch } from '../contracts/table-schema.ts';
import { panelFromSorted, seriesAt, type Panel } from '../series/panel.ts';
import { instantOf, type TimeAxis } from '../series/time-axis.ts';
import { dsColumnOfInstants } from '../series/ds-column.ts';
import type { Values } from './gather-periods.ts';
import type { PlacedObservations } from './place-on-calendar.ts';

/** What the series table holds, whatever its shards. */
export interface SeriesRows {
  /** Of the data set. */
  readonly axis: TimeAxis;
  readonly panel: Panel;
  /** How each series dates its periods. */
  readonly phases: Int32Array;
  /** How many rows made each value; absent where each is a row. */
  readonly made?: Int32Array;
}

export interface ShardRows {
  readonly shard: number;
  readonly batch: RowBatch;
}

export function seriesRows(
  { axis, ids, id, period, phases }: PlacedObservations,
  { rows, y, made }: Values,
): SeriesRows {
  const uniqueId = new Array<string>(rows.length);
  const ds = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    uniqueId[i] = ids[id[rows[i]]];
    ds[i] = period[rows[i]];
  }
  const panel = panelFromSorted({ uniqueId, ds, y });
  return {
    axis,
    panel,
    phases: Int32Array.from(panel.uniqueIds, (_, index) => phases[id[rows[panel.offsets[index]]]]),
    ...(made === undefined ? {} : { made }),
  };
}

/** Silver's rows by shard, ascending by (unique_id, ds) inside each; shards without rows are absent. */
export function shardRows(rows: SeriesRows, shards: number): readonly ShardRows[] {
  const members = new Map<number, number[]>();
  rows.panel.uniqueIds.forEach((uniqueId, index) => {
    const shard = shardOf(uniqueId, shards);
    const series = members.get(shard);
    if (series === undefined) members.set(shard, [index]);
    else series.push(index);
  });
  return [...members].sort(([a], [b]) => a - b).map(([shard, series]) => ({ shard, batch: batchOf(rows, series) }));
}

function batchOf({ axis, panel, phases, made }: SeriesRows, indices: readonly number[]): RowBatch {
  const rows = indices.reduce((sum, index) => sum + panel.offsets[index + 1] - panel.offsets[index], 0);
  const uniqueId = new Array<string>(rows);
  const [instantMs, y] = [new Float64Array(rows), new Float64Array(rows)];
  const [phase, n] = [new Float64Array(rows), new Float64Array(rows)];
  let row = 0;
  for (const index of indices) {
    const series = seriesAt(panel, index);
    const end = row + series.ds.length;
    uniqueId.fill(series.uniqueId, row, end);
    y.set(series.y, row);
    phase.fill(phases[index], row, end);
    if (made !== undefined) n.set(made.subarray(panel.offsets[index], panel.offsets[index + 1]), row);
    const own = { ...axis, phase: phases[index] };
    for (const period of series.ds) instantMs[row++] = instantOf(own, period);
  }
  const ds = dsColumnOfInstants(instantMs, axis.frequency);
  // Where no row has anything to say, a column is not written: a release that does not know it has a table as it was.
  const isOwn = phases.some((one) => one !== axis.phase);
  const further = { ...(made === undefined ? {} : { n }), ...(isOwn ? { phase } : {}) };
  return { rows, columns: { unique_id: uniqueId, ds, y, ...further } };
}

/** The shard of a series, the same for ever. */
export function shardOf(uniqueId: string, shards: number): number {
  return fnv1a(uniqueId) % shards;
}
