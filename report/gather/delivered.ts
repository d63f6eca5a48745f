import { tablePath } from '../../core/contracts/tables.ts';
import type { DeliveredRows } from '../../core/evaluate/left-out.ts';
import type { Stores } from '../../core/ports.ts';
import { countAll } from '../../core/transform/ledger.ts';
import { readLedger } from '../../lake/silver-ledger.ts';
import { findTable } from '../../tables/index.ts';

/** What became of every row that was delivered, as the newest version of silver has it; undefined where there is none. */
export async function gatherDelivered({ silver }: Stores, dataset: string): Promise<DeliveredRows | undefined> {
  const table = await findTable({ store: silver, path: tablePath(dataset, 'series') });
  const ledger = table === undefined ? undefined : await readLedger(silver, dataset, table.version);
  if (ledger === undefined) return undefined;
  const { counts, reasons } = countAll(ledger);
  const { deliveries } = ledger;
  return { ...counts, reasons, ...(deliveries === undefined ? {} : { deliveries }) };
}
