import { describe, expect, it } from '@jest/globals';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { watchOutages } from '../../lake/outages.ts';
import { storesOf } from '../../lake/stores.ts';
import { MemoryStore } from '../support/memory-store.ts';

const caught = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('stores whose outages are told from what lies in them', () => {
  it('knows the error of a store that does not answer, and what was made of it', async () => {
    const memory = storesOf((layer) => new MemoryStore(layer));
    const { stores, isOutage } = watchOutages(memory);
    memory.gold.put('a', 'body');
    memory.gold.beforeRead = () => Promise.reject(Object.assign(new Error('slow down'), { name: 'SlowDown' }));
    const error = await caught(stores.gold.read('a'));
    expect(error).toMatchObject({ name: 'SlowDown' });
    expect(isOutage(error)).toBe(true);
    expect(isOutage(new Error('cannot be read', { cause: error }))).toBe(true);
  });

  it('takes a format that is newer than the code for an outage: it says nothing of an object', async () => {
    const memory = storesOf((layer) => new MemoryStore(layer));
    const { stores, isOutage } = watchOutages(memory);
    memory.gold.beforeRead = () => Promise.reject(new PlatformError(ERROR_NAMES.formatNewer, { problem: 'newer' }));
    expect(isOutage(await caught(stores.gold.readTagged('a')))).toBe(true);
  });

  it('blames the object that is missing, and whatever no store has thrown', async () => {
    const { stores, isOutage } = watchOutages(storesOf((layer) => new MemoryStore(layer)));
    expect(isOutage(await caught(stores.gold.read('a')))).toBe(false);
    expect(isOutage(new SyntaxError('no JSON'))).toBe(false);
  });

  it('answers as the stores do', async () => {
    const { stores } = watchOutages(storesOf((layer) => new MemoryStore(layer)));
    const { silver } = stores;
    const body = new Uint8Array([1]);
    await silver.write('a', body);
    expect(await silver.create('a', body)).toBe(false);
    const { tag } = (await silver.readTagged('a'))!;
    expect(await silver.replace('a', new Uint8Array([2]), tag)).toBe(true);
    expect(await silver.read('a')).toEqual(new Uint8Array([2]));
    expect(await silver.list('')).toMatchObject([{ key: 'a' }]);
    expect(await silver.head('a')).toMatchObject({ sizeBytes: 1 });
    expect(silver.bucket).toBe('silver');
  });
});
