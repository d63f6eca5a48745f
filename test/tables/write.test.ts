import { describe, expect, it } from '@jest/globals';
import type { RowBatch } from '../../core/contracts/table-schema.ts';
import {
  appendRows,
  commitFiles,
  ensureTable,
  findTable,
  history,
  openTable,
  partitionFolder,
  replacePartitions,
  writeDataFile,
  type TableLocation,
  type WrittenFile,
} from '../../tables/index.ts';
import {
  newLocation,
  numbers,
  options,
  PARTITIONED,
  PLAIN,
  plainRows,
  storedNumbers,
  temporaryRoot,
} from './support.ts';

const root = temporaryRoot();
let count = 0;

async function newTable(schema = PLAIN): Promise<TableLocation> {
  const location = newLocation(root, `data/t${(count += 1)}`);
  await ensureTable(location, schema, { nowMs: 1_000 });
  return location;
}

const runs = (run: (string | null)[], n: number[]): RowBatch => ({ rows: n.length, columns: { run, n } });

describe('creating a table', () => {
  it('makes version 0, empty, once', async () => {
    const location = newLocation(root, 'create/once');
    expect(await findTable(location)).toBeUndefined();
    const first = await ensureTable(location, PLAIN, { nowMs: 1 });
    const second = await ensureTable(location, PLAIN, { nowMs: 2 });
    expect([first.version, second.version]).toEqual([0, 0]);
    expect(second.schema).toEqual(PLAIN);
    expect(second.files).toEqual([]);
    expect(await history(location)).toMatchObject([{ version: 0, operation: 'CREATE TABLE', timestampMs: 1 }]);
  });

  it('has one winner among many, and all see its table', async () => {
    const location = newLocation(root, 'create/race');
    const made = await Promise.all(Array.from({ length: 10 }, (_, i) => ensureTable(location, PLAIN, { nowMs: i })));
    expect(made.map(({ version }) => version)).toEqual(new Array(10).fill(0));
    expect(await history(location)).toHaveLength(1);
  });

  it('refuses another schema, also other partition columns or nullability', async () => {
    const location = await newTable();
    const nullable = { ...PLAIN, columns: PLAIN.columns.map((column) => ({ ...column, nullable: true })) };
    for (const other of [PARTITIONED, nullable, { ...PLAIN, partitionBy: ['id'] }]) {
      await expect(ensureTable(location, other, { nowMs: 2 })).rejects.toMatchObject({ name: 'SchemaMismatch' });
    }
  });

  it('says ObjectNotFound where there is no table, or no such version', async () => {
    await expect(openTable(newLocation(root, 'none'))).rejects.toMatchObject({ name: 'ObjectNotFound' });
    await expect(history(newLocation(root, 'none'))).rejects.toMatchObject({ name: 'ObjectNotFound' });
    await expect(appendRows(newLocation(root, 'none'), plainRows(1), options(1))).rejects.toMatchObject({
      name: 'ObjectNotFound',
    });
    await expect(openTable(await newTable(), 7)).rejects.toThrow('no such version; got 7; allowed: up to 0');
  });
});

describe('appending', () => {
  it('adds a file a batch in one commit and says so in the history', async () => {
    const location = await newTable();
    const batches = (async function* () {
      yield plainRows(1, 2);
      yield plainRows(3);
    })();
    expect(await appendRows(location, batches, options(5_000, { step: 'ingest' }))).toEqual({
      version: 1,
      committed: true,
    });
    const { files } = await openTable(location);
    expect(files).toHaveLength(2);
    expect(await storedNumbers(location)).toEqual([1, 2, 3]);
    const [, entry] = await history(location);
    expect(entry).toMatchObject({ version: 1, operation: 'WRITE', step: 'ingest', timestampMs: 5_000 });
    expect(entry.metrics).toMatchObject({ numFiles: '2', numOutputRows: '3', numRemovedFiles: '0' });
  });

  it('does nothing for a transaction that the log has, or one before it', async () => {
    const location = await newTable();
    const txn = { appId: 'delivery-1', version: 3 };
    expect(await appendRows(location, plainRows(1), options(1, { txn }))).toEqual({ version: 1, committed: true });
    expect(await appendRows(location, plainRows(1), options(2, { txn }))).toEqual({ version: 1, committed: false });
    expect(await appendRows(location, plainRows(1), options(2, { txn: { ...txn, version: 2 } }))).toEqual({
      version: 1,
      committed: false,
    });
    expect(await appendRows(location, plainRows(2), options(3, { txn: { ...txn, version: 4 } }))).toEqual({
      version: 2,
      committed: true,
    });
    expect(await storedNumbers(location)).toEqual([1, 2]);
    expect((await openTable(location)).txns).toEqual(new Map([['delivery-1', 4]]));
  });

  it('keeps equal rows that are appended twice, in one call or two', async () => {
    const location = await newTable();
    await appendRows(location, [plainRows(1), plainRows(1)], options(1));
    await appendRows(location, plainRows(1), options(2));
    expect(await storedNumbers(location)).toEqual([1, 1, 1]);
  });

  it('makes no commit for no rows, except to record a transaction', async () => {
    const location = await newTable();
    expect(await appendRows(location, [plainRows()], options(1))).toEqual({ version: 0, committed: false });
    const txn = { appId: 'empty file', version: 0 };
    expect(await appendRows(location, [], options(2, { txn }))).toEqual({ version: 1, committed: true });
    expect((await openTable(location)).files).toEqual([]);
  });

  it('splits rows by their partition values', async () => {
    const location = await newTable(PARTITIONED);
    await appendRows(location, runs(['a', null, 'a', 'b/c'], [1, 2, 3, 4]), options(1));
    const { files } = await openTable(location);
    expect(
      files.map(({ path, partitionValues, stats }) => [path.split('/part')[0], partitionValues, stats?.rows]),
    ).toEqual([
      ['run=__HIVE_DEFAULT_PARTITION__', { run: null }, 1],
      ['run=a', { run: 'a' }, 2],
      ['run=b%2Fc', { run: 'b/c' }, 1],
    ]);
  });

  it.each([
    [
      'a slip of the pen',
      { rows: 1, columns: { id: ['a'], n: [1], idd: ['a'] } },
      "no column 'idd'; got 'idd'; allowed: id: string; n: long; hint: likely 'id' is meant; else leave",
    ],
    [
      'a missing column',
      { rows: 1, columns: { id: ['a'] } },
      "column 'n' is missing: the table has it in every row; got 'id'; allowed: n: long; hint: write 'n' with every row",
    ],
    ['a column too short', { rows: 2, columns: { id: ['a', 'b'], n: [1] } }, "column 'n' has 1 values"],
    [
      'an unknown column',
      { rows: 1, columns: { id: ['a'], n: [1], x: [1] } },
      "no column 'x'; got 'x'; allowed: id: string; n: long; hint: leave the column out",
    ],
    [
      'null where none may be',
      { rows: 2, columns: { id: ['a', null], n: [1, 2] } },
      "'id' (id: string) cannot hold the value of row 1; got null; allowed: text; hint: every row has a value there",
    ],
    [
      'a fraction as long',
      { rows: 1, columns: { id: ['a'], n: [1.5] } },
      "'n' (n: long) cannot hold the value of row 0; got '1.5'; allowed: an integer below 2^53; hint: round the value",
    ],
    [
      'an unsafe integer',
      { rows: 1, columns: { id: ['a'], n: [2 ** 53] } },
      "'n' (n: long) cannot hold the value of row 0",
    ],
    [
      'half a surrogate pair',
      { rows: 1, columns: { id: ['\ud800'], n: [1] } },
      "'id' (id: string) cannot hold the value of row 0",
    ],
  ])('refuses %s', async (_what, batch, message) => {
    const location = await newTable();
    await expect(appendRows(location, batch, options(1))).rejects.toMatchObject({
      name: 'SchemaMismatch',
      message: expect.stringContaining(message),
    });
    expect((await openTable(location)).version).toBe(0);
  });
});

describe('replacing partitions', () => {
  it('removes and adds in one commit, and leaves the others alone', async () => {
    const location = await newTable(PARTITIONED);
    await appendRows(location, runs(['a', 'b'], [1, 2]), options(1));
    const result = await replacePartitions(
      location,
      [{ values: { run: 'a' }, batches: [numbers(10), numbers(11)] }],
      options(2),
    );
    expect(result).toEqual({ version: 2, committed: true });
    expect(await storedNumbers(location)).toEqual([2, 10, 11]);
    expect(await storedNumbers(location, 1)).toEqual([1, 2]);
  });

  it('replaces by nothing, also the partition of null and several at once', async () => {
    const location = await newTable(PARTITIONED);
    await appendRows(location, runs(['a', 'b', null], [1, 2, 3]), options(1));
    await replacePartitions(
      location,
      [
        { values: { run: null }, batches: [] },
        { values: { run: 'a' }, batches: [] },
      ],
      options(2),
    );
    expect(await storedNumbers(location)).toEqual([2]);
  });

  it('replaces the whole of an unpartitioned table', async () => {
    const location = await newTable();
    await appendRows(location, plainRows(1, 2), options(1));
    await replacePartitions(location, [{ values: {}, batches: plainRows(3) }], options(2));
    expect(await storedNumbers(location)).toEqual([3]);
  });

  it('makes no commit where the partition holds just these rows', async () => {
    const location = await newTable(PARTITIONED);
    const write = (nowMs: number): ReturnType<typeof replacePartitions> =>
      replacePartitions(location, [{ values: { run: 'a' }, batches: numbers(1, 2) }], options(nowMs));
    expect(await write(1)).toEqual({ version: 1, committed: true });
    expect(await write(2)).toEqual({ version: 1, committed: false });
    expect(await storedNumbers(location)).toEqual([1, 2]);
  });

  it('brings rows back that were replaced before', async () => {
    const location = await newTable(PARTITIONED);
    for (const [i, n] of [1, 2, 1].entries()) {
      await replacePartitions(location, [{ values: { run: 'a' }, batches: numbers(n) }], options(i));
    }
    expect(await storedNumbers(location)).toEqual([1]);
    expect((await openTable(location)).version).toBe(3);
  });

  it.each([
    [{}, "partition column 'run' is missing"],
    [{ run: 'a', n: 1 }, "not partitioned by the column 'n'; got 'n'; allowed: run"],
    [{ run: 5 }, 'has another type'],
    [{ run: '' }, 'is empty'],
  ])('refuses the partition %j', async (values, message) => {
    const location = await newTable(PARTITIONED);
    await expect(replacePartitions(location, [{ values, batches: [] }], options(1))).rejects.toMatchObject({
      name: 'SchemaMismatch',
      message: expect.stringContaining(message),
    });
  });
});

describe('committing files that a job wrote', () => {
  async function writeByHand(location: TableLocation, run: string, n: number): Promise<WrittenFile> {
    const { bytes, fileName, stats } = writeDataFile(PARTITIONED, numbers(n));
    const path = `${partitionFolder(PARTITIONED, { run })}/${fileName}`;
    await location.store.write(`${location.path}/${path}`, bytes);
    return { path, sizeBytes: bytes.length, partitionValues: { run }, stats };
  }

  it('commits them instead of what the partition held, and only once', async () => {
    const location = await newTable(PARTITIONED);
    await appendRows(location, runs(['a', 'b'], [1, 2]), options(1));
    const files = [await writeByHand(location, 'a', 7), await writeByHand(location, 'a', 8)];
    const change = { files, replace: [{ run: 'a' }] };
    expect(await commitFiles(location, change, options(2))).toEqual({ version: 2, committed: true });
    expect(await commitFiles(location, change, options(3))).toEqual({ version: 2, committed: false });
    expect(await storedNumbers(location)).toEqual([2, 7, 8]);
  });

  it('survives JSON, as a job hands them over in a file', async () => {
    const location = await newTable(PARTITIONED);
    const files = JSON.parse(JSON.stringify([await writeByHand(location, 'a b', 7)])) as WrittenFile[];
    await commitFiles(location, { files, replace: [] }, options(2));
    const [file] = (await openTable(location)).files;
    expect(file).toEqual(files[0]);
    expect(file.path).toMatch(/^run=a%20b\/part-[0-9a-f]{16}\.parquet$/);
  });

  it('refuses a file that is not there, or of another size', async () => {
    const location = await newTable(PARTITIONED);
    const file = await writeByHand(location, 'a', 7);
    const commit = (wrong: Partial<WrittenFile>): Promise<unknown> =>
      commitFiles(location, { files: [{ ...file, ...wrong }], replace: [] }, options(2));
    await expect(commit({ path: 'run=a/part-0.parquet' })).rejects.toMatchObject({ name: 'ObjectNotFound' });
    await expect(commit({ sizeBytes: 1 })).rejects.toMatchObject({ name: 'TableCorrupt' });
    expect((await openTable(location)).version).toBe(0);
  });
});

describe('the same writes', () => {
  it('give the same bytes of log, checkpoints and data files', async () => {
    const copies = [newLocation(`${root}/one`, 'same'), newLocation(`${root}/two`, 'same')];
    for (const location of copies) {
      await ensureTable(location, PARTITIONED, { nowMs: 1 });
      for (let i = 0; i < 11; i += 1) await appendRows(location, runs(['a', null], [i, -i]), options(100 + i));
      await replacePartitions(location, [{ values: { run: 'a' }, batches: numbers(5) }], options(200));
    }
    const [first, second] = await Promise.all(
      copies.map(async ({ store }) =>
        Promise.all(
          (await store.list('')).map(async ({ key }) => [key, Buffer.from(await store.read(key)).toString('base64')]),
        ),
      ),
    );
    expect(first.map(([key]) => key)).toContain('same/_delta_log/00000000000000000010.checkpoint.parquet');
    expect(first).toEqual(second);
  });
});
