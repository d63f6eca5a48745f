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

describe('what is written once', () => {
  const key = 'registry/weather/audit/00000001.json';
  const mover = { name: 'the mover', access: { reads: { artifacts: ['*'] }, writes: { artifacts: ['*'] } } };

  it.each([
    key,
    `replays/past/${key}`,
    'models/weather/job/output/model/model.sig',
    'promotions/weather/run/comparison.html',
  ])('is created, and never put or replaced: %s', async (once) => {
    const store = controlled();
    await actingAs(mover, async () => {
      expect(await store.create(once, BODY)).toBe(true);
      await expect(store.write(once, BODY)).rejects.toThrow('may not put a second object there: it is written once');
      const { tag } = (await store.readTagged(once))!;
      await expect(store.replace(once, BODY, tag)).rejects.toMatchObject({ name: 'AccessDenied' });
      expect(await store.create(once, BODY)).toBe(false);
    });
  });

  it('is so in a layer of its own: the same key elsewhere is any key', async () => {
    const gold = { name: 'gold', access: { reads: { gold: ['*'] }, writes: { gold: ['*'] } } };
    const store = accessControlled(new MemoryStore('bucket'), 'gold');
    await actingAs(gold, async () => {
      await store.write(key, BODY);
      await expect(store.write('weather/forecasts/_delta_log/0.json', BODY)).rejects.toThrow('written once');
      await store.write('weather/forecasts/_delta_log/_last_checkpoint', BODY);
    });
  });
});

it('asks nobody else, as a person on a command line', async () => {
  expect(await controlled().list('')).toEqual([]);
});
