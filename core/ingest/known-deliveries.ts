import * as z from 'zod';
import { deliverySha256 } from '../contracts/rulings.ts';
import { count } from '../contracts/steps/common.ts';
import { deliveryTxn, isHeld, type Txns } from './deliveries.ts';
import { fileId, type SameRows } from './follow-rewrites.ts';

const knownDeliverySchema = z.strictObject({
  /** Of the landing object; with `tag` and `sizeBytes` it says that the object is the one that was read. */
  key: z.string(),
  tag: z.string(),
  sizeBytes: count,
  partition: z.record(z.string(), z.string().nullable()),
  /** As of the listed delivery. */
  reading: z.string().optional(),
  /** Of content, mapping and partition, as in bronze's column `delivery`. */
  sha256: z.string(),
  /** Under which bronze's log has it. */
  txn: z.string(),
  /** As in bronze's column `sequence`. */
  sequence: count,
  /**
   * Of a table's file that was written anew without a change of its rows: the deliveries that have the rows of all files with this same list,
   * `sha256` the first of them.
   */
  holds: z.array(deliverySha256).min(1).optional(),
});
export type KnownDelivery = z.infer<typeof knownDeliverySchema>;

/** What a Delta table lost between two of its versions: bronze lost the deliveries that had it. To be judged, it is a delivery without a row. */
const departureSchema = z.strictObject({
  /** Of the deliveries that left. */
  sha256: deliverySha256,
  /** Of the table's commit as of which they were missing. */
  key: z.string(),
  /** Bronze's version before they left. */
  sequence: count,
  deliveries: count,
  rows: count,
});
export type Departure = z.infer<typeof departureSchema>;

/** Those of before that are silver's already; whoever rules on one does so before the next run. */
export const MOST_DEPARTURES = 100;

/**
 * Which landing objects bronze holds, so that they need not be read to be known again. A cache: where it is missing or does not fit, the
 * object is read and its sha256 decides.
 */
export const knownDeliveriesSchema = z.strictObject({
  /** What the entries were read by, as text: under another, the same object is another delivery. */
  mapping: z.string(),
  deliveries: z.array(knownDeliverySchema),
  /** Where the source is a Delta table: as of which version of it the entries are, */
  table: z.strictObject({ id: z.string(), version: count }).optional(),
  /** and what left with it, oldest first. */
  departures: z.array(departureSchema).optional(),
});
export type KnownDeliveries = z.infer<typeof knownDeliveriesSchema>;

/** An object as the landing bucket lists it. */
export interface ListedDelivery {
  /** Its key in the landing bucket. */
  readonly file: string;
  readonly sizeBytes: number;
  /** As the bucket tells it from others; undefined where a Delta log names a file that the listing did not show. */
  readonly tag: string | undefined;
  /** Columns whose values a Delta table keeps in its log rather than in the file. */
  readonly partition: Readonly<Record<string, string | null>>;
  /** What else decides which rows the object has, where anything does: its rows that are deleted, the names that its columns have. */
  readonly reading?: string;
}

/**
 * Finds the entry of an object that bronze holds as it lies there.
 *
 * @param txns of bronze's log: an entry that it does not bear out does not count
 */
export function recogniser(
  known: KnownDeliveries | undefined,
  mapping: string,
  txns: Txns,
): (delivery: ListedDelivery) => KnownDelivery | undefined {
  const entries = known?.mapping === mapping ? known.deliveries.filter((entry) => isBorneOut(entry, txns)) : [];
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  return ({ file, tag, sizeBytes, partition, reading }) => {
    const entry = byKey.get(file);
    const isTheSame =
      entry?.tag === tag &&
      entry?.sizeBytes === sizeBytes &&
      entry.reading === reading &&
      JSON.stringify(entry.partition) === JSON.stringify(partition);
    return isTheSame ? entry : undefined;
  };
}

/** Which files of a table had which deliveries' rows, as of the version that the entries are of. */
export function sameRowsOf(known: KnownDeliveries, txns: Txns): readonly SameRows[] {
  const together = new Map<string, { readonly files: string[]; readonly deliveries: readonly string[] }>();
  for (const entry of known.deliveries) {
    if (!isBorneOut(entry, txns)) continue;
    const file = fileId({ file: entry.key, reading: entry.reading });
    // Two files of the same content are one delivery, and each has all of its rows.
    const key = entry.holds === undefined ? file : JSON.stringify(entry.holds);
    const group = together.get(key);
    if (group === undefined) together.set(key, { files: [file], deliveries: entry.holds ?? [entry.sha256] });
    else group.files.push(file);
  }
  return [...together.values()];
}

function isBorneOut({ sha256, txn, holds = [sha256] }: KnownDelivery, txns: Txns): boolean {
  return txn === deliveryTxn(sha256).appId && holds.every((delivery) => isHeld(txns, delivery));
}
