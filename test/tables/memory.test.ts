import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  appendRows,
  ensureTable,
  findTable,
  openTable,
  replacePartitions,
  type TableLocation,
} from '../../tables/index.ts';
import type { Action } from '../../tables/log/actions.ts';
import { checkpointKey, commitKey, lastCheckpointKey } from '../../tables/log/keys.ts';
import { recalled, remember } from '../../tables/log/memory.ts';
import { loadState } from '../../tables/log/state.ts';
import { MemoryStore } from '../support/memory-store.ts';
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

interface Watched {
  readonly location: TableLocation;
  readonly store: MemoryStore;
  /** What was read of the log since the last call; the hint, which is read each time, left out. */
  reads(): string[];
}

/** As a process sees the objects that never saw them before. */
function watched(objects: MemoryStore['objects'] = new Map()): Watched {
  const store = new MemoryStore('lake');
  const read: string[] = [];
  for (const [key, { body }] of objects) store.put(key, body);
  store.beforeRead = (key) => void read.push(key);
  const location = { store, path: 't' };
  const reads = (): string[] =>
    read.splice(0).filter((key) => key.includes('_delta_log') && key !== lastCheckpointKey(location));
  return { location, store, reads };
}

async function tableOf(commits: number): Promise<Watched> {
  const { location, store } = watched();
  await ensureTable(location, PARTITIONED, { nowMs: 0 });
  for (let n = 1; n <= commits; n += 1) await replaceRun(location, n);
  return watched(store.objects);
}

const replaceRun = (location: TableLocation, n: number): ReturnType<typeof replacePartitions> =>
  replacePartitions(
    location,
    [{ values: { run: 'a' }, batches: numbers(n) }],
    options(n, { txn: { appId: 'n', version: n } }),
  );

describe('a process that opens a table again', () => {
  it('reads nothing of the log a second time, now or as of before', async () => {
    const { location, reads } = await tableOf(12);
    const first = await openTable(location);
    expect(reads()).toEqual([checkpointKey(location, 10), commitKey(location, 11), commitKey(location, 12)]);
    expect(await openTable(location)).toEqual(first);
    expect((await openTable(location, 11)).version).toBe(11);
    expect(reads()).toEqual([]);
    expect((await openTable(location, 1)).version).toBe(1);
    expect(reads()).toEqual([commitKey(location, 0), commitKey(location, 1)]);
    expect((await openTable(location, 1)).version).toBe(1);
    expect(reads()).toEqual([]);
  });

  it('sees what another one committed, and reads that alone', async () => {
    const { location, store, reads } = await tableOf(12);
    await openTable(location);
    reads();
    const other = watched(store.objects);
    await replaceRun(other.location, 13);
    for (const [key, { body }] of other.store.objects) if (!store.objects.has(key)) store.put(key, body);
    expect((await openTable(location)).version).toBe(13);
    expect(reads()).toEqual([commitKey(location, 13)]);
    expect(await storedNumbers(location)).toEqual([13]);
  });

  it('does not read its own checkpoint back, and has the same table as one that does', async () => {
    const { location, store, reads } = await tableOf(9);
    await replaceRun(location, 10);
    reads();
    const kept = await loadState(location);
    expect(kept?.checkpoint).toBe(10);
    expect(reads()).toEqual([]);
    expect(kept).toEqual(await loadState(watched(store.objects).location));
    expect(kept?.tombstones.size).toBe(9);
  });

  it('reads a checkpoint that another one has written over its own, and misses none that is gone', async () => {
    const { location, store, reads } = await tableOf(9);
    const other = (await tableOf(10)).store.objects.get(checkpointKey(location, 10))!;
    const write = store.write.bind(store);
    store.write = (key, body) => write(key, key === checkpointKey(location, 10) ? other.body : body);
    await appendRows(location, { rows: 1, columns: { run: ['b'], n: [10] } }, options(10));
    reads();
    await openTable(location);
    expect(reads()).toEqual([checkpointKey(location, 10)]);

    const second = await tableOf(9);
    second.store.head = async () => undefined;
    expect(await replaceRun(second.location, 10)).toEqual({ version: 10, committed: true });
  });

  it('asks again for what was not there', async () => {
    const { location } = watched();
    expect(await findTable(location)).toBeUndefined();
    await ensureTable(location, PLAIN, { nowMs: 0 });
    await expect(openTable(location, 1)).rejects.toThrow('no such version');
    await appendRows(location, plainRows(1), options(1));
    expect((await openTable(location, 1)).version).toBe(1);
  });

  it('does not take a table that was deleted and made again for the former one', async () => {
    const location = newLocation(root, 'again');
    for (const n of [4, 7]) {
      await ensureTable(location, PLAIN, { nowMs: 0 });
      await appendRows(location, plainRows(n), options(n));
      expect(await storedNumbers(location)).toEqual([n]);
      await rm(join(root, 'lake', 'again'), { recursive: true });
      await expect(openTable(location)).rejects.toThrow('no Delta table');
      await expect(openTable(location, 1)).rejects.toThrow('no Delta table');
    }
  });

  it('reads an object again that has another tag, were it of the same size and time', async () => {
    const { location, store, reads } = await tableOf(1);
    await openTable(location);
    reads();
    const key = commitKey(location, 1);
    const { body, modifiedAtMs } = store.objects.get(key)!;
    const text = new TextDecoder().decode(body);
    store.put(key, text.replace('"operation":"', '"operatiom":"'), modifiedAtMs);
    await openTable(location);
    expect(reads()).toEqual([key]);
  });
});

describe('what is kept of a log', () => {
  const entry = (key: string, actions: number): Parameters<typeof remember>[1] => ({
    object: { key, tag: '1' },
    actions: new Array<Action>(actions).fill({}),
  });

  /** Which of the keys have to be parsed again, asked in this order. */
  async function parsed(store: MemoryStore, ...keys: string[]): Promise<string[]> {
    const again: string[] = [];
    for (const key of keys) {
      await recalled(store, entry(key, 0).object, async () => {
        again.push(key);
        return [];
      });
    }
    return again;
  }

  it('is at most 50,000 actions of a store: what was not asked for longest goes', async () => {
    const store = new MemoryStore('lake');
    for (const key of ['a', 'b', 'c']) remember(store, entry(key, 15_000));
    expect(await parsed(store, 'a')).toEqual([]);
    remember(store, entry('d', 20_000));
    expect(await parsed(store, 'a', 'b', 'c', 'd')).toEqual(['b']);
  });

  it('is as much as that to the last action', async () => {
    const [full, over] = [new MemoryStore('lake'), new MemoryStore('lake')];
    for (const key of ['a', 'b']) remember(full, entry(key, 25_000));
    expect(await parsed(full, 'a', 'b')).toEqual([]);
    remember(over, entry('a', 25_000));
    remember(over, entry('b', 25_001));
    expect(await parsed(over, 'a', 'b')).toEqual(['a']);
  });

  it('counts an object once that is kept again', async () => {
    const store = new MemoryStore('lake');
    for (const key of ['a', 'b', 'b', 'b']) remember(store, entry(key, 25_000));
    expect(await parsed(store, 'a', 'b')).toEqual([]);
  });

  it('is not given up for an object that is larger than all', async () => {
    const store = new MemoryStore('lake');
    remember(store, entry('a', 1));
    remember(store, entry('b', 50_001));
    expect(await parsed(store, 'a', 'b')).toEqual(['b']);
    remember(store, entry('c', 50_000));
    expect(await parsed(store, 'c')).toEqual([]);
  });

  it('belongs to one store alone', async () => {
    const store = new MemoryStore('lake');
    remember(store, entry('a', 1));
    expect(await parsed(new MemoryStore('lake'), 'a')).toEqual(['a']);
  });
});
