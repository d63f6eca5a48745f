import * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { FIRST_FORMAT, type Format } from '../core/contracts/formats.ts';
import { FORMAT_KEY } from '../core/contracts/keys.ts';
import { type ObjectStore, uriOf } from '../core/ports.ts';
import { jsonBytes, parseJson } from './json-object.ts';

const formatSchema = z.strictObject({ format: z.number().int().min(FIRST_FORMAT) });

interface Found {
  readonly format: number;
  /** undefined where the bucket does not say. */
  readonly tag: string | undefined;
}

export interface FormatGuardProps {
  readonly format: Format;
  /**
   * Whether it reads here at all. Who only writes (the record of a failure, a question to a person) neither needs the right to read nor is kept from
   * writing: no program decides by that.
   */
  readonly isRead: boolean;
}

/** A bucket whose format is looked at before the first object is read or written, and raised before the first one is written. */
export function formatGuarded(store: ObjectStore, props: FormatGuardProps): ObjectStore {
  const guard = new FormatGuard(store, props);
  return {
    bucket: store.bucket,
    read: async (...args) => (await guard.reading()).read(...args),
    readTagged: async (...args) => (await guard.reading()).readTagged(...args),
    list: async (...args) => (await guard.reading()).list(...args),
    head: async (...args) => (await guard.reading()).head(...args),
    write: async (...args) => (await guard.writing()).write(...args),
    create: async (...args) => (await guard.writing()).create(...args),
    replace: async (...args) => (await guard.writing()).replace(...args),
    remove: async (...args) => (await guard.writing()).remove(...args),
  };
}

class FormatGuard {
  readonly #store: ObjectStore;
  readonly #format: Format;
  readonly #isRead: boolean;
  /** Once for a process: a newer release replaces the code, and with it the process. */
  #found: Promise<Found> | undefined;

  constructor(store: ObjectStore, { format, isRead }: FormatGuardProps) {
    this.#store = store;
    this.#format = format;
    this.#isRead = isRead;
  }

  /** @throws FormatNewer */
  async reading(): Promise<ObjectStore> {
    await this.#look();
    return this.#store;
  }

  /** @throws FormatNewer */
  async writing(): Promise<ObjectStore> {
    if (!this.#isRead) return this.#store;
    for (;;) {
      const { format, tag } = await this.#look();
      if (format >= this.#format.writes) return this.#store;
      const body = jsonBytes({ format: this.#format.writes });
      if (tag === undefined) await this.#store.create(FORMAT_KEY, body);
      else await this.#store.replace(FORMAT_KEY, body, tag);
      // Whoever else raised it meanwhile, what is there now counts.
      this.#found = undefined;
    }
  }

  async #look(): Promise<Found> {
    this.#found ??= this.#read();
    try {
      return await this.#found;
    } catch (error) {
      // What follows a refusal has to ask again.
      this.#found = undefined;
      throw error;
    }
  }

  async #read(): Promise<Found> {
    const object = await this.#store.readTagged(FORMAT_KEY);
    const found: Found =
      object === undefined
        ? { format: FIRST_FORMAT, tag: undefined }
        : { ...parseJson(object.body, formatSchema), tag: object.tag };
    const { reads } = this.#format;
    if (found.format <= reads) return found;
    throw new PlatformError(ERROR_NAMES.formatNewer, {
      problem: `a newer release has stored in ${uriOf(this.#store, '')} what this one cannot read`,
      got: `format ${found.format}`,
      allowed: `at most format ${reads}`,
      hint: 'deploy the newer release again; docs/decisions/0017-stored-formats.md says how to go back all the same',
    });
  }
}
