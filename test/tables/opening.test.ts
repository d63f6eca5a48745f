import { beforeAll, describe, expect, it } from '@jest/globals';
import { appendRows, ensureTable, openTable, type TableLocation } from '../../tables/index.ts';
import { checkpointKey, commitKey, lastCheckpointKey } from '../../tables/log/keys.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { options, PLAIN, plainRows, storedNumbers } from './support.ts';

/** The table as a process finds it that never saw it before, and counts what it is given. */
class Opened {
  readonly store = new MemoryStore('lake');
  readonly location: TableLocation = { store: this.store, path: 't' };
  readonly read: string[] = [];
  listed = 0;
  listings = 0;

  constructor({ objects }: MemoryStore) {
    for (const [key, { body }] of objects) this.store.put(key, body);
    this.store.beforeRead = (key) => void this.read.push(key);
    const list = this.store.list.bind(this.store);
    this.store.list = async (prefix, after) => {
      const found = await list(prefix, after);
      this.listed += found.length;
      this.listings += 1;
      return found;
    };
  }
}

describe('opening a table', () => {
  const whole = new MemoryStore('lake');
  beforeAll(async () => {
    await ensureTable({ store: whole, path: 't' }, PLAIN, { nowMs: 0 });
    await append(whole, 1, 33);
  });

  async function append(store: MemoryStore, from: number, to: number): Promise<void> {
    for (let n = from; n <= to; n += 1) await appendRows({ store, path: 't' }, plainRows(n), options(n));
  }

  it('lists 12 keys and reads 11 objects at most, after any number of commits', async () => {
    const { store } = new Opened(whole);
    const costs: number[][] = [];
    let version = 33;
    for (const next of [39, 40, 41, 100, 109, 365]) {
      await append(store, version + 1, next);
      version = next;
      const opened = new Opened(store);
      expect((await openTable(opened.location)).version).toBe(version);
      costs.push([version, opened.listed, opened.read.length]);
    }
    expect(costs).toEqual([
      [39, 12, 11],
      [40, 3, 2],
      [41, 4, 3],
      [100, 3, 2],
      [109, 12, 11],
      [365, 8, 7],
    ]);
  });

  it('reads the hint, the checkpoint and what follows it', async () => {
    const { location, read } = new Opened(whole);
    await openTable(location);
    const commits = [31, 32, 33].map((version) => commitKey(location, version));
    expect(read).toEqual([lastCheckpointKey(location), checkpointKey(location, 30), ...commits]);
  });

  it.each([
    ['an older one', '{"version":10}'],
    ['one of a checkpoint that is gone', '{"version":31}'],
    ['one beyond the log', '{"version":900}'],
    ['none', undefined],
    ['nothing', ''],
    ['half of one', '{"version":'],
    ['one of another type', '{"version":"20"}'],
    ['one of a checkpoint in parts', '{"version":30,"parts":2}'],
    ['one below zero', '{"version":-1}'],
  ])('gives the same table whatever the hint says: %s', async (_what, hint) => {
    const { location, store } = new Opened(whole);
    if (hint === undefined) store.objects.delete(lastCheckpointKey(location));
    else store.put(lastCheckpointKey(location), hint);
    // What lies before the newest checkpoint must not be needed.
    store.objects.delete(commitKey(location, 3));
    expect(await openTable(location)).toEqual({ ...(await openTable({ store: whole, path: 't' })), location });
    expect(await storedNumbers(location)).toHaveLength(33);
  });

  it.each([
    ['the hint leads there', undefined, '{"version":30}', 1],
    ['there is no hint', undefined, '', 1],
    ['the hint leads nowhere', undefined, '{"version":31}', 2],
    ["the version is the hint's", 30, '{"version":30}', 1],
    ['the version is before the hint', 29, '{"version":30}', 1],
  ])('lists as often as it must: %s', async (_what, version, hint, listings) => {
    const opened = new Opened(whole);
    opened.store.put(lastCheckpointKey(opened.location), hint);
    expect((await openTable(opened.location, version)).version).toBe(version ?? 33);
    expect(opened.listings).toBe(listings);
  });

  it('reads the newest checkpoint without a hint', async () => {
    const { location, store, read } = new Opened(whole);
    store.objects.delete(lastCheckpointKey(location));
    await openTable(location);
    expect(read.slice(0, 2)).toEqual([lastCheckpointKey(location), checkpointKey(location, 30)]);
  });

  it('lists the whole log where the hint leads nowhere, be it to the first commit', async () => {
    const store = new MemoryStore('lake');
    await ensureTable({ store, path: 't' }, PLAIN, { nowMs: 0 });
    await append(store, 1, 2);
    const { location, store: fresh } = new Opened(store);
    fresh.put(lastCheckpointKey(location), '{"version":1}');
    expect(await storedNumbers(location)).toEqual([1, 2]);
  });

  it('finds an older version by the checkpoints before it', async () => {
    const { location } = new Opened(whole);
    for (const version of [0, 9, 10, 11, 29, 30, 33]) {
      expect(await storedNumbers(location, version)).toHaveLength(version);
    }
    await expect(openTable(location, 34)).rejects.toThrow('no such version; got 34; allowed: up to 33');
  });
});
