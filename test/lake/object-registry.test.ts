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

  describe('asked for a version whose entry is another one', () => {
    const folder = 'registry/weather/versions';
    async function twoDataSets() {
      const store = new MemoryStore('artifacts');
      const registry = new ObjectRegistry(store, { nowMs: () => 0 });
      for (const runId of ['run-1', 'run-2', 'run-3']) await registry.register(newModelVersion(runId));
      await registry.register(newModelVersion('run-1', 'energy'));
      const copy = async (from: string, to: string) => store.put(to, await store.read(from));
      return { registry, copy };
    }

    it.each([
      ["version 1's as version 4", `${folder}/00000001.json`, `${folder}/00000004.json`, 4, "version 1 of 'weather'"],
      [
        "version 1's over version 3's",
        `${folder}/00000001.json`,
        `${folder}/00000003.json`,
        3,
        "version 1 of 'weather'",
      ],
      [
        'that of another data set under the same number',
        'registry/energy/versions/00000001.json',
        `${folder}/00000001.json`,
        1,
        "version 1 of 'energy'",
      ],
    ])('refuses a copy: %s', async (_, from, to, version, got) => {
      const { registry, copy } = await twoDataSets();
      // What was read before does not make it trusted under another name.
      await registry.list('weather');
      await copy(from, to);
      const asked = [
        registry.describe('weather', version),
        registry.list('weather'),
        registry.register(newModelVersion('run-5')),
      ];
      for (const answer of asked) {
        await expect(answer).rejects.toMatchObject({ name: 'ArtifactMismatch' });
        await expect(answer).rejects.toThrow(
          `s3://artifacts/${to} is the entry of another version than was asked for; got '${got}'; allowed: version ${version} of 'weather'`,
        );
      }
    });
  });
});
