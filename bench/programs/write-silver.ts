/**
 * `write-silver.mjs ROOT COUNT SHAPE`: the series table of a panel as transform would leave it, a Parquet file a shard, before any
 * clock starts.
 */
import type { RowBatch } from '../../core/contracts/table-schema.ts';
import { seriesSchema, tablePath } from '../../core/contracts/tables.ts';
import { shardOf } from '../../core/transform/series-table.ts';
import { localPorts } from '../../hosts/folder.ts';
import { ensureTable, replacePartitions } from '../../tables/index.ts';
import { panelDataset } from '../data/panel-dataset.ts';
import { panelId, panelSeries, type Shape } from '../data/panel.ts';

const [root, count, shapeText] = process.argv.slice(2);
const shape = shapeText as Shape;
const dataset = panelDataset(shape, 'harmonic');
const { stores, clock } = localPorts(root, [dataset]);
const location = { store: stores.silver, path: tablePath(dataset.name, 'series') };
const nowMs = clock.nowMs();
await ensureTable(location, seriesSchema('day'), { nowMs });
const partitions = Array.from({ length: dataset.shards }, (_, shard) => ({
  values: { shard },
  batches: shardBatch(shard),
}));
const { version } = await replacePartitions(location, partitions, { step: 'transform', nowMs });
process.stdout.write(JSON.stringify({ silverVersion: version }));

/** Made when its turn comes: one shard in memory at a time. */
function* shardBatch(shard: number): Generator<RowBatch> {
  const indices = Array.from({ length: Number(count) }, (_, index) => index);
  const members = indices.filter((index) => shardOf(panelId(index), dataset.shards) === shard);
  const series = members.map((index) => panelSeries(index, shape));
  const rows = series.reduce((sum, { ds }) => sum + ds.length, 0);
  const columns = { unique_id: new Array<string>(rows), ds: new Int32Array(rows), y: new Float64Array(rows) };
  let row = 0;
  for (const { uniqueId, ds, y } of series) {
    columns.unique_id.fill(uniqueId, row, row + ds.length);
    columns.ds.set(ds, row);
    columns.y.set(y, row);
    row += ds.length;
  }
  yield { rows, columns };
}
