import { tablePath } from '../../core/contracts/tables.ts';
import type { DeliveredRows } from '../../core/evaluate/left-out.ts';
import type { Stores } from '../../core/ports.ts';
import { lookAlikes } from '../../core/series/look-alikes.ts';
import { countAll } from '../../core/transform/ledger.ts';
import { readLedger } from '../../lake/silver-ledger.ts';
import { findTable, readRows, type Snapshot } from '../../tables/index.ts';

/** What became of every row that was delivered, as the newest version of silver has it; undefined where there is none. */
export async function gatherDelivered({ silver }: Stores, dataset: string): Promise<DeliveredRows | undefined> {
  const table = await findTable({ store: silver, path: tablePath(dataset, 'series') });
  const ledger = table === undefined ? undefined : await readLedger(silver, dataset, table.version);
  if (table === undefined || ledger === undefined) return undefined;
  const { counts, reasons } = countAll(ledger);
  const { deliveries } = ledger;
  const told = deliveries === undefined ? {} : { deliveries };
  return { ...counts, reasons, alike: lookAlikes(await uniqueIdsOf(table)), ...told };
}

async function uniqueIdsOf(table: Snapshot): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for await (const { columns } of readRows(table, { columns: ['unique_id'] })) {
    // The table's schema: a required column of strings.
    for (const id of columns.unique_id as readonly string[]) found.add(id);
  }
  return found;
}
