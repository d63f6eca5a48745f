import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { DeliveryFigures } from '../../../core/contracts/delivery-figures.ts';
import { doneVersion } from '../../../core/transform/silver-txn.ts';
import { ledgerOfTable } from '../../../lake/silver-ledger.ts';
import type { SilverTables } from './silver.ts';

/** Tells of which deliveries silver holds what they said, as its tables are. */
export async function heldDeliveries(
  { name }: Dataset,
  { series }: Pick<SilverTables, 'series'>,
): Promise<(figures: Pick<DeliveryFigures, 'delivery' | 'sequence'>) => boolean> {
  const deliveries = (await ledgerOfTable(series, name))?.deliveries;
  if (deliveries !== undefined) {
    const held = new Set(deliveries.map(({ delivery }) => delivery));
    return ({ delivery }) => held.has(delivery);
  }
  // A ledger that is lost, or of a release that kept no deliveries: of two that raced for a version the second passes unjudged at worst.
  const done = doneVersion(series.txns);
  return ({ sequence }) => sequence < done;
}
