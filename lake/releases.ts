import * as z from 'zod';
import {
  assumedSchema,
  type AssumedFact,
  type Build,
  buildSchema,
  type CheckRecord,
  checkRecordSchema,
  type Confirmation,
  confirmationSchema,
  deliveryKeys,
  type DeploymentRecord,
  deploymentSchema,
  type ImageRecord,
  imageRecordSchema,
  type KeptRun,
  keptRunSchema,
  RELEASE_FORMAT,
} from '../core/contracts/delivery.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { type ObjectStore, uriOf } from '../core/ports.ts';
import { jsonBytes } from './json-object.ts';

/** What a merge leaves behind, as objects of the releases bucket. What is written once is never written again. */
export class Releases {
  readonly store: ObjectStore;

  constructor(store: ObjectStore) {
    this.store = store;
  }

  image(commit: string): Promise<ImageRecord | undefined> {
    return this.#read(deliveryKeys.image(commit), imageRecordSchema);
  }

  /** @returns what is recorded: of two at once, the first one's */
  keepImage(record: ImageRecord): Promise<ImageRecord> {
    return this.#keep(deliveryKeys.image(record.commit), record, imageRecordSchema);
  }

  check(commit: string): Promise<CheckRecord | undefined> {
    return this.#read(deliveryKeys.check(commit), checkRecordSchema);
  }

  keepCheck(record: CheckRecord): Promise<CheckRecord> {
    return this.#keep(deliveryKeys.check(record.commit), record, checkRecordSchema);
  }

  build(commit: string): Promise<Build | undefined> {
    return this.#read(deliveryKeys.build(commit), buildSchema);
  }

  keepBuild(record: Build): Promise<Build> {
    return this.#keep(deliveryKeys.build(record.commit), record, buildSchema);
  }

  /** The commits that were built. */
  async builtCommits(): Promise<readonly string[]> {
    const objects = await this.store.list(deliveryKeys.builds);
    return objects.flatMap(({ key }) => {
      const [, commit = ''] = key.split('/');
      return key === deliveryKeys.build(commit) ? [commit] : [];
    });
  }

  /** undefined where there is none. */
  async archive(commit: string, environment: string): Promise<Uint8Array | undefined> {
    return (await this.store.readTagged(deliveryKeys.assembly(commit, environment)))?.body;
  }

  /** @returns the bytes that are stored: those of a build that began before, where there was one */
  async keepArchive(commit: string, environment: string, body: Uint8Array): Promise<Uint8Array> {
    const key = deliveryKeys.assembly(commit, environment);
    return (await this.store.create(key, body)) ? body : this.store.read(key);
  }

  /** From the oldest to the newest. */
  deployments(environment: string): Promise<readonly DeploymentRecord[]> {
    return this.#all(deliveryKeys.deployments(environment), deploymentSchema);
  }

  /** @returns false where another deployment has that number already */
  begin(record: DeploymentRecord): Promise<boolean> {
    return this.store.create(deliveryKeys.deployment(record.environment, record.number), jsonBytes(record));
  }

  async end(record: DeploymentRecord): Promise<void> {
    await this.store.write(deliveryKeys.deployment(record.environment, record.number), jsonBytes(record));
  }

  confirmation(environment: string, commit: string): Promise<Confirmation | undefined> {
    return this.#read(deliveryKeys.confirmation(environment, commit), confirmationSchema);
  }

  confirmations(environment: string): Promise<readonly Confirmation[]> {
    return this.#all(deliveryKeys.confirmations(environment), confirmationSchema);
  }

  keepConfirmation(record: Confirmation): Promise<Confirmation> {
    return this.#keep(deliveryKeys.confirmation(record.environment, record.commit), record, confirmationSchema);
  }

  run(environment: string, commit: string): Promise<KeptRun | undefined> {
    return this.#read(deliveryKeys.run(environment, commit), keptRunSchema);
  }

  /** One a commit. */
  runs(environment: string): Promise<readonly KeptRun[]> {
    return this.#all(deliveryKeys.runs(environment), keptRunSchema);
  }

  /** The newest run of a commit counts. */
  async keepRun(record: KeptRun): Promise<void> {
    await this.store.write(deliveryKeys.run(record.environment, record.commit), jsonBytes(record));
  }

  async assumed(): Promise<readonly AssumedFact[]> {
    return (await this.#read(deliveryKeys.assumed, assumedSchema))?.facts ?? [];
  }

  /** The same fact again takes the place of the former. */
  async assume(fact: AssumedFact): Promise<void> {
    const others = (await this.assumed()).filter((other) => other.fact !== fact.fact);
    const facts = [...others, fact].sort((a, b) => (a.fact < b.fact ? -1 : 1));
    await this.store.write(deliveryKeys.assumed, jsonBytes({ version: RELEASE_FORMAT, facts }));
  }

  async #all<T>(prefix: string, schema: z.ZodType<T>): Promise<readonly T[]> {
    const objects = await this.store.list(prefix);
    return Promise.all(objects.map(({ key }) => this.#required(key, schema)));
  }

  async #keep<T>(key: string, record: T, schema: z.ZodType<T>): Promise<T> {
    return (await this.store.create(key, jsonBytes(record))) ? record : this.#required(key, schema);
  }

  async #read<T>(key: string, schema: z.ZodType<T>): Promise<T | undefined> {
    const found = await this.store.readTagged(key);
    return found === undefined ? undefined : this.#parse(found.body, key, schema);
  }

  async #required<T>(key: string, schema: z.ZodType<T>): Promise<T> {
    return this.#parse(await this.store.read(key), key, schema);
  }

  /** @throws FormatNewer */
  #parse<T>(body: Uint8Array, key: string, schema: z.ZodType<T>): T {
    const found: unknown = JSON.parse(new TextDecoder().decode(body));
    const { version } = versionSchema.parse(found);
    if (version <= RELEASE_FORMAT) return schema.parse(found);
    throw new PlatformError(ERROR_NAMES.formatNewer, {
      problem: `${uriOf(this.store, key)} was written by a newer release`,
      got: `format ${version}`,
      allowed: `at most format ${RELEASE_FORMAT}`,
      hint: 'run this from the newer checkout',
    });
  }
}

const versionSchema = z.looseObject({ version: z.number().int() });
