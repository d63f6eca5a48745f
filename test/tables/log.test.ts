import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  appendRows,
  ensureTable,
  history,
  openTable,
  replacePartitions,
  type TableLocation,
} from '../../tables/index.ts';
import { encodeCommit } from '../../tables/log/actions.ts';
import { checkpointKey, commitKey, lastCheckpointKey } from '../../tables/log/keys.ts';
import {
  actionsAt,
  newLocation,
  options,
  PARTITIONED,
  PLAIN,
  plainRows,
  numbers,
  storedNumbers,
  temporaryRoot,
} from './support.ts';

const root = temporaryRoot();
let count = 0;

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const fileOf = (location: TableLocation, key: string): string => join(root, location.store.bucket, key);

async function tableOf(commits: number): Promise<TableLocation> {
  const location = newLocation(root, `t${(count += 1)}`);
  await ensureTable(location, PLAIN, { nowMs: 0 });
  for (let i = 1; i <= commits; i += 1) {
    await appendRows(location, plainRows(i), options(i, { txn: { appId: `d${i}`, version: 0 } }));
  }
  return location;
}

describe('checkpoints', () => {
  it('come every ten commits', async () => {
    const location = await tableOf(21);
    const listed = (await location.store.list(`${location.path}/_delta_log/`)).map(({ key }) => key);
    expect(listed.filter((key) => key.endsWith('.checkpoint.parquet'))).toEqual([
      checkpointKey(location, 10),
      checkpointKey(location, 20),
    ]);
    const hint: unknown = JSON.parse(Buffer.from(await location.store.read(lastCheckpointKey(location))).toString());
    // 20 files, 20 transactions, the schema, the protocol.
    expect(hint).toEqual({ version: 20, size: 42, sizeInBytes: expect.any(Number) });
  });

  it('hold all that the commits before them said', async () => {
    const location = await tableOf(12);
    const whole = await openTable(location);
    for (let version = 0; version <= 10; version += 1) await rm(fileOf(location, commitKey(location, version)));
    expect(await openTable(location)).toEqual({ ...whole, location });
    expect(whole.txns.size).toBe(12);
    expect(await storedNumbers(location)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect((await history(location)).map(({ version }) => version)).toEqual([11, 12]);
  });

  it('are found without the hint, with half a hint, and with one that leads nowhere', async () => {
    const location = await tableOf(11);
    await rm(fileOf(location, commitKey(location, 3)));
    for (const hint of ['', '{"version":', '{"version":900}', '{"version":5,"parts":2}']) {
      await location.store.write(lastCheckpointKey(location), new TextEncoder().encode(hint));
      expect((await openTable(location)).version).toBe(11);
    }
    await rm(fileOf(location, lastCheckpointKey(location)));
    expect((await openTable(location)).version).toBe(11);
  });

  it('do not stand in the way of an older version', async () => {
    const location = await tableOf(21);
    expect(await storedNumbers(location, 4)).toEqual([1, 2, 3, 4]);
    expect(await storedNumbers(location, 10)).toHaveLength(10);
    expect(await storedNumbers(location, 15)).toHaveLength(15);
  });

  it('keep the tombstones of seven days, and no older ones', async () => {
    const location = newLocation(root, 'tombstones');
    await ensureTable(location, PARTITIONED, { nowMs: 0 });
    const day = 86_400_000;
    for (let i = 1; i <= 10; i += 1) {
      await replacePartitions(location, [{ values: { run: 'a' }, batches: numbers(i) }], options(i * day));
    }
    const { loadState } = await import('../../tables/log/state.ts');
    const { tombstones, files } = (await loadState(location)) ?? { tombstones: new Map(), files: new Map() };
    expect(files.size).toBe(1);
    expect([...tombstones.values()].map((remove) => remove.deletionTimestamp / day)).toEqual([4, 5, 6, 7, 8, 9, 10]);
    expect([...tombstones.values()][0]).toMatchObject({ partitionValues: { run: 'a' }, extendedFileMetadata: true });
  });

  it('are written by a later commit when one failed, and the failed call shows it', async () => {
    const location = await tableOf(9);
    const write: typeof location.store.write = async (key, body) => {
      if (key.endsWith('.checkpoint.parquet')) throw new Error('no space');
      return location.store.write(key, body);
    };
    const failing = { ...location, store: { ...location.store, write } };
    const txn = { appId: 'd10', version: 0 };
    await expect(appendRows(failing, plainRows(10), options(10, { txn }))).rejects.toThrow('no space');
    expect(await appendRows(location, plainRows(10), options(10, { txn }))).toEqual({ version: 10, committed: false });
    await appendRows(location, plainRows(11), options(11));
    expect(await location.store.head(checkpointKey(location, 11))).toBeDefined();
  });
});

describe('a damaged log', () => {
  it.each([0, 1, 2, 4])('is TableCorrupt where version %d is missing', async (version) => {
    const location = await tableOf(5);
    await rm(fileOf(location, commitKey(location, version)));
    await expect(openTable(location)).rejects.toMatchObject({
      name: 'TableCorrupt',
      message: expect.stringContaining(`lacks version ${version}`),
    });
  });

  it.each(['{"add":{"path"', '[]', 'null', '5', '{"add":5}'])(
    'is TableCorrupt where a line is no action: %s',
    async (line) => {
      const location = await tableOf(1);
      await location.store.write(commitKey(location, 1), new TextEncoder().encode(line));
      await expect(openTable(location)).rejects.toMatchObject({
        name: 'TableCorrupt',
        message: expect.stringContaining(`a line of the log is no action; got '${commitKey(location, 1)}: ${line}'`),
      });
    },
  );
});

describe('what the table asks of its readers and writers', () => {
  async function foreign(change: object): Promise<TableLocation> {
    const location = await tableOf(0);
    await location.store.write(commitKey(location, 1), json(change));
    return location;
  }
  const metaData = (schema: object, configuration: object = {}): object => ({
    metaData: {
      id: 'x',
      format: { provider: 'parquet', options: {} },
      schemaString: JSON.stringify(schema),
      partitionColumns: [],
      configuration,
    },
  });
  const field = (type: unknown, metadata = {}): object => ({
    type: 'struct',
    fields: [{ name: 'c', type, nullable: true, metadata }],
  });
  const add = { path: 'x.parquet', partitionValues: {}, size: 1, modificationTime: 1, dataChange: true };

  it.each([
    [
      'deletion vectors',
      {
        protocol: {
          minReaderVersion: 3,
          minWriterVersion: 7,
          readerFeatures: ['deletionVectors'],
          writerFeatures: ['deletionVectors'],
        },
      },
      'deletionVectors',
    ],
    ['column mapping', { protocol: { minReaderVersion: 2, minWriterVersion: 5 } }, 'column mapping'],
    [
      'an unknown feature',
      { protocol: { minReaderVersion: 3, minWriterVersion: 7, readerFeatures: ['warpDrive'], writerFeatures: [] } },
      'warpDrive',
    ],
    [
      'a newer reader',
      { protocol: { minReaderVersion: 4, minWriterVersion: 8 } },
      "reader features: none named; got 'reader version 4'",
    ],
    ['an unknown type', metaData(field('binary')), "type of column 'c' is not supported; got 'binary'"],
    [
      'a nested type',
      metaData(field({ type: 'array', elementType: 'long', containsNull: true })),
      "type of column 'c'",
    ],
    [
      'another format',
      { metaData: { id: 'x', format: { provider: 'orc' }, schemaString: '{}', partitionColumns: [] } },
      "data files are not Parquet; got 'orc'",
    ],
    [
      'a deletion vector',
      { add: { ...add, deletionVector: { storageType: 'u', pathOrInlineDv: 'x', sizeInBytes: 1, cardinality: 1 } } },
      'deletion vector',
    ],
    ['a file elsewhere', { add: { ...add, path: 's3://other/x.parquet' } }, 'outside the table'],
  ])('is refused by name when reading: %s', async (_what, change, message) => {
    await expect(openTable(await foreign(change))).rejects.toMatchObject({
      name: 'TableUnsupported',
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ['CHECK constraints', { protocol: { minReaderVersion: 1, minWriterVersion: 3 } }, 'CHECK constraints'],
    [
      'a change feed',
      { protocol: { minReaderVersion: 1, minWriterVersion: 4 } },
      'change data feed, generated columns',
    ],
    ['column mapping', { protocol: { minReaderVersion: 1, minWriterVersion: 5 } }, 'column mapping'],
    ['identity columns', { protocol: { minReaderVersion: 1, minWriterVersion: 6 } }, 'identity columns'],
    ['a newer writer', { protocol: { minReaderVersion: 1, minWriterVersion: 8 } }, 'unknown'],
    [
      'a writer feature',
      { protocol: { minReaderVersion: 1, minWriterVersion: 7, writerFeatures: ['rowTracking'] } },
      'rowTracking',
    ],
    ['a narrower type', metaData(field('integer')), 'column \'c\' of type "integer"'],
    ['an invariant', metaData(field('long', { 'delta.invariants': '{}' })), "invariant of column 'c'"],
  ])('is refused by name when writing, and can be read: %s', async (_what, change, message) => {
    const location = await foreign(change);
    expect((await openTable(location)).version).toBe(1);
    await expect(appendRows(location, plainRows(1), options(1))).rejects.toMatchObject({
      name: 'TableUnsupported',
      message: expect.stringContaining(message),
    });
  });

  it('lets an append-only table grow, and refuses to take rows away', async () => {
    const { columns } = PLAIN;
    const schema = { type: 'struct', fields: columns.map((column) => ({ ...column, metadata: {} })) };
    const location = await foreign(metaData(schema, { 'delta.appendOnly': 'true' }));
    await appendRows(location, plainRows(1), options(1));
    const replace = (): Promise<unknown> => replacePartitions(location, [{ values: {}, batches: [] }], options(2));
    await expect(replace()).rejects.toThrow('append-only');
    expect(await storedNumbers(location)).toEqual([1]);
    await location.store.write(commitKey(location, 3), json(metaData(schema, { 'delta.appendOnly': 'false' })));
    await replace();
    expect(await storedNumbers(location)).toEqual([]);
  });
});

describe('the times of commits', () => {
  const timesOf = async (location: TableLocation) => (await history(location)).map(({ timestampMs }) => timestampMs);

  it('rise, though the clock stands still or is set back', async () => {
    const location = newLocation(root, 'times');
    await ensureTable(location, PLAIN, { nowMs: 1000 });
    for (const nowMs of [1000, 1000, 400, 5000]) await appendRows(location, plainRows(nowMs), options(nowMs));
    expect(await timesOf(location)).toEqual([1000, 1001, 1002, 1003, 5000]);
  });

  it('rise where the commit before lies behind a checkpoint, too, and files keep the time of the clock', async () => {
    const location = await tableOf(10);
    await appendRows(location, plainRows(11), options(3));
    expect((await timesOf(location)).slice(-2)).toEqual([10, 11]);
    const added = (await actionsAt(location, 11)).find(({ add }) => add !== undefined)?.add;
    expect(added?.modificationTime).toBe(3);
  });

  it('are the clock’s where the commit before is gone, or says none', async () => {
    const location = await tableOf(10);
    await rm(fileOf(location, commitKey(location, 10)));
    await appendRows(location, plainRows(11), options(3));
    await rm(fileOf(location, commitKey(location, 11)));
    const untold = [{ txn: { appId: 'other', version: 0 } }];
    await location.store.create(commitKey(location, 11), encodeCommit(untold));
    await appendRows(location, plainRows(12), options(2));
    expect((await timesOf(location)).slice(-2)).toEqual([0, 2]);
  });
});
