import * as z from 'zod';
import { type DeliveryFigures, deliveryFiguresSchema } from '../core/contracts/delivery-figures.ts';
import { tableKeys } from '../core/contracts/keys.ts';
import { tablePath } from '../core/contracts/tables.ts';
import type { ObjectStore } from '../core/ports.ts';
import { findTable } from '../tables/index.ts';
import { jsonBytes, readJsonIfSound } from './json-object.ts';
import { ledgerOfTable } from './silver-ledger.ts';

/** What is known of the deliveries that silver was refused with last: no ledger tells of them. */
export const unreadDeliveriesSchema = z.strictObject({ deliveries: z.array(deliveryFiguresSchema) });

export async function writeUnread(
  silver: ObjectStore,
  dataset: string,
  deliveries: readonly DeliveryFigures[],
): Promise<void> {
  await silver.write(tableKeys.unreadDeliveries(dataset), jsonBytes({ deliveries }));
}

/** What is known of each delivery that was read, or that silver was refused with last, by its sha256. */
export async function readDeliveryFigures(
  silver: ObjectStore,
  dataset: string,
): Promise<ReadonlyMap<string, DeliveryFigures>> {
  const series = await findTable({ store: silver, path: tablePath(dataset, 'series') });
  const ledger = series === undefined ? undefined : await ledgerOfTable(series, dataset);
  const unread = await readJsonIfSound(silver, tableKeys.unreadDeliveries(dataset), unreadDeliveriesSchema);
  const all = [...(unread?.deliveries ?? []), ...(ledger?.deliveries ?? [])];
  return new Map(all.map((figures) => [figures.delivery, figures]));
}
