import { numberOfKey, registryKeys } from '../core/contracts/keys.ts';
import * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { ModelVersion, NewModelVersion } from '../core/contracts/model-version.ts';
import { modelVersionSchema } from '../core/contracts/model-version.ts';
import { stageSchema, type Stage } from '../core/contracts/promotion.ts';
import type { Clock, ModelRegistry, ObjectStore, TaggedObject } from '../core/ports.ts';
import { uriOf } from '../core/ports.ts';
import { jsonBytes, parseWholeJson, readJson, readJsonIfPresent } from './json-object.ts';
import { requireAsked } from './require-asked.ts';
import { unknownVersion } from './unknown-version.ts';

/** How many lost races in a row are taken for contention that the state machine's own retry should sit out. */
const MAX_LOST_RACES = 100;

const stageObjectSchema = z.strictObject({ stage: stageSchema });

/**
 * The model registry as one JSON object a version, `registry/<dataset>/versions/00000001.json`. A version is taken by
 * put-if-absent: of two writers that want the same number one wins, and the other reads on and takes the next. Versions never
 * change; where one stands is an object of its own, `registry/<dataset>/stages/00000001.json`.
 */
export class ObjectRegistry implements ModelRegistry {
  /**
   * By key, as last parsed. An object is read each time that it is asked for, for it could be another one than it should be; to parse one
   * of the same tag again would take twenty times as long as to read it, and a step asks for the same few versions many times.
   */
  private readonly parsed = new Map<string, { readonly tag: string; readonly version: ModelVersion }>();

  constructor(
    private readonly store: ObjectStore,
    private readonly clock: Clock,
  ) {}

  async register(version: NewModelVersion): Promise<ModelVersion> {
    let last = 0;
    for (let lost = 0; lost < MAX_LOST_RACES; lost++) {
      const newer = await this.versionsAfter(version.dataset, last);
      const before = newer.find(({ runId }) => runId === version.runId);
      if (before !== undefined) return before;
      last = newer.at(-1)?.version ?? last;
      const registered = { ...version, version: last + 1, registeredAtMs: this.clock.nowMs() };
      if (await this.store.create(registryKeys.version(version.dataset, last + 1), jsonBytes(registered)))
        return registered;
    }
    throw new PlatformError(ERROR_NAMES.commitConflict, {
      problem: `${MAX_LOST_RACES} other registrations took the next version of '${version.dataset}' first`,
      hint: 'register again',
    });
  }

  async describe(dataset: string, version: number): Promise<ModelVersion> {
    const found = await this.read(dataset, registryKeys.version(dataset, version));
    return found ?? this.refuse(dataset, version);
  }

  async list(dataset: string): Promise<readonly ModelVersion[]> {
    return this.versionsAfter(dataset, 0);
  }

  async stages(dataset: string): Promise<ReadonlyMap<number, Stage>> {
    const [versions, set] = await Promise.all([
      this.numbersBelow(registryKeys.versions(dataset)),
      this.numbersBelow(registryKeys.stages(dataset)),
    ]);
    const stageOf = async (version: number): Promise<Stage> =>
      set.includes(version)
        ? (await readJson(this.store, registryKeys.stage(dataset, version), stageObjectSchema)).stage
        : 'None';
    return new Map(await Promise.all(versions.map(async (version) => [version, await stageOf(version)] as const)));
  }

  async stage(dataset: string, version: number): Promise<Stage> {
    const set = await readJsonIfPresent(this.store, registryKeys.stage(dataset, version), stageObjectSchema);
    if (set !== undefined) return set.stage;
    await this.mustExist(dataset, version);
    return 'None';
  }

  async setStage(dataset: string, version: number, stage: Stage): Promise<void> {
    await this.mustExist(dataset, version);
    await this.store.write(registryKeys.stage(dataset, version), jsonBytes({ stage }));
  }

  /** Versions above `after`, ascending. */
  private async versionsAfter(dataset: string, after: number): Promise<readonly ModelVersion[]> {
    const objects = await this.store.list(registryKeys.versions(dataset), registryKeys.version(dataset, after));
    const found = await Promise.all(objects.map(({ key }) => this.read(dataset, key)));
    return found.filter((version) => version !== undefined);
  }

  private async numbersBelow(folder: string): Promise<readonly number[]> {
    return (await this.store.list(folder)).map(({ key }) => numberOfKey(key));
  }

  private async mustExist(dataset: string, version: number): Promise<void> {
    if ((await this.store.head(registryKeys.version(dataset, version))) === undefined)
      await this.refuse(dataset, version);
  }

  private async refuse(dataset: string, version: number): Promise<never> {
    throw unknownVersion({ dataset, version, known: await this.numbersBelow(registryKeys.versions(dataset)) });
  }

  /** undefined where there is no such version. @throws ArtifactMismatch where the key holds another one */
  private async read(dataset: string, key: string): Promise<ModelVersion | undefined> {
    const object = await this.store.readTagged(key);
    if (object === undefined) return undefined;
    const found = this.parse(key, object);
    const version = numberOfKey(key);
    // In a folder of its own a second entry of the same number would pass for the first.
    const asked = { dataset, version: key === registryKeys.version(dataset, version) ? version : NaN };
    requireAsked(found, asked, uriOf(this.store, key));
    return found;
  }

  private parse(key: string, { body, tag }: TaggedObject): ModelVersion {
    const before = this.parsed.get(key);
    if (before?.tag === tag) return before.version;
    const version = parseWholeJson(body, modelVersionSchema);
    this.parsed.set(key, { tag, version });
    return version;
  }
}
