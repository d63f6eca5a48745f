import * as z from 'zod';
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

/** Fields that the schema does not know are ignored. @throws ZodError when the object does not have the schema's shape. */
export function parseJson<T>(body: Uint8Array, schema: z.ZodType<T>): T {
  return parseStored(JSON.parse(new TextDecoder().decode(body)), schema);
}

/** As parseJson, and keeps the fields that the schema does not know: for what is signed as a whole. */
export function parseWholeJson<T>(body: Uint8Array, schema: z.ZodType<T>): T {
  return parseStoredWhole(JSON.parse(new TextDecoder().decode(body)), schema);
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
    if (error instanceof z.ZodError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
