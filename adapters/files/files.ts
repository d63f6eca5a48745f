import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Names beside an object's file that are no objects: they never show in a listing, and no key may be named so. */
const RESERVED = /\.(draft-[0-9a-f-]{36}|replacing)$/;

export function isReserved(name: string): boolean {
  return RESERVED.test(name);
}

/** A new name beside the file, for a half-written one. */
export function draftOf(file: string): string {
  return `${file}.draft-${randomUUID()}`;
}

/** The folder that holds the one replacement of the file that is under way. */
export function replacingOf(file: string): string {
  return `${file}.replacing`;
}

export function writeDraft(file: string, body: Uint8Array): string {
  const draft = draftOf(file);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(draft, body);
  return draft;
}

/** As Node names what the file system refused. */
export function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}

export function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error) ?? '');
}

export async function orIfAbsent<T, U>(found: Promise<T>, absent: U): Promise<T | U> {
  try {
    return await found;
  } catch (error) {
    if (isAbsent(error)) return absent;
    throw error;
  }
}
