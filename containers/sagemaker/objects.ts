import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import * as z from 'zod';
import { locate } from '../../lake/object-uri.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ObjectStore, Stores } from '../../core/ports.ts';

/** Copied piece by piece, so that a large object never stands in memory whole. */
const PIECE_BYTES = 16 * 1024 * 1024;
const AT_A_TIME = 8;

/** `[{"prefix": "s3://bucket/folder/"}, "a/x.parquet", ...]`, SageMaker's manifest. */
const manifestSchema = z.tuple([z.strictObject({ prefix: z.string() })], z.string());

export interface ObjectSource {
  readonly S3DataType: 'S3Prefix' | 'ManifestFile';
  readonly S3Uri: string;
}

/** Puts an input's objects into the folder, by their path below the prefix. @throws ObjectNotFound when there are none */
export async function download(stores: Stores, source: ObjectSource, folder: string): Promise<void> {
  const { prefix, paths } =
    source.S3DataType === 'ManifestFile' ? await manifest(stores, source.S3Uri) : await listing(stores, source.S3Uri);
  if (paths.length === 0) {
    throw new PlatformError(ERROR_NAMES.objectNotFound, { problem: 'the input names no object', got: source.S3Uri });
  }
  const { store, key } = locate(stores, prefix);
  // A manifest's prefix may be a bucket.
  const root = key === '' ? '' : `${key}/`;
  await severalAtATime(paths, (path) => downloadObject(store, `${root}${path}`, inside(folder, path)));
}

/** Copying waits more than it works. In order of the list, so that of several that are wrong the first is told. */
async function severalAtATime<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += AT_A_TIME) {
    const done = await Promise.allSettled(items.slice(start, start + AT_A_TIME).map(act));
    const failed = done.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}

/** Uploads every file below the folder. */
export async function upload(stores: Stores, folder: string, uri: string): Promise<void> {
  const { store, key } = locate(stores, uri);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  await severalAtATime(files.sort(), async (file) => {
    await store.write(`${key}/${relative(folder, file).split(sep).join('/')}`, readFileSync(file));
  });
}

async function manifest(stores: Stores, uri: string): Promise<{ prefix: string; paths: readonly string[] }> {
  const { store, key } = locate(stores, uri);
  const [{ prefix }, ...paths] = manifestSchema.parse(JSON.parse(new TextDecoder().decode(await store.read(key))));
  return { prefix, paths };
}

/** All objects below the address; where it is an object itself, that one. */
async function listing(stores: Stores, uri: string): Promise<{ prefix: string; paths: readonly string[] }> {
  const { store, key } = locate(stores, uri);
  if (!uri.endsWith('/') && (await store.head(key)) !== undefined) {
    const cut = uri.lastIndexOf('/') + 1;
    return { prefix: uri.slice(0, cut), paths: [uri.slice(cut)] };
  }
  const objects = await store.list(`${key}/`);
  return { prefix: uri, paths: objects.map((object) => object.key.slice(key.length + 1)) };
}

async function downloadObject(store: ObjectStore, key: string, file: string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  // Most objects end within their first piece: asking for it tells their size as well.
  for (let start = 0; ; start += PIECE_BYTES) {
    const piece = await store.read(key, { start, end: start + PIECE_BYTES });
    writeFileSync(file, piece, { flag: start === 0 ? 'w' : 'a' });
    if (piece.length < PIECE_BYTES) return;
  }
}

/** A manifest's paths come from outside: one with '..' must not write beside the job's folder. */
function inside(folder: string, path: string): string {
  const file = resolve(folder, path);
  if (file.startsWith(resolve(folder) + sep)) return file;
  throw new PlatformError(ERROR_NAMES.objectNotFound, {
    problem: 'an input path leads out of its channel',
    got: path,
    allowed: "paths below the manifest's prefix",
  });
}
