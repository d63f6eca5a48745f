import { createHash } from 'node:crypto';
import { appendRows, ensureTable } from '../../tables/index.ts';
import { inlineVector } from '../../test/support/deletion-vector.ts';
import { MemoryStore } from '../../test/support/memory-store.ts';
import { TEMPERATURES_SCHEMA } from '../../test/support/temperatures.ts';

const COMMITS = 12;

/** The objects of a Delta table of 24 rows: commits, a checkpoint, its hint, data files, one of them with an inline deletion vector. */
export async function deltaObjects(): Promise<ReadonlyMap<string, Uint8Array>> {
  const store = new MemoryStore('landing');
  const location = { store, path: 'weather' };
  await ensureTable(location, TEMPERATURES_SCHEMA, { nowMs: 0 });
  for (let i = 0; i < COMMITS; i += 1) {
    const batch = {
      rows: 2,
      columns: { station: ['a', 'b'], date: Int32Array.of(15_340 + i, 15_340 + i), temp: Float64Array.of(i, i + 0.5) },
    };
    await appendRows(location, [batch], { step: 'test', nowMs: i });
  }
  const objects = new Map([...store.objects].map(([key, { body }]) => [key, body]));
  objects.set(`weather/_delta_log/${String(COMMITS + 1).padStart(20, '0')}.json`, deleting(objects));
  return objects;
}

/** A commit of another engine: one of the first file's rows is deleted, and the table asks for that of its readers. */
function deleting(objects: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const first = new TextDecoder().decode(objects.get(`weather/_delta_log/${'1'.padStart(20, '0')}.json`));
  const { add } = first
    .split('\n')
    .map((line) => JSON.parse(line || '{}'))
    .find((action) => action.add !== undefined);
  const features = ['deletionVectors'];
  const actions = [
    { protocol: { minReaderVersion: 3, minWriterVersion: 7, readerFeatures: features, writerFeatures: features } },
    { remove: { path: add.path, dataChange: true } },
    { add: { ...add, deletionVector: inlineVector([0]) } },
  ];
  return Buffer.from(actions.map((action) => `${JSON.stringify(action)}\n`).join(''));
}

export function storeOf(objects: ReadonlyMap<string, Uint8Array>): MemoryStore {
  const store = new MemoryStore('landing');
  for (const [key, body] of objects) store.put(key, body, 0);
  return store;
}

/** A name for what is read of a table, which does not depend on the order of its files. */
export function digest(rows: readonly unknown[]): string {
  const texts = rows.map((row) => JSON.stringify(row)).sort();
  return createHash('sha256').update(texts.join('\n')).digest('hex');
}
