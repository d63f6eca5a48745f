import * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { parseJsonText } from '../core/contracts/json-text.ts';
import { parseStored, parseStoredWhole } from '../core/contracts/stored.ts';
import type { ObjectStore } from '../core/ports.ts';

/** Indented, with a final newline: people open these files. */
export function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

/** @throws ObjectNotFound; ZodError when the object does not have the schema's shape. */
export async function readJson<T>(store: ObjectStore, key: string, schema: z.ZodType<T>): Promise<T> {
  return parseJson(await store.read(key), schema);
}

/** undefined where there is no such object. @throws ZodError when it does not have the schema's shape. */
export async function readJsonIfPresent<T>(
  store: ObjectStore,
  key: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const found = await store.readTagged(key);
  return found && parseJson(found.body, schema);
}

/** Fields that the schema does not know are ignored. @throws ZodError when the object does not have the schema's shape, ArtifactMismatch where it can be read in two ways. */
export function parseJson<T>(body: Uint8Array, schema: z.ZodType<T>): T {
  return parseStored(parseJsonText(new TextDecoder().decode(body)), schema);
}

/** As parseJson, and keeps the fields that the schema does not know: for what is signed as a whole. */
export function parseWholeJson<T>(body: Uint8Array, schema: z.ZodType<T>): T {
  return parseStoredWhole(parseJsonText(new TextDecoder().decode(body)), schema);
}

/** Every lost race is another writer's success: more in a row than there are writers of one object are a fault. */
const MOST_RACES = 20;

export interface JsonChange<T> {
  readonly schema: z.ZodType<T>;
  /** Where there is no such object yet. */
  readonly initial: T;
  /** Pure: called again for what another writer left meanwhile. The same value again changes nothing, and nothing is written. */
  readonly change: (before: T) => T;
}

/**
 * Changes the object by compare-and-set, so that no other writer's change is lost.
 *
 * @returns the object as it is now
 * @throws CommitConflict after too many lost races
 */
export async function updateJson<T>(
  store: ObjectStore,
  key: string,
  { schema, initial, change }: JsonChange<T>,
): Promise<T> {
  for (let race = 0; race < MOST_RACES; race++) {
    const found = await store.readTagged(key);
    const before = found === undefined ? initial : parseJson(found.body, schema);
    const after = change(before);
    if (after === before) return before;
    const wanted = jsonBytes(after);
    const isWritten =
      found === undefined ? await store.create(key, wanted) : await store.replace(key, wanted, found.tag);
    if (isWritten) return after;
  }
  throw new PlatformError(ERROR_NAMES.commitConflict, {
    problem: `'${key}' was changed by another writer each time that it was to be changed`,
    got: `${MOST_RACES} lost races`,
    hint: 'start again; where this stays so, look for what writes it without a pause',
  });
}

/** undefined where there is no such object, or it has another shape: for what can be made again from what it is about. */
export async function readJsonIfSound<T>(
  store: ObjectStore,
  key: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const found = await store.readTagged(key);
  if (found === undefined) return undefined;
  try {
    return parseJson(found.body, schema);
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError || error instanceof PlatformError) return undefined;
    throw error;
  }
}
