import { registryKeys } from '../core/contracts/keys.ts';
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
      await store.create(registryKeys.move(dataset, revision), jsonBytes(transition));
      await store.create(
        registryKeys.moveIndex(dataset, sha256Of(transitionId)),
        jsonBytes({ transitionId, revision }),
      );
    },

    async find(dataset, transitionId) {
      const index = await store.readTagged(registryKeys.moveIndex(dataset, sha256Of(transitionId)));
      if (index === undefined) return undefined;
      const { revision } = parseJson(index.body, indexSchema);
      const found = await readJson(store, registryKeys.move(dataset, revision), transitionSchema);
      // An index that leads to another move tells nothing of this one.
      return found.transitionId === transitionId ? found : undefined;
    },

    async before({ dataset, revision }) {
      const objects = await store.list(registryKeys.moves(dataset));
      const older = objects.filter(({ key }) => key < registryKeys.move(dataset, revision));
      return Promise.all(older.map(({ key }) => readJson(store, key, transitionSchema)));
    },
  };
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
