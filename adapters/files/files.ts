import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
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

/** Most folders are there already: it is made where it turns out to be missing. */
export function writeDraft(file: string, body: Uint8Array, mode = 0o644): string {
  const draft = draftOf(file);
  try {
    writeFileSync(draft, body, { mode });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, body, { mode });
  }
  return draft;
}

/**
 * Whole or not at all, and never over a file that is there: a hard link fails where the name is taken.
 *
 * @returns false where it is taken
 */
export function createFile(file: string, body: Uint8Array, mode?: number): boolean {
  const draft = writeDraft(file, body, mode);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

/** Whole or not at all, over whatever is there. */
export function writeWhole(file: string, body: Uint8Array): void {
  renameSync(writeDraft(file, body), file);
}

/** As Node names what the file system refused. */
export function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}

export function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error) ?? '');
}

export function orIfAbsent<T, U>(find: () => T, absent: U): T | U {
  try {
    return find();
  } catch (error) {
    if (isAbsent(error)) return absent;
    throw error;
  }
}
