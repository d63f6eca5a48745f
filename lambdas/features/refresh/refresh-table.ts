import { createHash } from 'node:crypto';
import { readingContract } from '../../../core/contracts/data-contract.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { FEATURE_KINDS, featuresSchema } from '../../../core/contracts/tables.ts';
import { withdrawnDeliveries } from '../../../core/contracts/rulings.ts';
import type { RowBatch } from '../../../core/contracts/table-schema.ts';
import { calendarBatch } from '../../../core/features/calendar.ts';
import { type DeliveredValue, deliveredValues, type UnreadableValue } from '../../../core/features/delivered-values.ts';
import { regressorBatch } from '../../../core/features/feature-columns.ts';
import { FEATURES_VERSION } from '../../../core/features/features-version.ts';
import type { Stores } from '../../../core/ports.ts';
import { countryHolidays } from '../../../core/series/holidays.ts';
import { addDuration, formatPeriod, parseDuration, type TimeAxis } from '../../../core/series/time-axis.ts';
import { OBSERVATION_COLUMNS } from '../../../core/transform/observations.ts';
import { READING_VERSION } from '../../../core/transform/reading-version.ts';
import { shardOf } from '../../../core/transform/series-table.ts';
import { txnOfReading } from '../../../core/transform/silver-txn.ts';
import { readBronzeRows } from '../../../lake/bronze-rows.ts';
import { featuresLocation } from '../../../lake/features.ts';
import { rulingsOn } from '../../../lake/rulings.ts';
import type { SilverTable } from '../../../lake/silver-table.ts';
import { ensureTable, openTable, replacePartitions, type Snapshot } from '../../../tables/index.ts';

/** Forecasts that are asked for later than planned still find their holidays. */
const TO_SPARE = parseDuration('2y');

interface Refreshing {
  readonly bronzeVersion: number;
  readonly stores: Stores;
  readonly nowMs: number;
}

export interface RefreshedTable {
  readonly table: Snapshot;
  /** Known where the table was made just now. */
  readonly unreadable: readonly UnreadableValue[];
}

/** Makes the table anew where bronze, what it is read by, or what of it is withdrawn is another than it was made of. */
export async function refreshTable(
  dataset: Dataset,
  silver: SilverTable,
  { bronzeVersion, stores, nowMs }: Refreshing,
): Promise<RefreshedTable> {
  const location = featuresLocation(stores, dataset);
  const table = await ensureTable(location, featuresSchema(dataset.frequency), { nowMs });
  const withdrawn = withdrawnDeliveries(await rulingsOn(stores.bronze, dataset.name));
  const txn = txnOfReading('features:', table.txns, { reading: readingOf(dataset, withdrawn), bronzeVersion });
  if (txn !== undefined && (table.txns.get(txn.appId) ?? -1) >= bronzeVersion) return { table, unreadable: [] };
  const calendar = await calendarOf(dataset, silver);
  const { values, unreadable } = await regressorsOf(dataset, { stores, bronzeVersion, withdrawn });
  const partitions = [
    { values: { kind: FEATURE_KINDS.calendar, shard: 0 }, batches: calendar },
    ...byShard(values, dataset.shards).map(({ shard, own }) => ({
      values: { kind: FEATURE_KINDS.regressor, shard },
      batches: regressorBatch(silver.axis, own),
    })),
  ];
  const emptied = table.files.map(({ partitionValues: { kind, shard } }) => ({
    values: { kind, shard: Number(shard) },
    batches: [],
  }));
  const options = { step: 'refresh-features', nowMs, ...(txn === undefined ? {} : { txn }) };
  const { version } = await replacePartitions(location, [...partitions, ...emptied], options);
  return { table: await openTable(location, version), unreadable };
}

/** Everything beside bronze that decides what the table holds. */
function readingOf(
  { contract, frequency, shards, regressors, holidays, evaluation }: Dataset,
  withdrawn: readonly string[],
): string {
  const read = [readingContract(contract), frequency, shards, regressors, holidays, evaluation];
  const facts = [FEATURES_VERSION, READING_VERSION, ...read];
  const without = withdrawn.length === 0 ? [] : [withdrawn];
  return createHash('sha256')
    .update(JSON.stringify([...facts, ...without]))
    .digest('hex')
    .slice(0, 16);
}

/** From the first observation to the end of the last one's horizon, and some years more. */
async function calendarOf({ holidays, evaluation }: Dataset, { axis, span }: SilverTable): Promise<RowBatch> {
  const horizon = addDuration(axis, span.last, parseDuration(evaluation.length));
  const range = { first: span.first, last: addDuration(axis, horizon, TO_SPARE) };
  const [first, last] = [yearOf(axis, range.first), yearOf(axis, range.last)];
  // The years beside them: the distance to the next holiday does not end with a year.
  const named = holidays === null ? [] : await countryHolidays(holidays, first - 1, last + 1);
  return calendarBatch(axis, range, named);
}

function yearOf(axis: TimeAxis, period: number): number {
  return Number(formatPeriod(axis, period).slice(0, 4));
}

/**
 * Text is parsed here once more than by transform, which keeps what it makes silver of and nothing else: regressors stand in rows that never get
 * there.
 */
async function regressorsOf(
  dataset: Dataset,
  {
    stores,
    bronzeVersion,
    withdrawn,
  }: Pick<Refreshing, 'stores' | 'bronzeVersion'> & { readonly withdrawn: readonly string[] },
): Promise<{ readonly values: readonly DeliveredValue[]; readonly unreadable: readonly UnreadableValue[] }> {
  if (dataset.regressors.length === 0) return { values: [], unreadable: [] };
  const columns = [...OBSERVATION_COLUMNS, 'regressors'];
  const { read } = await readBronzeRows(stores.bronze, dataset.name, { version: bronzeVersion, columns, withdrawn });
  return deliveredValues(read, dataset);
}

function byShard(values: readonly DeliveredValue[], shards: number) {
  const members = new Map<number, DeliveredValue[]>();
  for (const value of values) {
    const shard = shardOf(value.uniqueId, shards);
    const own = members.get(shard);
    if (own === undefined) members.set(shard, [value]);
    else own.push(value);
  }
  return [...members].sort(([a], [b]) => a - b).map(([shard, own]) => ({ shard, own }));
}
