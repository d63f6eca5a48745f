import { tableKeys } from '../core/contracts/keys.ts';
import type { RefusedFormat } from '../core/ingest/format-refusal.ts';
import type { ObjectStore } from '../core/ports.ts';
import { jsonBytes } from './json-object.ts';

/**
 * A delivery that was refused for its format, as bronze keeps it beside the table: for people, and no row of it for a machine. Where the
 * table's log has its transaction, it has been read since.
 */
export interface RefusedDelivery {
  readonly dataset: string;
  /** Of content, mapping and partition, as in bronze's column `delivery` once it is read. */
  readonly sha256: string;
  /** Its key in the landing bucket. */
  readonly file: string;
  readonly formats: readonly RefusedFormat[];
  /** Where only its beginning is kept: how many of its bytes. */
  readonly keptBytes?: number;
}

/** More of a file than people look through. */
const MOST_BYTES = 64 * 2 ** 20;

/** What was delivered, by ranges. */
export interface RefusedContent {
  readonly sizeBytes: number;
  read(start: number, end: number): Promise<Uint8Array>;
}

/** The record last: where it stands, the content stands too. Of a large one, the beginning is kept. */
export async function keepRefused(
  store: ObjectStore,
  delivery: RefusedDelivery,
  content: RefusedContent,
): Promise<void> {
  const { dataset, sha256 } = delivery;
  const kept = Math.min(content.sizeBytes, MOST_BYTES);
  await store.create(tableKeys.refused(dataset, sha256), await content.read(0, kept));
  const record = kept < content.sizeBytes ? { ...delivery, keptBytes: kept } : delivery;
  await store.write(tableKeys.refusedRecord(dataset, sha256), jsonBytes(record));
}
