import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ObjectStore } from '../../core/ports.ts';
import { formatGuarded } from '../../lake/format-guard.ts';
import { platformStores } from '../../lake/stores.ts';
import { MemoryStore } from '../support/memory-store.ts';

const BODY = new Uint8Array([1]);
let bucket: MemoryStore;
let written: string[];
beforeEach(() => {
  bucket = new MemoryStore('gold');
  written = [];
  bucket.beforeWrite = (key) => void written.push(key);
});

const guarded = (format: number, isRead = true): ObjectStore =>
  formatGuarded(bucket, { format: { reads: format, writes: format }, isRead });
const says = (): unknown => {
  const found = bucket.objects.get('format.json');
  return found && JSON.parse(new TextDecoder().decode(found.body));
};
const READS: Readonly<Record<string, (store: ObjectStore) => Promise<unknown>>> = {
  read: (store) => store.read('a'),
  readTagged: (store) => store.readTagged('a'),
  list: (store) => store.list(''),
  head: (store) => store.head('a'),
};
const WRITES: Readonly<Record<string, (store: ObjectStore) => Promise<unknown>>> = {
  write: (store) => store.write('b', BODY),
  create: (store) => store.create('b', BODY),
  replace: async (store) => store.replace('a', BODY, (await store.readTagged('a'))?.tag ?? ''),
};

describe('a bucket that does not say its format', () => {
  it('holds the first one, and goes on saying nothing while no newer one is written', async () => {
    bucket.put('a', 'x');
    const store = guarded(1);
    await store.read('a');
    await store.write('b', BODY);
    expect([says(), written]).toEqual([undefined, ['b']]);
  });

  it.each(Object.keys(WRITES))('says the newer one before the first object in it: %s', async (how) => {
    bucket.put('a', 'x');
    const store = guarded(2);
    await store.list('');
    await WRITES[how]?.(store);
    expect(written).toEqual(['format.json', how === 'replace' ? 'a' : 'b']);
    expect(says()).toEqual({ format: 2 });
  });
});

describe('a bucket of an older format', () => {
  it('is read as it is', async () => {
    bucket.put('format.json', '{"format":2}');
    bucket.put('a', 'x');
    expect(new TextDecoder().decode(await guarded(3).read('a'))).toBe('x');
    expect(says()).toEqual({ format: 2 });
  });

  it('is raised by the first write, once', async () => {
    bucket.put('format.json', '{"format":2}');
    const store = guarded(3);
    await store.head('a');
    await Promise.all([store.write('b', BODY), store.write('c', BODY)]);
    await store.write('d', BODY);
    expect(says()).toEqual({ format: 3 });
    expect(written.filter((key) => key !== 'format.json')).toEqual(['b', 'c', 'd']);
  });

  it('is raised by one of two processes, and both write', async () => {
    const [one, other] = [guarded(2), guarded(2)];
    await Promise.all([one.list(''), other.list('')]);
    await Promise.all([one.write('b', BODY), other.write('c', BODY)]);
    expect([says(), [...bucket.objects.keys()].sort()]).toEqual([{ format: 2 }, ['b', 'c', 'format.json']]);
  });
});

describe('code that reads a newer format than it writes', () => {
  const readsNext = (): ObjectStore => formatGuarded(bucket, { format: { reads: 2, writes: 1 }, isRead: true });

  it('says nothing in a bucket of the older one', async () => {
    await readsNext().write('b', BODY);
    expect([says(), written]).toEqual([undefined, ['b']]);
  });

  it('reads and writes in a bucket of the newer one, and leaves what it says', async () => {
    bucket.put('format.json', '{"format":2}');
    const store = readsNext();
    await store.list('');
    await store.write('b', BODY);
    expect([says(), written]).toEqual([{ format: 2 }, ['b']]);
  });
});

describe('a bucket of a newer format', () => {
  const refusal =
    "a newer release has stored in s3://gold/ what this one cannot read; got 'format 3'; allowed: at most format 2; hint: deploy the newer release again; docs/decisions/0017-stored-formats.md says how to go back all the same";

  it.each(Object.keys(READS))('is refused by name before anything is read or written: %s', async (how) => {
    bucket.put('format.json', '{"format":3}');
    const read: string[] = [];
    bucket.beforeRead = (key) => void read.push(key);
    await expect(READS[how]?.(guarded(2))).rejects.toMatchObject({
      name: 'FormatNewer',
      message: refusal,
    });
    expect([read, written]).toEqual([['format.json'], []]);
  });

  it('is refused by whoever raised it to an older one a moment too late', async () => {
    const store = guarded(2);
    await store.list('');
    bucket.put('format.json', '{"format":3}');
    await expect(store.write('b', BODY)).rejects.toMatchObject({ name: 'FormatNewer' });
    expect([says(), written.includes('b')]).toEqual([{ format: 3 }, false]);
  });

  it.each(['write', 'create'])('is refused before the first thing that is done is to write: %s', async (how) => {
    bucket.put('format.json', '{"format":3}');
    await expect(WRITES[how]?.(guarded(2))).rejects.toMatchObject({ name: 'FormatNewer' });
    expect(written).toEqual([]);
  });

  it('is asked again after a refusal', async () => {
    bucket.put('format.json', '{"format":3}');
    const store = guarded(2);
    await expect(store.list('')).rejects.toMatchObject({ name: 'FormatNewer' });
    bucket.put('format.json', '{"format":2}');
    expect(await store.list('x')).toEqual([]);
  });
});

describe('a step that only writes', () => {
  it('reads nothing, so that it needs no right to', async () => {
    bucket.beforeRead = () => {
      throw new Error('AccessDenied');
    };
    await guarded(2, false).write('b', BODY);
    expect(written).toEqual(['b']);
  });
});

describe('the stores of a platform', () => {
  const outcome = async (act: Promise<unknown>) =>
    act.then(
      () => 'done',
      (error: Error) => error.name,
    );
  const ofNewerFormats = (layer: string): ObjectStore => {
    const store = new MemoryStore(layer);
    store.put('format.json', '{"format":99}');
    return store;
  };

  it('are guarded where the platform writes, and not where others deliver', async () => {
    const stores = platformStores(ofNewerFormats);
    const outcomes = await Promise.all(
      Object.entries(stores).map(async ([layer, store]) => [layer, await outcome(store.list(''))]),
    );
    expect(Object.fromEntries(outcomes)).toEqual({
      landing: 'done',
      bronze: 'FormatNewer',
      silver: 'FormatNewer',
      gold: 'FormatNewer',
      artifacts: 'FormatNewer',
    });
  });

  it('take what is only written there, such as the record of a failure', async () => {
    const stores = platformStores(ofNewerFormats, ['silver']);
    expect([
      await outcome(stores.artifacts.write('runs/failure.json', BODY)),
      await outcome(stores.silver.write('a', BODY)),
    ]).toEqual(['done', 'FormatNewer']);
  });
});
