import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { localObjectStore } from '../../adapters/files/object-store.ts';
import type { RowBatch, TableSchema } from '../../core/contracts/table-schema.ts';
import type { ObjectStore } from '../../core/ports.ts';
import { openTable, readRows, type TableLocation, type WriteOptions } from '../../tables/index.ts';
import { decodeCommit, encodeCommit, type Action } from '../../tables/log/actions.ts';
import { commitKey } from '../../tables/log/keys.ts';

/** A folder of its own for the test file, removed at its end; made only where a test runs, since all may be skipped. */
export function temporaryRoot(): string {
  const root = join(tmpdir(), `tables-${randomUUID()}`);
  beforeAll(() => void mkdirSync(root));
  afterAll(() => rmSync(root, { recursive: true }));
  return root;
}

export function newLocation(root: string, path: string, bucket = 'lake'): TableLocation {
  return { store: localObjectStore(root, bucket), path };
}

export function options(nowMs: number, more: Partial<WriteOptions> = {}): WriteOptions {
  return { step: 'test', nowMs, ...more };
}

export const PLAIN: TableSchema = {
  columns: [
    { name: 'id', type: 'string', nullable: false },
    { name: 'n', type: 'long', nullable: false },
  ],
  partitionBy: [],
};

export const PARTITIONED: TableSchema = {
  columns: [
    { name: 'run', type: 'string', nullable: true },
    { name: 'n', type: 'long', nullable: false },
  ],
  partitionBy: ['run'],
};

export function plainRows(...n: readonly number[]): RowBatch {
  return { rows: n.length, columns: { id: n.map((value) => `id-${value}`), n: Float64Array.from(n) } };
}

export function numbers(...n: readonly number[]): RowBatch {
  return { rows: n.length, columns: { n: Float64Array.from(n) } };
}

/** All values of column `n`, ascending. */
export async function storedNumbers(location: TableLocation, version?: number): Promise<number[]> {
  const found: number[] = [];
  for await (const { columns } of readRows(await openTable(location, version), { columns: ['n'] })) {
    found.push(...(columns.n as Float64Array));
  }
  return found.sort((a, b) => a - b);
}

/** The store, but something happens right before each of its first creates: another writer is faster. */
export function racing(store: ObjectStore, before: readonly (() => Promise<unknown>)[]): ObjectStore {
  const left = [...before];
  return {
    ...store,
    async create(key, body) {
      await left.shift()?.();
      return store.create(key, body);
    },
  };
}

/** The actions of one version. */
export async function actionsAt(location: TableLocation, version: number): Promise<readonly Action[]> {
  const key = commitKey(location, version);
  return decodeCommit(await location.store.read(key), key);
}

/** Writes the log's versions up to `last` again as this project spelled paths before: with `%3D` for the `=` of a folder. */
export async function spellAsBefore(location: TableLocation, last: number): Promise<void> {
  const before = (path: string): string => path.replaceAll('=', '%3D');
  for (let version = 0; version <= last; version += 1) {
    const actions = (await actionsAt(location, version)).map(({ add, remove, ...others }) => ({
      ...others,
      ...(remove && { remove: { ...remove, path: before(remove.path) } }),
      ...(add && { add: { ...add, path: before(add.path) } }),
    }));
    await location.store.write(commitKey(location, version), encodeCommit(actions));
  }
}
