import { describe, expect, it } from '@jest/globals';
import { PlatformError } from '../../core/contracts/errors.ts';
import type { TableSchema } from '../../core/contracts/table-schema.ts';
import {
  appendRows,
  ensureTable,
  findTable,
  history,
  openTable,
  replacePartitions,
  type TableLocation,
} from '../../tables/index.ts';
import { overwrite } from '../../tables/log/operations.ts';
import { checkpointKey, commitKey, lastCheckpointKey, logFolder } from '../../tables/log/keys.ts';
import { loadState } from '../../tables/log/state.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { numbers, options, PARTITIONED, plainRows, PLAIN, storedNumbers } from './support.ts';

type Location = TableLocation & { readonly store: MemoryStore };

async function newTable(schema = PLAIN): Promise<Location> {
  const location = { store: new MemoryStore('lake'), path: 't' };
  await ensureTable(location, schema, { nowMs: 5 });
  return location;
}

async function linesOf({ store, path }: Location, version: number): Promise<unknown[]> {
  const text = Buffer.from(await store.read(commitKey({ store, path }, version))).toString();
  expect(text.endsWith('}\n')).toBe(true);
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

/** A commit of another writer. */
function put({ store, path }: Location, version: number, ...actions: readonly object[]): void {
  store.put(commitKey({ store, path }, version), actions.map((action) => `${JSON.stringify(action)}\n`).join(' \n'));
}

const STATS = '{"numRecords":1,"minValues":{"n":1},"maxValues":{"n":1},"nullCount":{"n":0}}';
const ONE = 'run=a/part-f54883f814345ed6.parquet';
const TWO = 'run=a/part-9a0f7335fd117f5e.parquet';
const PARTITION = { partitionValues: { run: 'a' }, size: 120 };

describe('what a commit says', () => {
  it('of a new table: who made it, the protocol, the schema', async () => {
    const fields =
      '{"name":"run","type":"string","nullable":true,"metadata":{}},{"name":"n","type":"long","nullable":false,"metadata":{}}';
    expect(await linesOf(await newTable(PARTITIONED), 0)).toEqual([
      {
        commitInfo: {
          timestamp: 5,
          operation: 'CREATE TABLE',
          operationParameters: { isManaged: 'false', partitionBy: '["run"]', properties: '{}' },
          operationMetrics: {},
          engineInfo: 'forecasting-platform',
        },
      },
      { protocol: { minReaderVersion: 1, minWriterVersion: 2 } },
      {
        metaData: {
          id: 'ebc52d4c-71c5-6d6a-b002-55e34c9fd1b8',
          name: 't',
          format: { provider: 'parquet', options: {} },
          schemaString: `{"type":"struct","fields":[${fields}]}`,
          partitionColumns: ['run'],
          configuration: {},
          createdTime: 5,
        },
      },
    ]);
  });

  it('of an append and a replacement: what is taken away, what is new, and how much it is', async () => {
    const location = await newTable(PARTITIONED);
    const txn = { appId: 'delivery', version: 3 };
    const batch = { rows: 2, columns: { run: ['a', 'b'], n: [1, 2] } };
    await appendRows(location, batch, options(6, { step: 'ingest', txn }));
    await replacePartitions(location, [{ values: { run: 'a' }, batches: [numbers(1), numbers(2)] }], options(7));
    await replacePartitions(location, [{ values: { run: 'a' }, batches: numbers(2) }], options(8));
    const info = { operation: 'WRITE', isBlindAppend: true, engineInfo: 'forecasting-platform' };
    const appended = { mode: 'Append', partitionBy: '["run"]' };
    const replaced = { mode: 'Overwrite', partitionBy: '["run"]', predicate: `["(run = 'a')"]` };
    const added = { path: ONE, ...PARTITION, modificationTime: 6, dataChange: true, stats: STATS };
    const metrics = { numFiles: '2', numRemovedFiles: '0', numOutputRows: '2', numOutputBytes: '240' };
    expect(await linesOf(location, 1)).toEqual([
      {
        commitInfo: {
          ...{ timestamp: 6, readVersion: 0, ...info, operationParameters: appended, operationMetrics: metrics },
          userMetadata: 'ingest',
        },
      },
      { txn: { appId: 'delivery', version: 3, lastUpdated: 6 } },
      { add: added },
      {
        add: {
          ...added,
          path: TWO.replace('=a', '=b'),
          partitionValues: { run: 'b' },
          stats: STATS.replaceAll(':1}', ':2}'),
        },
      },
    ]);
    // The file of 1 is there already.
    const one = { numFiles: '1', numRemovedFiles: '0', numOutputRows: '1', numOutputBytes: '120' };
    expect(await linesOf(location, 2)).toEqual([
      {
        commitInfo: {
          ...{ timestamp: 7, readVersion: 1, ...info, operationParameters: replaced, operationMetrics: one },
          userMetadata: 'test',
        },
      },
      { add: { ...added, path: TWO, modificationTime: 7, stats: STATS.replaceAll(':1}', ':2}') } },
    ]);
    const none = { numFiles: '0', numRemovedFiles: '1', numOutputRows: '0', numOutputBytes: '0' };
    expect(await linesOf(location, 3)).toEqual([
      {
        commitInfo: {
          ...{ timestamp: 8, readVersion: 2, ...info, operationParameters: replaced, operationMetrics: none },
          isBlindAppend: false,
          userMetadata: 'test',
        },
      },
      { remove: { path: ONE, deletionTimestamp: 8, dataChange: true, extendedFileMetadata: true, ...PARTITION } },
    ]);
  });

  it('of a replacement: which partitions, unless they are many', async () => {
    const schema: TableSchema = {
      columns: [
        { name: 'kind', type: 'string', nullable: true },
        { name: 'shard', type: 'long', nullable: false },
        { name: 'n', type: 'long', nullable: false },
      ],
      partitionBy: ['kind', 'shard'],
    };
    const location = await newTable(schema);
    const parts = Array.from({ length: 21 }, (_, shard) => ({
      values: { kind: "it's", shard },
      batches: numbers(shard),
    }));
    await replacePartitions(
      location,
      [...parts.slice(0, 1), { values: { kind: null, shard: 7 }, batches: [] }],
      options(6),
    );
    await replacePartitions(location, parts, options(7));
    const mode = { mode: 'Overwrite', partitionBy: '["kind","shard"]' };
    expect((await history(location)).slice(1).map(({ parameters }) => parameters)).toEqual([
      { ...mode, predicate: `["(kind = 'it''s' AND shard = 0) OR (kind IS NULL AND shard = 7)"]` },
      mode,
    ]);
  });

  it('names a partition once, of which several files are replaced', async () => {
    const schema = { columns: [{ name: 'shard', type: 'long', nullable: false }], partitionBy: ['shard'] } as const;
    const parts = [{ shard: 3 }, { shard: 3 }, { shard: 4 }];
    expect(overwrite(schema, parts).parameters).toMatchObject({ predicate: '["(shard = 3) OR (shard = 4)"]' });
  });

  it('another writer may leave out, or say in its own way', async () => {
    const location = await newTable();
    put(location, 1, { txn: { appId: 'x', version: 1 } });
    put(location, 2, {
      commitInfo: {
        operation: 'MERGE',
        operationParameters: { predicate: '["a"]', matched: [1] },
        operationMetrics: { rows: 5, files: '6', phases: { scan: 1 } },
        userMetadata: 'nightly',
      },
    });
    expect((await history(location)).slice(1)).toEqual([
      { version: 1, operation: 'unknown', parameters: {}, step: undefined, timestampMs: 0, metrics: {} },
      {
        ...{ version: 2, operation: 'MERGE', timestampMs: 0, metrics: { rows: '5', files: '6', phases: '{"scan":1}' } },
        parameters: { predicate: '["a"]', matched: '[1]' },
        step: 'nightly',
      },
    ]);
  });
});

describe('the folder of a log', () => {
  it('may hold other objects: checksums, compacted logs, checkpoints in parts, drafts', async () => {
    const location = await newTable();
    await appendRows(location, plainRows(1), options(1));
    const twenty = (version: number): string => String(version).padStart(20, '0');
    for (const name of [
      `${twenty(2)}.crc`,
      `${twenty(0)}.${twenty(1)}.compacted.json`,
      `${twenty(1)}.checkpoint.0000000001.0000000002.parquet`,
      `${twenty(2)}.json.tmp`,
      `x${twenty(2)}.json`,
      `${twenty(2)}xjson`,
      '_commits/draft.json',
      'zz.json',
    ]) {
      location.store.put(`${logFolder(location)}${name}`, 'no action');
    }
    expect(await storedNumbers(location)).toEqual([1]);
    expect(await history(location)).toHaveLength(2);
  });

  it('is no table while it has no commit', async () => {
    const location = { store: new MemoryStore('lake'), path: 't' };
    location.store.put(`${logFolder(location)}_last_checkpoint`, '{"version":3}');
    expect(await findTable(location)).toBeUndefined();
  });

  it('is TableCorrupt without a protocol or a schema, even at a later version', async () => {
    const location = { store: new MemoryStore('lake'), path: 't' };
    put(location, 0, { commitInfo: {} }, { protocol: { minReaderVersion: 1, minWriterVersion: 2 } });
    const error = { name: 'TableCorrupt', message: expect.stringContaining('no protocol or no schema') };
    await expect(openTable(location)).rejects.toMatchObject(error);
    const whole = await newTable();
    whole.store.put(commitKey(whole, 0), `${JSON.stringify((await linesOf(whole, 0))[2])}\n`);
    await expect(openTable(whole)).rejects.toMatchObject(error);
  });

  it('that vanishes while a writer loses a race is TableCorrupt', async () => {
    const location = await newTable();
    const vanish = async (): Promise<boolean> => {
      location.store.objects.clear();
      return false;
    };
    location.store.create = vanish;
    await expect(appendRows(location, plainRows(1), options(1))).rejects.toMatchObject({
      name: 'TableCorrupt',
      message: expect.stringContaining('vanished'),
    });
  });

  it('that cannot be read is no empty one', async () => {
    const location = await newTable();
    let error = new Error('access denied');
    location.store.beforeRead = (key) => {
      if (key === lastCheckpointKey(location)) throw error;
    };
    await expect(findTable(location)).rejects.toThrow('access denied');
    error = new PlatformError('TableUnsupported', { problem: 'access denied' });
    await expect(findTable(location)).rejects.toThrow('access denied');
  });
});

describe('a checkpoint', () => {
  it('holds what other writers said, to the letter', async () => {
    const location = await newTable();
    const [, , created] = (await linesOf(location, 0)) as [object, object, { metaData: object }];
    const metaData = {
      ...created.metaData,
      name: 'sales',
      description: 'of shops',
      format: { provider: 'parquet', options: { a: 'b' } },
      configuration: { 'delta.x': 'y', 'delta.none': null },
      createdTime: undefined,
    };
    const add = { path: 'plain.parquet', partitionValues: {}, size: 7, modificationTime: 2 ** 52, dataChange: true };
    const remove = { path: 'gone.parquet', deletionTimestamp: 2 ** 52, dataChange: true };
    put(location, 1, { metaData }, { add: { ...add, tags: null } }, { remove });
    put(location, 2, { remove: { ...remove, path: 'timeless.parquet', deletionTimestamp: undefined } });
    put(location, 3, { txn: { appId: 'x', version: 2 ** 52 } });
    for (let n = 4; n <= 10; n += 1) await appendRows(location, plainRows(n), options(8 * 86_400_000));

    const store = new MemoryStore('lake');
    for (const key of [checkpointKey(location, 10), lastCheckpointKey(location)])
      store.put(key, await location.store.read(key));
    const state = await loadState({ store, path: 't' });
    expect(state).toMatchObject({
      version: 10,
      checkpoint: 10,
      protocol: { minReaderVersion: 1, minWriterVersion: 2 },
    });
    expect(JSON.parse(JSON.stringify(state?.metadata))).toEqual(JSON.parse(JSON.stringify(metaData)));
    expect(state?.files.get('plain.parquet')).toEqual({ ...add, dataChange: false });
    expect([...(state?.tombstones.values() ?? [])]).toEqual([{ ...remove, dataChange: false }]);
    expect([...(state?.txns.values() ?? [])]).toEqual([{ appId: 'x', version: 2 ** 52 }]);
    expect(state?.files.size).toBe(8);
    const [file] = (await openTable({ store, path: 't' })).files.filter(({ path }) => path === 'plain.parquet');
    expect(file).toStrictEqual({ path: 'plain.parquet', sizeBytes: 7, partitionValues: {}, stats: undefined });
  });
});
