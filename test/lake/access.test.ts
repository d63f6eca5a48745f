import { describe, expect, it } from '@jest/globals';
import { accessControlled, actingAs } from '../../lake/access.ts';
import { storeBelow } from '../../lake/store-below.ts';
import { MemoryStore } from '../support/memory-store.ts';

const IDENTITY = {
  name: 'the step',
  access: {
    reads: { artifacts: ['runs/*/publications.json', 'models/*'] },
    writes: { artifacts: ['runs/*/publications.json'] },
  },
};
const BODY = new Uint8Array(1);
const controlled = () => accessControlled(new MemoryStore('bucket'), 'artifacts');
const acting = <T>(work: () => Promise<T>) => actingAs(IDENTITY, work);

describe('a store while a step is at work', () => {
  it('gives what the row reads, lists below it, and takes what it writes', async () => {
    const store = controlled();
    await acting(async () => {
      await store.create('runs/weather/publications.json', BODY);
      await store.write('runs/weather/publications.json', BODY);
      const { tag } = (await store.readTagged('runs/weather/publications.json'))!;
      expect(await store.replace('runs/weather/publications.json', BODY, tag)).toBe(true);
      expect(await store.list('models/weather/')).toEqual([]);
      expect(await store.head('models/weather/model.sig')).toBeUndefined();
    });
  });

  it.each([
    ['read', 'registry/weather/production.json'],
    ['readTagged', 'registry/weather/production.json'],
    ['head', 'registry/weather/production.json'],
    ['list', 'registry/weather/audit/'],
    ['list', ''],
    // A part of what it may read, and with it something else.
    ['list', 'model'],
  ] as const)('refuses by name to %s %s', async (method, key) => {
    await expect(acting<unknown>(() => controlled()[method](key))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(`the step may not read there; got 's3://bucket/${key}'`),
    });
  });

  it.each([
    ['write', 'models/weather/model.jsonl'],
    ['create', 'models/weather/model.jsonl'],
    ['create', 'runs/weather/publications.json.bak'],
    ['write', 'replays/past/runs/weather/publications.json'],
  ] as const)('refuses by name to %s %s', async (method, key) => {
    const store = new MemoryStore('bucket');
    await expect(
      acting(() => accessControlled(store, 'artifacts')[method](key, BODY) as Promise<unknown>),
    ).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('the step may not write there'),
    });
    expect(store.objects.size).toBe(0);
  });

  it('lets nobody replace what it may not read, or not write', async () => {
    const store = controlled();
    await expect(acting(() => store.replace('models/weather/model.sig', BODY, 'tag'))).rejects.toThrow('may not write');
    const blind = { name: 'blind', access: { reads: {}, writes: { artifacts: ['models/*'] } } };
    await expect(actingAs(blind, () => store.replace('models/a', BODY, 'tag'))).rejects.toThrow(
      'allowed: nothing in artifacts',
    );
  });

  it('knows a key by its place in the bucket, wherever the store that is asked begins', async () => {
    const below = storeBelow(controlled(), 'replays/past');
    await expect(acting(() => below.head('models/weather/model.jsonl'))).rejects.toThrow('replays/past/models');
    expect(await acting(() => storeBelow(controlled(), 'models').head('weather/model.jsonl'))).toBeUndefined();
  });
});

it('asks nobody else, as a person on a command line', async () => {
  expect(await controlled().list('')).toEqual([]);
});
