import {
  type BigIntStats,
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ByteRange, ObjectInfo, ObjectStore } from '../../core/ports.ts';
import { createFile, isAbsent, isReserved, orIfAbsent, writeWhole } from './files.ts';
import { readTaggedFile, replaceFile } from './replace-file.ts';

/**
 * A bucket as a folder: the object `a/b` of bucket `c` is the file `<root>/c/a/b`. An object that is ever replaced by its tag must be
 * changed in no other way: unlike S3, `write` does not wait for a `replace` that is under way.
 *
 * All of it is done in one go: to hand a file to another thread and to wait for that takes ten times as long as a small file, and a run
 * touches ten thousand.
 */
export function localObjectStore(root: string, bucket: string): ObjectStore {
  const folder = join(root, bucket);
  const fileOf = (key: string): string => join(folder, checkedKey(key));
  return {
    bucket,
    async read(key, range) {
      const file = fileOf(key);
      try {
        return readBytes(file, range);
      } catch (cause) {
        if (cause instanceof Changed) throw notFound(`${bucket}/${key}`, 'the object is another by now', cause);
        if (!isAbsent(cause)) throw cause;
        throw notFound(`${bucket}/${key}`, 'there is no such object', cause);
      }
    },
    async write(key, body) {
      writeWhole(fileOf(key), body);
    },
    create: async (key, body) => createFile(fileOf(key), body),
    readTagged: async (key) => readTaggedFile(fileOf(key)),
    replace: async (key, body, tag) => replaceFile(fileOf(key), body, tag),
    async list(prefix, after) {
      const wanted = keysBelow(folder, checkedPrefix(prefix)).filter(
        (key) => key.startsWith(prefix) && (after === undefined || compareUtf8(key, after) > 0),
      );
      const found = wanted.sort(compareUtf8).map((key) => describe(folder, key));
      return found.filter((info) => info !== undefined);
    },
    head: async (key) => describe(folder, checkedKey(key)),
    async remove({ key, tag }) {
      if (describe(folder, checkedKey(key))?.tag !== tag) return false;
      rmSync(fileOf(key), { force: true });
      return true;
    },
  };
}

function readBytes(file: string, range: ByteRange | undefined): Uint8Array {
  if (range === undefined) return readFileSync(file);
  const opened = openSync(file, 'r');
  try {
    const found = fstatSync(opened, { bigint: true });
    if (range.tag !== undefined && tagOf(found) !== range.tag) throw new Changed();
    const body = new Uint8Array(Math.max(0, Math.min(range.end, Number(found.size)) - range.start));
    return body.subarray(0, readSync(opened, body, 0, body.length, range.start));
  } finally {
    closeSync(opened);
  }
}

/** The file has other bytes than those of the tag. */
class Changed extends Error {}

/** Starts at the deepest folder that the prefix names, so that a table's log is listed without its neighbours. */
function keysBelow(folder: string, prefix: string): string[] {
  const files = filesBelow(join(folder, prefix.slice(0, prefix.lastIndexOf('/') + 1)));
  return files.map((file) => file.slice(folder.length + 1));
}

/** Not `readdir`'s own recursion: it fails as a whole when a folder is gone before its turn, as those of replacements are. */
function filesBelow(folder: string): string[] {
  const entries = orIfAbsent(() => readdirSync(folder, { withFileTypes: true }), []);
  return entries.flatMap((entry) => {
    if (isReserved(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

function describe(folder: string, key: string): ObjectInfo | undefined {
  const found = orIfAbsent(() => statSync(join(folder, key), { bigint: true, throwIfNoEntry: false }), undefined);
  if (!found?.isFile()) return undefined;
  return { key, sizeBytes: Number(found.size), modifiedAtMs: Number(found.mtimeMs), tag: tagOf(found) };
}

/** The time of change as well: a copy that keeps the modification time cannot keep that. */
function tagOf({ size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${size}-${mtimeNs}-${ctimeNs}`;
}

function notFound(got: string, problem: string, cause: unknown): PlatformError {
  return new PlatformError(ERROR_NAMES.objectNotFound, { problem, got, cause });
}

function checkedKey(key: string): string {
  const parts = key.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..') || isReserved(key)) throw keyRefused(key);
  return key;
}

function checkedPrefix(prefix: string): string {
  const folders = prefix.split('/').slice(0, -1);
  if (folders.some((part) => part === '' || part === '.' || part === '..')) throw keyRefused(prefix);
  return prefix;
}

/** A programming error, never data: a key that would leave the bucket's folder. */
function keyRefused(key: string): RangeError {
  return new RangeError(
    `object key refused: got '${key}'; allowed: relative, '/' between parts, no empty part, '.' or '..'`,
  );
}

function compareUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
