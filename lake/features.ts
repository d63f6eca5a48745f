import type { Dataset } from '../core/contracts/dataset.ts';
import { FEATURE_KINDS, tablePath } from '../core/contracts/tables.ts';
import type { Stores } from '../core/ports.ts';
import { knownValuesOf, REGRESSOR_COLUMNS } from '../core/features/feature-columns.ts';
import type { KnownValues } from '../core/features/known-as-of.ts';
import type { RowBatch } from '../core/contracts/table-schema.ts';
import type { TimeAxis } from '../core/series/time-axis.ts';
import { openTable, readRows, type Snapshot, type TableLocation } from '../tables/index.ts';

export function featuresLocation({ silver }: Stores, { name }: Pick<Dataset, 'name'>): TableLocation {
  return { store: silver, path: tablePath(name, 'features') };
}

/** As a run knows the table. */
export async function openFeatures(
  stores: Stores,
  dataset: Pick<Dataset, 'name'>,
  { tableVersion }: { readonly tableVersion: number },
): Promise<Snapshot> {
  return openTable(featuresLocation(stores, dataset), tableVersion);
}

/** Dates and holidays of the calendar's rows; no rows where the data set has no holidays. */
export async function holidayRows(table: Snapshot): Promise<RowBatch> {
  const query = { columns: ['ds', 'holiday'], where: { partition: { kind: FEATURE_KINDS.calendar, shard: 0 } } };
  for await (const batch of readRows(table, query)) return batch;
  return { rows: 0, columns: { ds: [], holiday: [] } };
}

/** What was delivered of the regressors of a shard's series; undefined where it is nothing. */
export async function shardRegressors(
  table: Snapshot,
  axis: TimeAxis,
  shard: number,
): Promise<KnownValues | undefined> {
  const where = { partition: { kind: FEATURE_KINDS.regressor, shard } };
  for await (const batch of readRows(table, { columns: REGRESSOR_COLUMNS, where })) return knownValuesOf(axis, batch);
  return undefined;
}
