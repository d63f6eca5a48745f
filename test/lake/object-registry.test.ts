import { beforeAll, describe, expect, it } from '@jest/globals';
import { localObjectStore } from '../../adapters/files/object-store.ts';
import { ObjectRegistry } from '../../lake/object-registry.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { newModelVersion } from '../support/model-version.ts';
import { registrySuite } from '../adapters/registry-suite.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let root: string;
let count = 0;
beforeAll(async () => {
  root = await temporaryFolder();
});

registrySuite('in memory', async () => {
  const store = new MemoryStore('artifacts');
  return (clock) => new ObjectRegistry(store, clock);
});

registrySuite('in a folder', async () => {
  const bucket = `artifacts-${(count += 1)}`;
  return (clock) => new ObjectRegistry(localObjectStore(root, bucket), clock);
});

describe('ObjectRegistry', () => {
  it('never touches the object of a version again', async () => {
    const store = new MemoryStore('artifacts');
    const registry = new ObjectRegistry(store, { nowMs: () => 0 });
    await registry.register(newModelVersion('run-1'));
    const { tag } = (await store.readTagged('registry/weather/versions/00000001.json'))!;
    await registry.setStage('weather', 1, 'Production');
    expect((await store.readTagged('registry/weather/versions/00000001.json'))?.tag).toBe(tag);
    expect([...store.objects.keys()]).toEqual([
      'registry/weather/versions/00000001.json',
      'registry/weather/stages/00000001.json',
    ]);
  });

  it('reads a version each time: one that somebody edited meanwhile is what is described', async () => {
    const store = new MemoryStore('artifacts');
    const registry = new ObjectRegistry(store, { nowMs: () => 0 });
    const registered = await registry.register(newModelVersion('run-1'));
    expect(await registry.describe('weather', 1)).toEqual(registered);
    const key = 'registry/weather/versions/00000001.json';
    await store.write(key, Buffer.from(JSON.stringify({ ...registered, owner: 'somebody else' })));
    expect(await registry.describe('weather', 1)).toEqual({ ...registered, owner: 'somebody else' });
    expect(await registry.list('weather')).toEqual([{ ...registered, owner: 'somebody else' }]);
    await store.write(key, Buffer.from('{}'));
    await expect(registry.describe('weather', 1)).rejects.toThrow('Invalid input');
  });

  it('parses a version once as long as it stays what it is', async () => {
    const registry = new ObjectRegistry(new MemoryStore('artifacts'), { nowMs: () => 0 });
    await registry.register(newModelVersion('run-1'));
    const described = await registry.describe('weather', 1);
    expect(await registry.describe('weather', 1)).toBe(described);
  });
});
