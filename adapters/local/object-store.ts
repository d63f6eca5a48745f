import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ByteRange, ObjectInfo, ObjectStore } from '../../core/ports.ts';

/** Half-written files: they never show in a listing, and no key may be named so. */
const DRAFT = /\.draft-[0-9a-f-]{36}$/;

/** A bucket as a folder: the object `a/b` of bucket `c` is the file `<root>/c/a/b`. */
export function localObjectStore(root: string, bucket: string): ObjectStore {
  const folder = join(root, bucket);
  const fileOf = (key: string): string => join(folder, checkedKey(key));
  return {
    bucket,
    read: (key, range) => orNotFound(bucket, key, readBytes(fileOf(key), range)),
    async write(key, body) {
      const file = fileOf(key);
      await rename(await writeDraft(file, body), file);
    },
    async create(key, body) {
      const file = fileOf(key);
      const draft = await writeDraft(file, body);
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
  if (range === undefined) return readFile(file);
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

async function writeDraft(file: string, body: Uint8Array): Promise<string> {
  const draft = `${file}.draft-${randomUUID()}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(draft, body);
  return draft;
}

/** Starts at the deepest folder that the prefix names, so that a table's log is listed without its neighbours. */
async function keysBelow(folder: string, prefix: string): Promise<string[]> {
  const start = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  try {
    const entries = await readdir(join(folder, start), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && !DRAFT.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

async function describe(folder: string, key: string): Promise<ObjectInfo | undefined> {
  try {
    const found = await stat(join(folder, key));
    return found.isFile() ? { key, sizeBytes: found.size, modifiedAtMs: Math.floor(found.mtimeMs) } : undefined;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
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
  if (parts.some((part) => part === '' || part === '.' || part === '..') || DRAFT.test(key)) throw keyRefused(key);
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

function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error) ?? '');
}

function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}
