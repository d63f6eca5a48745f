import { createHash } from 'node:crypto';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { quarantineSchema, seriesSchema, tablePath } from '../../../core/contracts/tables.ts';
import type { Ports } from '../../../core/ports.ts';
import type { TransformPlan } from '../../../core/transform/plan-transform.ts';
import { quarantineBatch } from '../../../core/transform/refused-rows.ts';
import { shardRows } from '../../../core/transform/series-table.ts';
import { silverTxn } from '../../../core/transform/silver-txn.ts';
import { ensureTable, replacePartitions, type Snapshot, type WriteOptions } from '../../../tables/index.ts';

/** The two tables that a transform keeps, as they were before it. */
export interface Silver {
  readonly series: Snapshot;
  readonly quarantine: Snapshot;
}

export async function openSilver(
  dataset: Dataset,
  { stores, clock }: Pick<Ports, 'stores' | 'clock'>,
): Promise<Silver> {
  const location = (table: 'series' | 'quarantine') => ({ store: stores.silver, path: tablePath(dataset.name, table) });
  const now = { nowMs: clock.nowMs() };
  const [series, quarantine] = await Promise.all([
    ensureTable(location('series'), seriesSchema(dataset.frequency), now),
    ensureTable(location('quarantine'), quarantineSchema(dataset.frequency), now),
  ]);
  return { series, quarantine };
}

/** Replaces both tables, the quarantine first: whoever sees a new series finds out what was refused from it. */
export async function writeSilver(
  plan: TransformPlan,
  silver: Silver,
  { dataset, nowMs }: { readonly dataset: Dataset; readonly nowMs: number },
): Promise<{ readonly silverVersion: number; readonly quarantineVersion: number }> {
  const options = (table: Snapshot): WriteOptions => {
    const txn = silverTxn(table.txns, readingHash(dataset), plan.report.bronzeVersion);
    return { operation: 'transform', nowMs, ...(txn === undefined ? {} : { txn }) };
  };
  const refused = plan.refused.rows.length === 0 ? [] : quarantineBatch(plan.refused);
  const quarantine = await replacePartitions(
    silver.quarantine.location,
    [{ values: {}, batches: refused }],
    options(silver.quarantine),
  );
  const series = await replacePartitions(
    silver.series.location,
    shardPartitions(plan, silver.series, dataset.shards),
    options(silver.series),
  );
  return { silverVersion: series.version, quarantineVersion: quarantine.version };
}

/** All shards, those too that hold rows now and none after: a smaller number of shards leaves some of them behind. */
function shardPartitions({ panel, axis }: TransformPlan, before: Snapshot, shards: number) {
  const filled = shardRows(panel, axis, shards);
  const present = new Set(filled.map(({ shard }) => shard));
  const emptied = new Set(
    before.files.map((file) => Number(file.partitionValues.shard)).filter((s) => !present.has(s)),
  );
  return [
    ...filled.map(({ shard, batch }) => ({ values: { shard }, batches: batch })),
    ...[...emptied].map((shard) => ({ values: { shard }, batches: [] })),
  ];
}

/** Everything in the data set's definition that decides what silver holds. */
function readingHash({ contract, frequency, shards }: Dataset): string {
  return createHash('sha256')
    .update(JSON.stringify([contract, frequency, shards]))
    .digest('hex')
    .slice(0, 16);
}
