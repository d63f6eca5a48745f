import * as z from 'zod';
import { count } from '../contracts/steps/common.ts';

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
});
export type KnownDelivery = z.infer<typeof knownDeliverySchema>;

/**
 * Which landing objects bronze holds, so that they need not be read to be known again. A cache: where it is missing or does not fit, the
 * object is read and its sha256 decides.
 */
export const knownDeliveriesSchema = z.strictObject({
  /** What the entries were read by, as text: under another, the same object is another delivery. */
  mapping: z.string(),
  deliveries: z.array(knownDeliverySchema),
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
  txns: ReadonlyMap<string, number>,
): (delivery: ListedDelivery) => KnownDelivery | undefined {
  const entries = known?.mapping === mapping ? known.deliveries.filter(({ txn }) => txns.has(txn)) : [];
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
