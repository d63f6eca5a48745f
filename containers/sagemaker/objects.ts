import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
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
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  await severalAtATime(files.sort(), async (file) => {
    await store.write(`${key}/${relative(folder, file).split(sep).join('/')}`, await readFile(file));
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
  const info = await store.head(key);
  if (info === undefined) {
    throw new PlatformError(ERROR_NAMES.objectNotFound, {
      problem: 'an input object is gone',
      got: `s3://${store.bucket}/${key}`,
    });
  }
  await mkdir(dirname(file), { recursive: true });
  // Most objects are small: a stream takes longer to open than they take to be written.
  if (info.sizeBytes <= PIECE_BYTES) await writeFile(file, await store.read(key));
  else
    await pipeline(Readable.from(pieces(store, key, info.sizeBytes), { objectMode: false }), createWriteStream(file));
}

async function* pieces(store: ObjectStore, key: string, sizeBytes: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < sizeBytes; start += PIECE_BYTES) {
    yield await store.read(key, { start, end: Math.min(start + PIECE_BYTES, sizeBytes) });
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
