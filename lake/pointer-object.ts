import { registryKeys } from '../core/contracts/keys.ts';
import type { ObjectStore } from '../core/ports.ts';
import type { MoveRecord } from '../core/signing/move-record.ts';
import { auditTampered } from './audit-tampered.ts';
import { readMove } from './move-record.ts';

/** The pointer as it stands, with what a compare-and-set compares. */
export interface PointerObject {
  readonly record: MoveRecord;
  readonly tag: string;
}

/** undefined where nothing is in Production. @throws AuditTampered where the object is none of a move */
export async function readPointer(store: ObjectStore, dataset: string): Promise<PointerObject | undefined> {
  const key = registryKeys.production(dataset);
  const object = await store.readTagged(key);
  if (object === undefined) return undefined;
  try {
    return { record: readMove(object.body), tag: object.tag };
  } catch (cause) {
    throw auditTampered(dataset, { at: key, problem: `it cannot be read (${String(cause)})` });
  }
}
