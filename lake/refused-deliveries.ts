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
}

/** The record last: where it stands, the content stands too. */
export async function keepRefused(store: ObjectStore, delivery: RefusedDelivery, content: Uint8Array): Promise<void> {
  const { dataset, sha256 } = delivery;
  await store.create(tableKeys.refused(dataset, sha256), content);
  await store.write(tableKeys.refusedRecord(dataset, sha256), jsonBytes(delivery));
}
