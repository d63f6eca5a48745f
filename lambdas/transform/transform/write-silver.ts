import type { Dataset } from '../../../core/contracts/dataset.ts';
import { seriesSchemaWith } from '../../../core/contracts/tables.ts';
import type { BronzeReading } from '../../../core/transform/read-bronze.ts';
import { shardRows } from '../../../core/transform/series-table.ts';
import { silverTxn } from '../../../core/transform/silver-txn.ts';
import { filesHash, type SilverLedger, writeLedger } from '../../../lake/silver-ledger.ts';
import {
  commitFiles,
  ensureTable,
  replacePartitions,
  type Snapshot,
  stageFiles,
  type WriteOptions,
} from '../../../tables/index.ts';
import type { JudgedReading } from './judge-reading.ts';
import { type AskedSilver, readingOf, type SilverTables, type SilverVersions } from './silver.ts';

interface Writing extends AskedSilver {
  readonly dataset: Dataset;
  readonly nowMs: number;
}

/** Replaces both tables, the quarantine first: whoever sees a new series finds out what was refused from it. */
export async function writeSilver(
  reading: JudgedReading,
  tables: SilverTables,
  writing: Writing,
): Promise<SilverVersions> {
  const refused = reading.quarantine.rows === 0 ? [] : reading.quarantine;
  const quarantine = await replacePartitions(
    tables.quarantine.location,
    [{ values: {}, batches: refused }],
    optionsOf(tables.quarantine, writing),
  );
  const ledger = {
    bronzeVersion: writing.bronzeVersion,
    reading: readingOf(writing.dataset, writing),
    quarantineVersion: quarantine.version,
    ...reading.ledger,
    deliveries: [...reading.deliveries],
  };
  return {
    silverVersion: await replaceSeries(reading, tables.series, { ...writing, ledger }),
    quarantineVersion: quarantine.version,
  };
}

/** @returns the version that holds the series */
async function replaceSeries(
  { series }: Pick<BronzeReading, 'series'>,
  table: Snapshot,
  writing: Writing & { readonly ledger: Omit<SilverLedger, 'files'> },
): Promise<number> {
  const { dataset, ledger } = writing;
  const { location } = table;
  const options = optionsOf(table, writing);
  const keepLedger = (silverVersion: number, files: Parameters<typeof filesHash>[0]) =>
    writeLedger(location.store, { dataset: dataset.name, silverVersion }, { ...ledger, files: filesHash(files) });
  if (isDone(table, options)) {
    await keepLedger(table.version, table.files);
    return table.version;
  }
  const shards = shardRows(series, dataset.shards).map(({ shard, batch }) => ({ values: { shard }, batch }));
  const written = shards.flatMap(({ batch }) => Object.keys(batch.columns));
  const { schema, version } = await ensureTable(location, seriesSchemaWith(dataset.frequency, written), {
    nowMs: writing.nowMs,
  });
  const files = await stageFiles(location, schema, shards);
  // Before the commit, so that no version stands without its ledger; one that is not committed leaves a ledger of files that nobody has.
  await keepLedger(version + 1, files);
  const replace = [...shards.map(({ values }) => values), ...filledShards(table)];
  const commit = await commitFiles(location, { files, replace }, options);
  if (commit.version !== version + 1) await keepLedger(commit.version, files);
  return commit.version;
}

function optionsOf({ txns }: Snapshot, { dataset, bronzeVersion, withdrawn, nowMs }: Writing): WriteOptions {
  const txn = silverTxn(txns, readingOf(dataset, { withdrawn }), bronzeVersion);
  return { step: 'transform', nowMs, ...(txn === undefined ? {} : { txn }) };
}

function isDone({ txns }: Snapshot, { txn }: WriteOptions): boolean {
  return txn !== undefined && (txns.get(txn.appId) ?? -1) >= txn.version;
}

/** Those that hold rows now: a smaller number of shards leaves some of them without any. */
function filledShards({ files }: Snapshot): readonly { readonly shard: number }[] {
  return files.map(({ partitionValues }) => ({ shard: Number(partitionValues.shard) }));
}
