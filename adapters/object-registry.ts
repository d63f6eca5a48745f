import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { ModelVersion, NewModelVersion } from '../core/contracts/model-version.ts';
import { modelVersionSchema } from '../core/contracts/model-version.ts';
import type { Clock, ModelRegistry, ObjectStore } from '../core/ports.ts';
import { jsonBytes, readJson } from './json-object.ts';

/** How many lost races in a row are taken for contention that the state machine's own retry should sit out. */
const MAX_LOST_RACES = 100;

/**
 * The model registry as one JSON object a version, `registry/<dataset>/versions/00000001.json`. A version is taken by
 * put-if-absent: of two writers that want the same number one wins, and the other reads on and takes the next.
 */
export function objectRegistry(store: ObjectStore, clock: Clock): ModelRegistry {
  async function read(key: string): Promise<ModelVersion> {
    return readJson(store, key, modelVersionSchema);
  }

  /** Versions above `after`, ascending. */
  async function versionsAfter(dataset: string, after: number): Promise<readonly ModelVersion[]> {
    const objects = await store.list(folder(dataset), keyOf(dataset, after));
    return Promise.all(objects.map(({ key }) => read(key)));
  }

  async function register(version: NewModelVersion): Promise<ModelVersion> {
    let last = 0;
    for (let lost = 0; lost < MAX_LOST_RACES; lost++) {
      const newer = await versionsAfter(version.dataset, last);
      const before = newer.find(({ runId }) => runId === version.runId);
      if (before !== undefined) return before;
      last = newer.at(-1)?.version ?? last;
      const registered = { ...version, version: last + 1, registeredAtMs: clock.nowMs() };
      if (await store.create(keyOf(version.dataset, last + 1), jsonBytes(registered))) return registered;
    }
    throw new PlatformError(ERROR_NAMES.commitConflict, {
      problem: `${MAX_LOST_RACES} other registrations took the next version of '${version.dataset}' first`,
      hint: 'register again',
    });
  }

  async function describe(dataset: string, version: number): Promise<ModelVersion> {
    const key = keyOf(dataset, version);
    if ((await store.head(key)) !== undefined) return read(key);
    const known = (await store.list(folder(dataset))).length;
    throw new PlatformError(ERROR_NAMES.modelVersionUnknown, {
      problem: `the data set '${dataset}' has no such model version`,
      got: version,
      allowed: known === 0 ? 'none: no model is registered yet' : `1 to ${known}`,
      hint: "run the data set's train state machine",
    });
  }

  return { register, describe, list: (dataset) => versionsAfter(dataset, 0) };
}

function folder(dataset: string): string {
  return `registry/${dataset}/versions/`;
}

/** Padded, so that the order of keys is the order of versions. */
function keyOf(dataset: string, version: number): string {
  return `${folder(dataset)}${String(version).padStart(8, '0')}.json`;
}
