import { readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { link, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ByteRange, ObjectInfo, ObjectStore } from '../../core/ports.ts';
import { codeOf, isAbsent, isReserved, orIfAbsent, writeDraft } from './files.ts';
import { readTaggedFile, replaceFile } from './replace-file.ts';

/**
 * A bucket as a folder: the object `a/b` of bucket `c` is the file `<root>/c/a/b`. An object that is ever replaced by its tag must be
 * changed in no other way: unlike S3, `write` does not wait for a `replace` that is under way.
 *
 * What a run does by the thousand is done in one go: to hand a small file to another thread and wait for it takes longer than the file.
 */
export function localObjectStore(root: string, bucket: string): ObjectStore {
  const folder = join(root, bucket);
  const fileOf = (key: string): string => join(folder, checkedKey(key));
  return {
    bucket,
    read: (key, range) => orNotFound(bucket, key, readBytes(fileOf(key), range)),
    async write(key, body) {
      const file = fileOf(key);
      renameSync(writeDraft(file, body), file);
    },
    async create(key, body) {
      const file = fileOf(key);
      const draft = writeDraft(file, body);
      try {
        // A hard link fails where the name is taken, and shows the whole body or nothing.
        await link(draft, file);
        return true;
      } catch (error) {
        if (codeOf(error) === 'EEXIST') return false;
        throw error;
      } finally {
        await rm(draft);
      }
    },
    readTagged: (key) => readTaggedFile(fileOf(key)),
    replace: (key, body, tag) => replaceFile(fileOf(key), body, tag),
    async list(prefix, after) {
      const keys = await keysBelow(folder, checkedPrefix(prefix));
      const wanted = keys.filter(
        (key) => key.startsWith(prefix) && (after === undefined || compareUtf8(key, after) > 0),
      );
      const found = await Promise.all(wanted.map((key) => describe(folder, key)));
      return found.filter((info) => info !== undefined).sort((a, b) => compareUtf8(a.key, b.key));
    },
    head: (key) => describe(folder, checkedKey(key)),
  };
}

async function readBytes(file: string, range: ByteRange | undefined): Promise<Uint8Array> {
  if (range === undefined) return readFileSync(file);
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const body = new Uint8Array(Math.max(0, Math.min(range.end, size) - range.start));
    const { bytesRead } = await handle.read(body, 0, body.length, range.start);
    return body.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Starts at the deepest folder that the prefix names, so that a table's log is listed without its neighbours. */
async function keysBelow(folder: string, prefix: string): Promise<string[]> {
  const files = await filesBelow(join(folder, prefix.slice(0, prefix.lastIndexOf('/') + 1)));
  return files.map((file) => file.slice(folder.length + 1));
}

/** Not `readdir`'s own recursion: it fails as a whole when a folder is gone before its turn, as those of replacements are. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = (
    await orIfAbsent(
      inOneGo(() => readdirSync(folder, { withFileTypes: true })),
      [],
    )
  ).filter(({ name }) => !isReserved(name));
  const below = entries.map((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
  return (await Promise.all(below)).flat();
}

async function describe(folder: string, key: string): Promise<ObjectInfo | undefined> {
  const found = await orIfAbsent(
    inOneGo(() => statSync(join(folder, key), { bigint: true })),
    undefined,
  );
  if (!found?.isFile()) return undefined;
  // The time of change as well: a copy that keeps the modification time cannot keep that.
  const tag = `${found.size}-${found.mtimeNs}-${found.ctimeNs}`;
  return { key, sizeBytes: Number(found.size), modifiedAtMs: Number(found.mtimeMs), tag };
}

/** What it throws is a rejection. */
function inOneGo<T>(act: () => T): Promise<T> {
  return new Promise((resolve) => resolve(act()));
}

async function orNotFound<T>(bucket: string, key: string, found: Promise<T>): Promise<T> {
  try {
    return await found;
  } catch (cause) {
    if (!isAbsent(cause)) throw cause;
    throw new PlatformError(ERROR_NAMES.objectNotFound, {
      problem: 'there is no such object',
      got: `${bucket}/${key}`,
      cause,
    });
  }
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
