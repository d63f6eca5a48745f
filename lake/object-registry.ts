import * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { ModelVersion, NewModelVersion } from '../core/contracts/model-version.ts';
import { modelVersionSchema } from '../core/contracts/model-version.ts';
import { stageSchema, type Stage } from '../core/contracts/promotion.ts';
import type { Clock, ModelRegistry, ObjectStore } from '../core/ports.ts';
import { jsonBytes, readJson } from './json-object.ts';
import { unknownVersion } from './unknown-version.ts';

/** How many lost races in a row are taken for contention that the state machine's own retry should sit out. */
const MAX_LOST_RACES = 100;

const stageObjectSchema = z.strictObject({ stage: stageSchema });

/**
 * The model registry as one JSON object a version, `registry/<dataset>/versions/00000001.json`. A version is taken by
 * put-if-absent: of two writers that want the same number one wins, and the other reads on and takes the next. Versions never
 * change; where one stands is an object of its own, `registry/<dataset>/stages/00000001.json`.
 */
export function objectRegistry(store: ObjectStore, clock: Clock): ModelRegistry {
  async function read(key: string): Promise<ModelVersion> {
    return readJson(store, key, modelVersionSchema);
  }

  /** Versions above `after`, ascending. */
  async function versionsAfter(dataset: string, after: number): Promise<readonly ModelVersion[]> {
    const objects = await store.list(folder(dataset, 'versions'), keyOf(dataset, 'versions', after));
    return Promise.all(objects.map(({ key }) => read(key)));
  }

  async function numbersIn(dataset: string, kind: Kind): Promise<readonly number[]> {
    return (await store.list(folder(dataset, kind))).map(({ key }) =>
      Number.parseInt(key.slice(-'00000001.json'.length)),
    );
  }

  async function register(version: NewModelVersion): Promise<ModelVersion> {
    let last = 0;
    for (let lost = 0; lost < MAX_LOST_RACES; lost++) {
      const newer = await versionsAfter(version.dataset, last);
      const before = newer.find(({ runId }) => runId === version.runId);
      if (before !== undefined) return before;
      last = newer.at(-1)?.version ?? last;
      const registered = { ...version, version: last + 1, registeredAtMs: clock.nowMs() };
      if (await store.create(keyOf(version.dataset, 'versions', last + 1), jsonBytes(registered))) return registered;
    }
    throw new PlatformError(ERROR_NAMES.commitConflict, {
      problem: `${MAX_LOST_RACES} other registrations took the next version of '${version.dataset}' first`,
      hint: 'register again',
    });
  }

  async function mustExist(dataset: string, version: number): Promise<void> {
    if ((await store.head(keyOf(dataset, 'versions', version))) !== undefined) return;
    throw unknownVersion({ dataset, version, known: await numbersIn(dataset, 'versions') });
  }

  async function describe(dataset: string, version: number): Promise<ModelVersion> {
    await mustExist(dataset, version);
    return read(keyOf(dataset, 'versions', version));
  }

  async function stages(dataset: string): Promise<ReadonlyMap<number, Stage>> {
    const [versions, set] = await Promise.all([numbersIn(dataset, 'versions'), numbersIn(dataset, 'stages')]);
    const stageOf = async (version: number): Promise<Stage> =>
      set.includes(version)
        ? (await readJson(store, keyOf(dataset, 'stages', version), stageObjectSchema)).stage
        : 'None';
    return new Map(await Promise.all(versions.map(async (version) => [version, await stageOf(version)] as const)));
  }

  async function setStage(dataset: string, version: number, stage: Stage): Promise<void> {
    await mustExist(dataset, version);
    await store.write(keyOf(dataset, 'stages', version), jsonBytes({ stage }));
  }

  return { register, describe, list: (dataset) => versionsAfter(dataset, 0), stages, setStage };
}

type Kind = 'versions' | 'stages';

function folder(dataset: string, kind: Kind): string {
  return `registry/${dataset}/${kind}/`;
}

/** Padded, so that the order of keys is the order of versions. */
function keyOf(dataset: string, kind: Kind, version: number): string {
  return `${folder(dataset, kind)}${String(version).padStart(8, '0')}.json`;
}
