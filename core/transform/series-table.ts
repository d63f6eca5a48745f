import { fnv1a } from '../contracts/fnv1a.ts';
import type { RowBatch } from '../contracts/table-schema.ts';
import { panelFromSorted, seriesAt, type Panel } from '../series/panel.ts';
import { instantOf, type TimeAxis } from '../series/time-axis.ts';
import { dsColumnOfInstants } from '../series/ds-column.ts';
import type { PlacedObservations } from './place-on-calendar.ts';

export interface ShardRows {
  readonly shard: number;
  readonly batch: RowBatch;
}

/** @param kept rows ascending by (unique_id, ds) */
export function keptPanel({ ids, id, period, y }: PlacedObservations, kept: Uint32Array): Panel {
  const uniqueId = new Array<string>(kept.length);
  const columns = { ds: new Int32Array(kept.length), y: new Float64Array(kept.length) };
  for (let i = 0; i < kept.length; i++) {
    uniqueId[i] = ids[id[kept[i]]];
    columns.ds[i] = period[kept[i]];
    columns.y[i] = y[kept[i]];
  }
  return panelFromSorted({ uniqueId, ...columns });
}

/** Silver's rows by shard, ascending by (unique_id, ds) inside each; shards without rows are absent. */
export function shardRows(panel: Panel, axis: TimeAxis, shards: number): readonly ShardRows[] {
  const members = new Map<number, number[]>();
  panel.uniqueIds.forEach((uniqueId, index) => {
    const shard = shardOf(uniqueId, shards);
    const series = members.get(shard);
    if (series === undefined) members.set(shard, [index]);
    else series.push(index);
  });
  return [...members]
    .sort(([a], [b]) => a - b)
    .map(([shard, series]) => ({ shard, batch: batchOf(panel, series, axis) }));
}

function batchOf(panel: Panel, indices: readonly number[], axis: TimeAxis): RowBatch {
  const rows = indices.reduce((sum, index) => sum + panel.offsets[index + 1] - panel.offsets[index], 0);
  const uniqueId = new Array<string>(rows);
  const instantMs = new Float64Array(rows);
  const y = new Float64Array(rows);
  let row = 0;
  for (const index of indices) {
    const series = seriesAt(panel, index);
    uniqueId.fill(series.uniqueId, row, row + series.ds.length);
    y.set(series.y, row);
    for (const period of series.ds) instantMs[row++] = instantOf(axis, period);
  }
  return { rows, columns: { unique_id: uniqueId, ds: dsColumnOfInstants(instantMs, axis.frequency), y } };
}

/** The shard of a series, the same for ever. */
export function shardOf(uniqueId: string, shards: number): number {
  return fnv1a(uniqueId) % shards;
}
