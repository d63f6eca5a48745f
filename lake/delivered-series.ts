import type { Dataset } from '../core/contracts/dataset.ts';
import type { Frequency } from '../core/contracts/frequency.ts';
import { tablePath } from '../core/contracts/tables.ts';
import type { Stores } from '../core/ports.ts';
import { periodNumber } from '../core/series/dating.ts';
import { dsUnitMs, periodsOfColumn } from '../core/series/ds-column.ts';
import type { DeliveredSeries } from '../core/train/missing-series.ts';
import { findTable, openTable, readRows, type Snapshot } from '../tables/index.ts';
import { readLedger } from './silver-ledger.ts';
import { openSilverTable } from './silver-table.ts';

interface Known {
  readonly silverVersion: number;
  /** The last period that is known: what came later, as in a replay, is not delivered yet. */
  readonly last: number;
}

/** Of every series of any delivery: its last observation, and its refused rows by reason. */
export async function deliveredSeries(
  stores: Stores,
  dataset: Dataset,
  { silverVersion, last }: Known,
): Promise<DeliveredSeries> {
  const { frequency } = dataset;
  const { snapshot } = await openSilverTable(stores, dataset, silverVersion);
  const observed = new Map<string, number>();
  let newest = -Infinity;
  for await (const { rows, columns } of readRows(snapshot, { columns: ['unique_id', 'ds'] })) {
    // The table's schema: required columns, the ids strings.
    const [ids, periods] = [columns.unique_id as readonly string[], periodsOfColumn(frequency, columns.ds)];
    for (let row = 0; row < rows; row++) {
      newest = Math.max(newest, periods[row]);
      if (periods[row] <= last && periods[row] > (observed.get(ids[row]) ?? -Infinity))
        observed.set(ids[row], periods[row]);
    }
  }
  const quarantine = await quarantineOf(stores, dataset, silverVersion);
  return { observed, refused: await refusedRows(quarantine, { frequency, last, isPresent: newest <= last }) };
}

/** As silver left it, where its ledger says which version that was; else the newest. */
async function quarantineOf(
  { silver }: Stores,
  { name }: Dataset,
  silverVersion: number,
): Promise<Snapshot | undefined> {
  const location = { store: silver, path: tablePath(name, 'quarantine') };
  const version = (await readLedger(silver, name, silverVersion))?.quarantineVersion;
  return version === undefined ? findTable(location) : openTable(location, version);
}

const COLUMNS = ['reason', 'unique_id', 'ds'];

interface Now {
  readonly frequency: Frequency;
  readonly last: number;
  /** Whether nothing was observed later. */
  readonly isPresent: boolean;
}

/**
 * Rows without a date, or refused for one that was in the future, were delivered whatever is known now; and, at present, those of a series that is
 * planned and has no value yet.
 */
async function refusedRows(
  table: Snapshot | undefined,
  { frequency, last, isPresent }: Now,
): Promise<DeliveredSeries['refused']> {
  const refused = new Map<string, Map<string, number>>();
  if (table === undefined) return refused;
  const unitMs = dsUnitMs(frequency);
  for await (const { rows, columns } of readRows(table, { columns: COLUMNS })) {
    for (let row = 0; row < rows; row++) {
      const [reason, ds] = [String(columns.reason[row]), columns.ds[row]];
      const uniqueId = String(columns.unique_id[row] ?? '').trim();
      const isAhead = reason === 'future-date' || (isPresent && reason === 'empty');
      const isLater = ds !== null && !isAhead && periodNumber(frequency, Number(ds) * unitMs) > last;
      if (uniqueId === '' || isLater) continue;
      const reasons = refused.get(uniqueId) ?? new Map<string, number>();
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      refused.set(uniqueId, reasons);
    }
  }
  return refused;
}
