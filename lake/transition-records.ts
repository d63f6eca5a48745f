import { createHash } from 'node:crypto';
import * as z from 'zod';
import { transitionSchema, type Transition } from '../core/contracts/promotion.ts';
import type { ObjectStore } from '../core/ports.ts';
import { jsonBytes, parseJson, readJson } from './json-object.ts';

/** Which revision a transitionId made, so that a request made before is found without reading the whole history. */
const indexSchema = z.strictObject({ transitionId: z.string(), revision: z.number().int().min(1) });

/** What is kept of a data set's transitions: `audit/00000001.json` each, append-only, and an index of their ids. */
export interface TransitionRecords {
  /** Writes what is missing of the transition's records. */
  keep(transition: Transition): Promise<void>;
  find(dataset: string, transitionId: string): Promise<Transition | undefined>;
  /** All that were made before this one, oldest first. */
  before(newest: Transition): Promise<readonly Transition[]>;
}

export function transitionRecords(store: ObjectStore): TransitionRecords {
  return {
    async keep(transition) {
      const { dataset, transitionId, revision } = transition;
      await store.create(auditKey(dataset, revision), jsonBytes(transition));
      await store.create(indexKey(dataset, transitionId), jsonBytes({ transitionId, revision }));
    },

    async find(dataset, transitionId) {
      const index = await store.readTagged(indexKey(dataset, transitionId));
      if (index === undefined) return undefined;
      return readJson(store, auditKey(dataset, parseJson(index.body, indexSchema).revision), transitionSchema);
    },

    async before({ dataset, revision }) {
      const objects = await store.list(auditFolder(dataset));
      const older = objects.filter(({ key }) => key < auditKey(dataset, revision));
      return Promise.all(older.map(({ key }) => readJson(store, key, transitionSchema)));
    },
  };
}

function auditFolder(dataset: string): string {
  return `registry/${dataset}/audit/`;
}

function auditKey(dataset: string, revision: number): string {
  return `${auditFolder(dataset)}${String(revision).padStart(8, '0')}.json`;
}

/** Hashed: an id may hold any character, be of any length, and differ from another only by case. */
function indexKey(dataset: string, transitionId: string): string {
  return `registry/${dataset}/transitions/${createHash('sha256').update(transitionId).digest('hex')}.json`;
}
