import { describe, expect, it } from '@jest/globals';
import { readLock, releaseLock, takeLock } from '../../lake/action-lock.ts';
import { MemoryStore } from '../support/memory-store.ts';

const request = (holder: string, nowMs: number) => ({ holder, action: 'select', nowMs, ttlMs: 100 }) as const;

describe('the action lock', () => {
  it('has one holder until it expires', async () => {
    const store = new MemoryStore('artifacts');
    expect(await takeLock(store, 'weather', request('run-1', 0))).toBe(true);
    expect(await takeLock(store, 'weather', request('run-2', 99))).toBe(false);
    expect(await takeLock(store, 'weather', request('run-2', 100))).toBe(true);
    expect((await readLock(store, 'weather'))?.lock).toEqual({ holder: 'run-2', action: 'select', expiresAtMs: 200 });
  });

  it('is one a data set', async () => {
    const store = new MemoryStore('artifacts');
    await takeLock(store, 'weather', request('run-1', 0));
    expect(await takeLock(store, 'sales', request('run-2', 0))).toBe(true);
  });

  it('may be taken again by its holder, for longer', async () => {
    const store = new MemoryStore('artifacts');
    await takeLock(store, 'weather', request('run-1', 0));
    expect(await takeLock(store, 'weather', request('run-1', 50))).toBe(true);
    expect((await readLock(store, 'weather'))?.lock.expiresAtMs).toBe(150);
  });

  it('is free after its release', async () => {
    const store = new MemoryStore('artifacts');
    await takeLock(store, 'weather', request('run-1', 0));
    await releaseLock(store, 'weather', 'run-1');
    expect(await takeLock(store, 'weather', request('run-2', 1))).toBe(true);
  });

  it('is not released by anybody else, nor where there is none', async () => {
    const store = new MemoryStore('artifacts');
    await releaseLock(store, 'weather', 'run-2');
    expect(store.objects.size).toBe(0);
    await takeLock(store, 'weather', request('run-1', 0));
    await releaseLock(store, 'weather', 'run-2');
    expect(await takeLock(store, 'weather', request('run-2', 1))).toBe(false);
  });

  it('leaves the lock to the one who took it while the former holder released it', async () => {
    const store = new MemoryStore('artifacts');
    await takeLock(store, 'weather', request('run-1', 0));
    store.beforeWrite = async () => {
      store.beforeWrite = () => undefined;
      await takeLock(store, 'weather', request('run-2', 100));
    };
    await releaseLock(store, 'weather', 'run-1');
    expect((await readLock(store, 'weather'))?.lock).toEqual({ holder: 'run-2', action: 'select', expiresAtMs: 200 });
  });

  it('knows its own lock when the answer to the first try was lost', async () => {
    const store = new MemoryStore('artifacts');
    store.beforeWrite = (key) => {
      store.beforeWrite = () => undefined;
      store.put(key, JSON.stringify({ holder: 'run-1', action: 'select', expiresAtMs: 100 }));
    };
    expect(await takeLock(store, 'weather', request('run-1', 0))).toBe(true);
  });

  it.each(['absent', 'expired'])('goes to exactly one of fifty who race for it while it is %s', async (before) => {
    const store = new MemoryStore('artifacts');
    if (before === 'expired') await takeLock(store, 'weather', request('run-0', -1000));
    // Lets every other request run between reading and writing.
    store.beforeWrite = () => new Promise((resolve) => setImmediate(resolve));
    const holders = Array.from({ length: 50 }, (_, run) => `run-${run + 1}`);
    const taken = await Promise.all(holders.map((holder) => takeLock(store, 'weather', request(holder, 0))));
    expect(taken.filter((isTaken) => isTaken)).toHaveLength(1);
    expect((await readLock(store, 'weather'))?.lock.holder).toBe(holders[taken.indexOf(true)]);
  });
});
