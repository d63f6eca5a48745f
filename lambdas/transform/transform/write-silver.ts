import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { DeliveryFigures } from '../../../core/contracts/delivery-figures.ts';
import type { RowBatch } from '../../../core/contracts/table-schema.ts';
import { quarantineSchema, seriesSchemaWith } from '../../../core/contracts/tables.ts';
import { periodsOfColumn } from '../../../core/series/ds-column.ts';
import { type Layout, partsOf, rowsByPart } from '../../../core/transform/parts.ts';
import type { BronzeReading } from '../../../core/transform/read-bronze.ts';
import { shardRows } from '../../../core/transform/series-table.ts';
import { silverTxn } from '../../../core/transform/silver-txn.ts';
import { readOf } from '../../../lake/bronze-rows.ts';
import { writeSeriesState } from '../../../lake/series-state.ts';
import { filesHash, type SilverLedger, writeLedger } from '../../../lake/silver-ledger.ts';
import {
  commitFiles,
  ensureTable,
  replacePartitions,
  type Snapshot,
  stageFiles,
  takeRows,
  type WriteOptions,
} from '../../../tables/index.ts';
import { type AskedSilver, readingOf, type SilverTables, type SilverVersions } from './silver.ts';

interface Writing extends AskedSilver {
  readonly dataset: Dataset;
  /** At its version. */
  readonly bronze: Snapshot;
  readonly nowMs: number;
}

/** What silver becomes, and how its files change with it. */
export interface SilverChange extends Pick<BronzeReading, 'series' | 'ledger' | 'known'> {
  /** All refused rows, or the version that has them already. */
  readonly quarantine: RowBatch | number;
  readonly deliveries: readonly DeliveryFigures[];
  readonly layout: Layout;
  readonly replaced: {
    readonly partitions: readonly { readonly shard: number }[];
    /** Paths of files that stay. */
    readonly keep: readonly string[];
  };
}

/** Brings both tables up to it, the quarantine first: whoever sees a new series finds out what was refused from it. */
export async function writeSilver(
  change: SilverChange,
  tables: SilverTables,
  writing: Writing,
): Promise<SilverVersions> {
  const { store } = tables.series.location;
  const quarantineVersion = await writeQuarantine(change, tables, writing);
  const series = await writeSeriesState(store, writing.dataset.name, change.known);
  const read = readOf(writing.bronze);
  const ledger = {
    bronzeVersion: writing.bronzeVersion,
    reading: readingOf(writing.dataset, writing),
    quarantineVersion,
    ...change.ledger,
    deliveries: [...change.deliveries],
    ...(read === undefined ? {} : { fold: { series, ...read } }),
  };
  return { silverVersion: await replaceSeries(change, tables.series, { ...writing, ledger }), quarantineVersion };
}

/** @returns the version that holds the refused rows */
async function writeQuarantine(
  { quarantine }: Pick<SilverChange, 'quarantine'>,
  tables: Pick<SilverTables, 'quarantine'>,
  writing: Writing,
): Promise<number> {
  if (typeof quarantine === 'number') return quarantine;
  const { dataset, nowMs } = writing;
  const table = await ensureTable(tables.quarantine, quarantineSchema(dataset.frequency), { nowMs });
  const batches = quarantine.rows === 0 ? [] : quarantine;
  const { version } = await replacePartitions(table.location, [{ values: {}, batches }], optionsOf(table, writing));
  return version;
}

/** @returns the version that holds the series */
async function replaceSeries(
  { series, layout, replaced }: SilverChange,
  table: Snapshot,
  writing: Writing & { readonly ledger: Omit<SilverLedger, 'files'> },
): Promise<number> {
  const { dataset, ledger, nowMs } = writing;
  const { location } = table;
  const options = optionsOf(table, writing);
  const keepLedger = (silverVersion: number, files: Parameters<typeof filesHash>[0]) =>
    writeLedger(location.store, { dataset: dataset.name, silverVersion }, { ...ledger, files: filesHash(files) });
  if (isDone(table, options)) {
    await keepLedger(table.version, table.files);
    return table.version;
  }
  const batches = fileBatches(series, layout, dataset);
  const written = batches.flatMap(({ batch }) => Object.keys(batch.columns));
  const { schema, version } = await ensureTable(location, seriesSchemaWith(dataset.frequency, written), { nowMs });
  const files = await stageFiles(location, schema, batches);
  const kept = replaced.keep.map((path) => ({ path }));
  // Before the commit, so that no version stands without its ledger; one that is not committed leaves a ledger of files that nobody has.
  await keepLedger(version + 1, [...files, ...kept]);
  const replace = [...batches.map(({ values }) => values), ...replaced.partitions];
  const commit = await commitFiles(location, { files, replace, keep: replaced.keep }, options);
  if (commit.version !== version + 1) await keepLedger(commit.version, [...files, ...kept]);
  return commit.version;
}

/** The rows of each data file. */
function fileBatches(series: BronzeReading['series'], layout: Layout, { frequency, shards }: Dataset) {
  const partOf = partsOf(frequency, layout);
  return shardRows(series, shards).flatMap(({ shard, batch }) => {
    if (layout === 'whole') return [{ values: { shard }, batch }];
    const parts = rowsByPart(periodsOfColumn(frequency, batch.columns.ds), partOf);
    return parts.map((rows) => ({ values: { shard }, batch: takeRows(batch, rows) }));
  });
}

function optionsOf({ txns }: Snapshot, { dataset, bronzeVersion, withdrawn, nowMs }: Writing): WriteOptions {
  const txn = silverTxn(txns, readingOf(dataset, { withdrawn }), bronzeVersion);
  return { step: 'transform', nowMs, ...(txn === undefined ? {} : { txn }) };
}

function isDone({ txns }: Snapshot, { txn }: WriteOptions): boolean {
  return txn !== undefined && (txns.get(txn.appId) ?? -1) >= txn.version;
}

/** Those that hold rows now: a smaller number of shards leaves some of them without any. */
export function filledShards({ files }: Snapshot): readonly { readonly shard: number }[] {
  return files.map(({ partitionValues }) => ({ shard: Number(partitionValues.shard) }));
}
