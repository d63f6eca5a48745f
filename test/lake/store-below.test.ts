import { beforeEach, describe, expect, it } from '@jest/globals';
import { locate } from '../../lake/object-uri.ts';
import { storeBelow } from '../../lake/store-below.ts';
import { uriOf, type ObjectStore } from '../../core/ports.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { memoryPorts } from '../support/ports.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (body: Uint8Array | undefined) => body && new TextDecoder().decode(body);

let bucket: MemoryStore;
let below: ObjectStore;
beforeEach(() => {
  bucket = new MemoryStore('artifacts');
  below = storeBelow(bucket, 'replays/history');
  for (const key of ['a.json', 'replays/history-2/a.json', 'replays/history.json', 'replays/other/a.json']) {
    bucket.put(key, 'not ours');
  }
});

describe('storeBelow', () => {
  it('writes below its folder alone', async () => {
    const before = new Map(bucket.objects);
    await below.write('a.json', bytes('written'));
    expect(await below.create('b.json', bytes('created'))).toBe(true);
    expect(await below.create('b.json', bytes('again'))).toBe(false);
    const { tag } = (await below.readTagged('b.json'))!;
    expect(await below.replace('b.json', bytes('replaced'), tag)).toBe(true);
    expect(await below.replace('b.json', bytes('late'), tag)).toBe(false);
    const made = [...bucket.objects].filter(([key]) => !before.has(key));
    expect(made.map(([key, { body }]) => [key, text(body)])).toEqual([
      ['replays/history/a.json', 'written'],
      ['replays/history/b.json', 'replaced'],
    ]);
    for (const [key, object] of before) expect(bucket.objects.get(key)).toBe(object);
  });

  it('reads what lies there, and nothing beside it', async () => {
    await below.write('folder/a.json', bytes('ours'));
    expect(text(await below.read('folder/a.json'))).toBe('ours');
    expect(text(await below.read('folder/a.json', { start: 1, end: 3 }))).toBe('ur');
    expect(text((await below.readTagged('folder/a.json'))?.body)).toBe('ours');
    await expect(below.read('a.json')).rejects.toMatchObject({ name: 'ObjectNotFound' });
    expect(await below.readTagged('a.json')).toBeUndefined();
    expect(await below.head('a.json')).toBeUndefined();
  });

  it('tells keys as its users know them', async () => {
    for (const key of ['x/1.json', 'x/2.json', 'x/3.json', 'y.json']) await below.write(key, bytes(key));
    expect((await below.list('')).map(({ key }) => key)).toEqual(['x/1.json', 'x/2.json', 'x/3.json', 'y.json']);
    expect((await below.list('x/', 'x/1.json')).map(({ key }) => key)).toEqual(['x/2.json', 'x/3.json']);
    expect(await below.head('y.json')).toMatchObject({ key: 'y.json', sizeBytes: 6 });
  });

  it('has whole addresses, which lead back to it where it stands in for its bucket, and into the bucket elsewhere', async () => {
    const uri = uriOf(below, 'models/weather');
    expect(uri).toBe('s3://artifacts/replays/history/models/weather');
    const { stores } = memoryPorts({ datasets: [] });
    expect(locate({ ...stores, artifacts: below }, `${uri}/`)).toEqual({ store: below, key: 'models/weather' });
    expect(locate({ ...stores, artifacts: bucket }, uri)).toEqual({
      store: bucket,
      key: 'replays/history/models/weather',
    });
  });

  it.each(['s3://artifacts/models/weather', 's3://artifacts/replays/history-2/a.json', 's3://artifacts/replays'])(
    'is not where %s lies',
    (uri) => {
      const { stores } = memoryPorts({ datasets: [] });
      expect(() => locate({ ...stores, artifacts: below }, uri)).toThrow('lies in no bucket');
    },
  );
});
