import { describe, expect, it } from '@jest/globals';
import {
  appendRows,
  ensureTable,
  history,
  openTable,
  replacePartitions,
  type CommitResult,
  type TableLocation,
} from '../../tables/index.ts';
import { encodeCommit, type Action } from '../../tables/log/actions.ts';
import { commitKey } from '../../tables/log/keys.ts';
import {
  newLocation,
  numbers,
  options,
  PARTITIONED,
  PLAIN,
  plainRows,
  racing,
  storedNumbers,
  temporaryRoot,
} from './support.ts';

const root = temporaryRoot();
let count = 0;

async function newTable(schema = PARTITIONED): Promise<TableLocation> {
  const location = newLocation(root, `t${(count += 1)}`);
  await ensureTable(location, schema, { nowMs: 0 });
  return location;
}

const replaceRun = (location: TableLocation, run: string, n: number): Promise<CommitResult> =>
  replacePartitions(location, [{ values: { run }, batches: numbers(n) }], options(n));

describe('writers at the same time', () => {
  it('all win when twenty append at once: each has a version, no row is lost or doubled', async () => {
    const location = await newTable(PLAIN);
    const all = Array.from({ length: 20 }, (_, i) => i);
    const results = await Promise.all(all.map((i) => appendRows(location, plainRows(i), options(i))));
    expect(results.map(({ version }) => version).sort((a, b) => a - b)).toEqual(all.map((i) => i + 1));
    expect(await storedNumbers(location)).toEqual(all);
    expect((await history(location)).map(({ version }) => version)).toEqual([0, ...all.map((i) => i + 1)]);
  });

  it('make one commit of the same transaction, whoever is first', async () => {
    const location = await newTable(PLAIN);
    const txn = { appId: 'delivery', version: 0 };
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, i) => appendRows(location, plainRows(7), options(i, { txn }))),
    );
    expect(results.filter(({ committed }) => committed)).toHaveLength(1);
    expect(results.map(({ version }) => version)).toEqual(new Array(8).fill(1));
    expect(await storedNumbers(location)).toEqual([7]);
  });

  it('lose again and again, and still append everything once', async () => {
    const location = await newTable(PLAIN);
    const others = Array.from({ length: 15 }, (_, i) => () => appendRows(location, plainRows(100 + i), options(i)));
    const store = racing(location.store, others);
    expect(await appendRows({ ...location, store }, plainRows(1), options(99))).toEqual({
      version: 16,
      committed: true,
    });
    expect(await storedNumbers(location)).toEqual([1, ...others.map((_, i) => 100 + i)]);
  });

  it('keep equal rows of two appends that race', async () => {
    const location = await newTable(PLAIN);
    const store = racing(location.store, [() => appendRows(location, plainRows(1), options(1))]);
    await appendRows({ ...location, store }, plainRows(1), options(2));
    expect(await storedNumbers(location)).toEqual([1, 1]);
  });

  it('give up with CommitConflict when the race is lost for ever', async () => {
    const location = await newTable(PLAIN);
    let tries = 0;
    const create = async (): Promise<boolean> => {
      tries += 1;
      return false;
    };
    const store = { ...location.store, create };
    await expect(appendRows({ ...location, store }, plainRows(1), options(1))).rejects.toMatchObject({
      name: 'CommitConflict',
      message: expect.stringContaining('50 times another writer'),
    });
    expect(tries).toBe(50);
  });

  it('replace different partitions without conflict', async () => {
    const location = await newTable();
    const store = racing(location.store, [() => replaceRun(location, 'b', 2)]);
    expect(await replaceRun({ ...location, store }, 'a', 1)).toEqual({ version: 2, committed: true });
    expect(await storedNumbers(location)).toEqual([1, 2]);
  });

  it('conflict on the same partition: the second is refused, and nothing of it shows', async () => {
    const location = await newTable();
    await replaceRun(location, 'a', 1);
    const store = racing(location.store, [() => replaceRun(location, 'a', 2)]);
    await expect(replaceRun({ ...location, store }, 'a', 3)).rejects.toMatchObject({ name: 'CommitConflict' });
    expect(await storedNumbers(location)).toEqual([2]);
  });

  it('conflict when one appends to the partition that the other replaces', async () => {
    const location = await newTable();
    const append = (): Promise<CommitResult> =>
      appendRows(location, { rows: 1, columns: { run: ['a'], n: [5] } }, options(5));
    const store = racing(location.store, [append]);
    await expect(replaceRun({ ...location, store }, 'a', 3)).rejects.toMatchObject({ name: 'CommitConflict' });
    expect(await storedNumbers(location)).toEqual([5]);
  });

  it('conflict when one empties the partition that the other replaces', async () => {
    const location = await newTable();
    await replaceRun(location, 'a', 1);
    const empty = (): Promise<CommitResult> =>
      replacePartitions(location, [{ values: { run: 'a' }, batches: [] }], options(5));
    const store = racing(location.store, [empty]);
    await expect(replaceRun({ ...location, store }, 'a', 3)).rejects.toMatchObject({
      name: 'CommitConflict',
      message: expect.stringContaining("being replaced; got 'run=a/part-"),
    });
    expect(await storedNumbers(location)).toEqual([]);
  });

  it('conflict when the schema changed meanwhile', async () => {
    const location = await newTable(PLAIN);
    const log = Buffer.from(await location.store.read(commitKey(location, 0))).toString();
    const metaData = log.split('\n').find((line) => line.startsWith('{"metaData"')) ?? '';
    const evolve = async (): Promise<void> => {
      const changed = JSON.parse(metaData.replaceAll('false', 'true')) as Action;
      await location.store.create(commitKey(location, 1), encodeCommit([changed]));
    };
    const store = racing(location.store, [evolve]);
    await expect(appendRows({ ...location, store }, plainRows(1), options(1))).rejects.toThrow('changed the schema');
  });

  it('takes its own entry for its own when the first answer was lost', async () => {
    const location = await newTable(PLAIN);
    const create: typeof location.store.create = async (key, body) => {
      await location.store.create(key, body);
      return false;
    };
    const lostAnswer = { ...location, store: { ...location.store, create } };
    expect(await appendRows(lostAnswer, plainRows(1), options(1))).toEqual({ version: 1, committed: true });
    expect(await storedNumbers(location)).toEqual([1]);
  });
});

describe('a reader', () => {
  it('sees the state before or after a commit, never between', async () => {
    const location = await newTable();
    await replaceRun(location, 'a', 1);
    const before = await openTable(location);
    await replaceRun(location, 'a', 2);
    expect(before.files.map(({ stats }) => stats?.min.n)).toEqual([1]);
    expect(await storedNumbers(location, before.version)).toEqual([1]);
  });
});
