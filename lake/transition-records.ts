import * as z from 'zod';
import { registryKeys } from '../core/contracts/keys.ts';
import type { Transition } from '../core/contracts/promotion.ts';
import type { ObjectStore } from '../core/ports.ts';
import type { MoveRecord } from '../core/signing/move-record.ts';
import { auditTampered } from './audit-tampered.ts';
import { jsonBytes, parseJson } from './json-object.ts';
import { bytesOf, readMove } from './move-record.ts';
import { writeOnce } from './write-once.ts';
import { sha256 } from '../tables/sha256.ts';

/** Which revision a transitionId made, so that a request made before is found without reading the whole history. */
const indexSchema = z.strictObject({ transitionId: z.string(), revision: z.number().int().min(1) });

/** What is found of a move. */
export type Read = MoveRecord | 'missing' | 'unreadable';

/** What is kept of a data set's transitions: `audit/00000001.json` each, append-only, and an index of their ids. */
export interface TransitionRecords {
  /** Writes what is missing of the transition's records; the record is the pointer's object as it is. @throws AuditTampered */
  keep(record: MoveRecord): Promise<void>;
  read(dataset: string, revision: number): Promise<Read>;
  exists(dataset: string, revision: number): Promise<boolean>;
  /** @throws AuditTampered where the index leads to no record of this id */
  find(dataset: string, transitionId: string): Promise<MoveRecord | undefined>;
  /** All that were made before this one, oldest first. */
  before(newest: Transition): Promise<readonly Transition[]>;
  /** The keys of all records and of all entries of the index. */
  keys(dataset: string): Promise<readonly string[]>;
}

export function indexKey({ dataset, transitionId }: Pick<Transition, 'dataset' | 'transitionId'>): string {
  return registryKeys.moveIndex(dataset, sha256(transitionId));
}

export function transitionRecords(store: ObjectStore): TransitionRecords {
  return {
    read: (dataset, revision) => readRecord(store, dataset, revision),

    async keep(record) {
      const { move } = record;
      const { dataset, transitionId, revision } = move;
      await writeOnce(store, registryKeys.move(dataset, revision), bytesOf(record));
      await writeOnce(store, indexKey(move), jsonBytes({ transitionId, revision }));
    },

    async exists(dataset, revision) {
      return (await store.head(registryKeys.move(dataset, revision))) !== undefined;
    },

    find: (dataset, transitionId) => findRecord(store, dataset, transitionId),

    async before({ dataset, revision }) {
      const objects = await store.list(registryKeys.moves(dataset));
      const older = objects.filter(({ key }) => key < registryKeys.move(dataset, revision));
      return Promise.all(older.map(async ({ key }) => readMove(await store.read(key)).move));
    },

    async keys(dataset) {
      const below = async (prefix: string) => (await store.list(prefix)).map(({ key }) => key);
      return [...(await below(registryKeys.moves(dataset))), ...(await below(registryKeys.moveIndexes(dataset)))];
    },
  };
}

async function readRecord(store: ObjectStore, dataset: string, revision: number): Promise<Read> {
  const found = await store.readTagged(registryKeys.move(dataset, revision));
  if (found === undefined) return 'missing';
  try {
    return readMove(found.body);
  } catch {
    return 'unreadable';
  }
}

async function findRecord(store: ObjectStore, dataset: string, transitionId: string): Promise<MoveRecord | undefined> {
  const key = indexKey({ dataset, transitionId });
  const index = await store.readTagged(key);
  if (index === undefined) return undefined;
  const revision = indexSchema.safeParse(jsonOrNothing(index.body)).data?.revision;
  const found = revision === undefined ? 'unreadable' : await readRecord(store, dataset, revision);
  if (isMove(found, revision, transitionId)) return found;
  throw auditTampered(dataset, { at: key, problem: `it leads to no move of the run '${transitionId}'` });
}

function isMove(found: MoveRecord | string, revision: number | undefined, transitionId: string): found is MoveRecord {
  return typeof found === 'object' && found.move.revision === revision && found.move.transitionId === transitionId;
}

function jsonOrNothing(body: Uint8Array): unknown {
  try {
    return parseJson(body, z.unknown());
  } catch {
    return undefined;
  }
}
