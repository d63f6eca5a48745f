import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { localObjectStore } from '../../adapters/files/object-store.ts';
import type { RowBatch, TableSchema } from '../../core/contracts/table-schema.ts';
import type { ObjectStore } from '../../core/ports.ts';
import { openTable, readRows, type TableLocation, type WriteOptions } from '../../tables/index.ts';

/** A folder of its own for the test file, removed at its end. */
export function temporaryRoot(): string {
  const root = mkdtempSync(join(tmpdir(), 'tables-'));
  afterAll(() => rmSync(root, { recursive: true }));
  return root;
}

export function newLocation(root: string, path: string, bucket = 'lake'): TableLocation {
  return { store: localObjectStore(root, bucket), path };
}

export function options(nowMs: number, more: Partial<WriteOptions> = {}): WriteOptions {
  return { operation: 'WRITE', nowMs, ...more };
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
