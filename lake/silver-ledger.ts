import * as z from 'zod';
import { tableKeys } from '../core/contracts/keys.ts';
import { count, tableVersion } from '../core/contracts/steps/common.ts';
import type { ObjectStore } from '../core/ports.ts';
import { deliveryFiguresSchema } from '../core/contracts/delivery-figures.ts';
import { ledgerSchema } from '../core/transform/ledger.ts';
import type { Snapshot } from '../tables/index.ts';
import { readJsonIfSound } from './json-object.ts';
import { sha256 } from '../tables/sha256.ts';

/** The ledger of one version of the series table, and what of: it counts only where all of this is so. */
export const silverLedgerSchema = ledgerSchema.extend({
  bronzeVersion: tableVersion,
  /** Hash of everything that silver depends on beside bronze: the contract, and the version of the code that read. */
  reading: z.string(),
  /** `filesHash` of the series table's data files, whose names go by content. */
  files: z.string(),
  /** Which holds the refused rows. */
  quarantineVersion: tableVersion,
  /** Every delivery that was read, in the order of arrival; absent where a release before 0.3.0 read them. */
  deliveries: z.array(deliveryFiguresSchema).optional(),
  /** What else the next deliveries are folded with; absent where a release before 0.3.0 read them. */
  fold: z
    .strictObject({
      /** Of the object with what is known of every series: `tableKeys.seriesState`. */
      series: z.string(),
      /** `filesHash` of the data files that bronze had, and the highest `sequence` in them. */
      bronze: z.string(),
      sequence: count,
    })
    .optional(),
});
export type SilverLedger = z.infer<typeof silverLedgerSchema>;

/** undefined where there is none. */
export async function readLedger(
  silver: ObjectStore,
  dataset: string,
  silverVersion: number,
): Promise<SilverLedger | undefined> {
  return readJsonIfSound(silver, tableKeys.ledger(dataset, silverVersion), silverLedgerSchema);
}

/**
 * The ledger of the table as it is. Writers may have raced for this version: the one that lost has perhaps left its ledger, never its files.
 */
export async function ledgerOfTable(series: Snapshot, dataset: string): Promise<SilverLedger | undefined> {
  const ledger = await readLedger(series.location.store, dataset, series.version);
  return ledger?.files === filesHash(series.files) ? ledger : undefined;
}

/** @param at the data set, and the version of the series table that the ledger is of */
export async function writeLedger(
  silver: ObjectStore,
  at: { readonly dataset: string; readonly silverVersion: number },
  ledger: SilverLedger,
): Promise<void> {
  // Whatever was read again of it and whatever was counted anew stand in one order.
  const body = new TextEncoder().encode(`${JSON.stringify(silverLedgerSchema.parse(ledger))}\n`);
  await silver.write(tableKeys.ledger(at.dataset, at.silverVersion), body);
}

/** Tells tables apart by their rows: a data file is named by what it holds. */
export function filesHash(files: readonly { readonly path: string }[]): string {
  const paths = files.map(({ path }) => path).sort();
  return sha256(paths.join('\n'));
}
