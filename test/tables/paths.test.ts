import { describe, expect, it } from '@jest/globals';
import {
  appendRows,
  commitFiles,
  ensureTable,
  openTable,
  replacePartitions,
  type TableLocation,
} from '../../tables/index.ts';
import { encodeCommit } from '../../tables/log/actions.ts';
import { commitKey } from '../../tables/log/keys.ts';
import { loadState } from '../../tables/log/state.ts';
import { keyOf, logPath } from '../../tables/log/paths.ts';
import {
  actionsAt,
  newLocation,
  numbers,
  options,
  PARTITIONED,
  racing,
  spellAsBefore,
  storedNumbers,
  temporaryRoot,
} from './support.ts';

const root = temporaryRoot();
let count = 0;

async function newTable(): Promise<TableLocation> {
  const location = newLocation(root, `t${(count += 1)}`);
  await ensureTable(location, PARTITIONED, { nowMs: 0 });
  return location;
}

const replaceRun = (location: TableLocation, run: string, ...n: number[]): ReturnType<typeof replacePartitions> =>
  replacePartitions(location, [{ values: { run }, batches: numbers(...n) }], options(n[0]));

/** A table of version 1 whose partitions a and b were written when the log still escaped `=`. */
async function formerTable(): Promise<TableLocation> {
  const location = await newTable();
  await appendRows(location, { rows: 2, columns: { run: ['a', 'b'], n: [1, 2] } }, options(1));
  await spellAsBefore(location, 1);
  return location;
}

async function livePaths(location: TableLocation): Promise<string[]> {
  return [...((await loadState(location))?.files.keys() ?? [])].sort();
}

const ONE = 'part-f54883f814345ed6.parquet';
const TWO = 'part-9a0f7335fd117f5e.parquet';
const NEVER_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

describe('a path in the log', () => {
  it.each([
    ['run=a/part-0.parquet', 'run=a/part-0.parquet'],
    ['run=a%20b%2Fc%3Dd%25e%3Af/x', 'run=a%2520b%252Fc%253Dd%2525e%253Af/x'],
    ["a-_.!~*'():@&=+$,;/z", "a-_.!~*'():@&=+$,;/z"],
    ['a b"#%<>?[\\]^`{|}\u0001\u007f', 'a%20b%22%23%25%3C%3E%3F%5B%5C%5D%5E%60%7B%7C%7D%01%7F'],
    ['ü😀é', 'ü😀é'],
    ['\u0085\u00a0\u2003\u2028\u3000', '%C2%85%C2%A0%E2%80%83%E2%80%A8%E3%80%80'],
  ])('spells the key %j as Spark does, and gives it back', (key, path) => {
    expect(logPath(key)).toBe(path);
    expect(keyOf(path)).toBe(key);
  });

  it('is TableCorrupt where it is no URI', () => {
    expect(() => keyOf('p=100%/x')).toThrow("no URI; got 'p=100%/x'");
  });

  it('leaves the = of a partition, and escapes what its value has escaped', async () => {
    const location = await newTable();
    const run = ['a', 'a b', '100%', 'ü', 'a=b', 'a:b', null];
    await appendRows(location, { rows: 7, columns: { run, n: [1, 2, 3, 4, 5, 6, 7] } }, options(1));
    expect((await livePaths(location)).map((path) => path.split('/part')[0])).toEqual([
      'run=%25C3%25BC',
      'run=100%2525',
      'run=__HIVE_DEFAULT_PARTITION__',
      'run=a%2520b',
      'run=a%253Ab',
      'run=a%253Db',
      'run=a',
    ]);
    await replaceRun(location, 'a=b', 8);
    const removed = (await actionsAt(location, 2)).flatMap(({ remove }) => remove?.path ?? []);
    expect(removed).toEqual([expect.stringMatching(/^run=a%253Db\/part-[0-9a-f]{16}\.parquet$/)]);
  });
});

describe('a table of which the log escaped the =', () => {
  it('is read as it is', async () => {
    const location = await formerTable();
    expect(await livePaths(location)).toEqual([`run%3Da/${ONE}`, `run%3Db/${TWO}`]);
    expect((await openTable(location)).files.map(({ path }) => path)).toEqual([`run=a/${ONE}`, `run=b/${TWO}`]);
    expect(await storedNumbers(location)).toEqual([1, 2]);
  });

  it('is healed by the next commit, whose tombstones of the former spelling never expire', async () => {
    const location = await formerTable();
    await appendRows(location, { rows: 1, columns: { run: ['c'], n: [3] } }, options(5));
    expect(await storedNumbers(location)).toEqual([1, 2, 3]);
    const [{ commitInfo }, added, ...healing] = await actionsAt(location, 2);
    expect(commitInfo).toMatchObject({
      isBlindAppend: false,
      operationMetrics: { numFiles: '1', numRemovedFiles: '0' },
    });
    expect(added.add?.dataChange).toBe(true);
    const common = { partitionValues: { run: 'a' }, dataChange: false };
    expect(healing).toMatchObject([
      {
        remove: {
          path: `run%3Da/${ONE}`,
          deletionTimestamp: NEVER_MS,
          extendedFileMetadata: true,
          size: 120,
          ...common,
        },
      },
      { remove: { path: `run%3Db/${TWO}`, deletionTimestamp: NEVER_MS, dataChange: false } },
      { add: { path: `run=a/${ONE}`, size: 120, modificationTime: 1, stats: expect.any(String), ...common } },
      { add: { path: `run=b/${TWO}`, dataChange: false } },
    ]);
  });

  it('is healed once, and keeps the tombstones across checkpoints', async () => {
    const location = await formerTable();
    for (let i = 0; i < 20; i += 1)
      await appendRows(location, { rows: 1, columns: { run: ['c'], n: [3] } }, options(30 * 86_400_000 * i));
    expect((await actionsAt(location, 3)).flatMap(({ add, remove }) => add?.path ?? remove?.path ?? [])).toHaveLength(
      1,
    );
    const state = await loadState(location);
    expect(state?.checkpoint).toBe(20);
    expect([...(state?.tombstones.keys() ?? [])]).toEqual([`run%3Da/${ONE}`, `run%3Db/${TWO}`]);
    expect(await storedNumbers(location)).toEqual([1, 2, ...new Array<number>(20).fill(3)]);
  });

  it('is not committed to where nothing changes: its files are known by either spelling', async () => {
    const location = await formerTable();
    expect(await replaceRun(location, 'a', 1)).toEqual({ version: 1, committed: false });
    const [{ path, sizeBytes, stats }] = (await openTable(location)).files;
    const files = [{ path, sizeBytes, partitionValues: { run: 'a' }, stats: stats! }];
    expect(await commitFiles(location, { files, replace: [] }, options(2))).toEqual({ version: 1, committed: false });
  });

  it('has a replaced partition removed by its former spelling, for good, and the other one healed', async () => {
    const location = await formerTable();
    await replaceRun(location, 'a', 7);
    expect(
      (await actionsAt(location, 2)).flatMap(({ remove }) => (remove ? [[remove.path, remove.deletionTimestamp]] : [])),
    ).toEqual([
      [`run%3Da/${ONE}`, 7],
      [`run%3Db/${TWO}`, NEVER_MS],
    ]);
    expect(await storedNumbers(location)).toEqual([2, 7]);
  });

  it('keeps a file safe that comes back while the log has its former spelling for removed', async () => {
    const location = await newTable();
    await replaceRun(location, 'a', 1);
    await replaceRun(location, 'a', 7);
    await spellAsBefore(location, 2);
    await replaceRun(location, 'a', 1);
    expect((await actionsAt(location, 3)).slice(1)).toMatchObject([
      { remove: { path: expect.stringContaining('run%3Da/'), deletionTimestamp: 1 } },
      { add: { path: `run=a/${ONE}`, dataChange: true } },
      { remove: { path: `run%3Da/${ONE}`, deletionTimestamp: NEVER_MS, dataChange: false } },
    ]);
    expect((await actionsAt(location, 3))[0].commitInfo).toMatchObject({ isBlindAppend: false });
    await replaceRun(location, 'a', 7);
    await replaceRun(location, 'a', 1);
    expect((await actionsAt(location, 5)).flatMap(({ remove }) => remove?.path ?? [])).toHaveLength(1);
    expect(await storedNumbers(location)).toEqual([1]);
  });

  it.each([{ size: 5 }, { partitionValues: { run: 'a' } }, {}])(
    'keeps a file safe of whose removal the log knows %j',
    async (known) => {
      const location = await newTable();
      const remove = { path: `run%3Da/${ONE}`, deletionTimestamp: 1, dataChange: true, ...known };
      await location.store.create(commitKey(location, 1), encodeCommit([{ remove }]));
      await replaceRun(location, 'a', 1);
      const pinned = { path: `run%3Da/${ONE}`, deletionTimestamp: NEVER_MS, dataChange: false };
      expect((await actionsAt(location, 2)).at(-1)).toEqual({ remove: pinned });
    },
  );

  it('is left alone where a file lies elsewhere', async () => {
    const location = await newTable();
    const path = 's3://other/run%3Da/x.parquet';
    const add = { path, partitionValues: { run: 'a' }, size: 1, modificationTime: 1, dataChange: true };
    await location.store.create(commitKey(location, 1), encodeCommit([{ add }]));
    await appendRows(location, { rows: 1, columns: { run: ['c'], n: [3] } }, options(2));
    expect(await livePaths(location)).toEqual([expect.stringMatching(/^run=c/), path]);
  });

  it('gives equal rows that are appended a name of their own', async () => {
    const location = await formerTable();
    await appendRows(location, { rows: 1, columns: { run: ['a'], n: [1] } }, options(2));
    expect(await storedNumbers(location)).toEqual([1, 1, 2]);
    expect(await livePaths(location)).toEqual([`run=a/${ONE.replace('.', '-2.')}`, `run=a/${ONE}`, `run=b/${TWO}`]);
  });

  it('is left alone where both spellings live: each stands for its rows', async () => {
    const location = await formerTable();
    const twice = (await actionsAt(location, 1)).flatMap(({ add }) =>
      add ? [{ add: { ...add, path: add.path.replace('%3D', '=') } }] : [],
    );
    await location.store.create(commitKey(location, 2), encodeCommit(twice.slice(0, 1)));
    await appendRows(location, { rows: 1, columns: { run: ['c'], n: [3] } }, options(2));
    expect(await storedNumbers(location)).toEqual([1, 1, 2, 3]);
  });

  it('may be healed by another writer while a partition is being replaced', async () => {
    const location = await formerTable();
    const other = (): Promise<unknown> =>
      appendRows(location, { rows: 1, columns: { run: ['c'], n: [3] } }, options(3));
    const store = racing(location.store, [other]);
    expect(await replaceRun({ ...location, store }, 'a', 7)).toEqual({ version: 3, committed: true });
    expect(await storedNumbers(location)).toEqual([2, 3, 7]);
  });
});
