import { describe, expect, it } from '@jest/globals';
import type { LookHeader } from '../../core/blend/look-file.ts';
import { learnedShare, lookKeys, readLook, writeLook } from '../../lake/look-files.ts';
import { newModelVersion, RECIPE } from '../support/model-version.ts';
import { memoryPorts } from '../support/ports.ts';

const HEADER: LookHeader = {
  asOf: '2020-03-08',
  range: { start: '2020-03-02', end: '2020-03-08' },
  version: 1,
  candidates: RECIPE.candidates,
  rows: 7,
  average: 1,
  choice: 1,
  share: { before: { average: 0.5 }, after: { average: 0.5 } },
  weights: [1],
  rmse: 1,
  naiveRmse: 1,
  refused: null,
  former: null,
};

/** Looks at these dates, each of which learned a share of its own. */
async function looked(...looks: readonly Partial<LookHeader>[]) {
  const ports = memoryPorts({ datasets: [] });
  for (const look of looks)
    await writeLook(ports.stores.artifacts, 'weather', { header: { ...HEADER, ...look }, series: [] });
  return ports;
}

const after = (average: number) => ({ share: { before: { average: 0.5 }, after: { average } } });

describe('a look that somebody damaged', () => {
  it.each([
    ['cut off', (text: string) => text.slice(0, -20)],
    ['edited', (text: string) => text.replace('"average":0.5', '"average":95')],
  ])('is refused by its name where it is %s', async (_, damaged) => {
    const { stores } = await looked({});
    const key = 'monitoring/weather/looks/2020-03-08.jsonl';
    const text = new TextDecoder().decode(await stores.artifacts.read(key));
    await stores.artifacts.write(key, new TextEncoder().encode(damaged(text)));
    await expect(readLook(stores.artifacts, 'weather', '2020-03-08')).rejects.toMatchObject({
      name: 'ArtifactMismatch',
      message: expect.stringMatching(
        /looks\/2020-03-08\.jsonl is not what a look left; got .*restore the first object version/s,
      ),
    });
  });
});

describe('lookKeys', () => {
  it('are those of the looks up to a period, the newest first', async () => {
    const { stores } = await looked({ asOf: '2020-03-08' }, { asOf: '2020-03-22' }, { asOf: '2020-03-15' });
    expect(await lookKeys(stores.artifacts, 'weather', { upTo: '2020-03-15' })).toEqual([
      'monitoring/weather/looks/2020-03-15.jsonl',
      'monitoring/weather/looks/2020-03-08.jsonl',
    ]);
    expect(await lookKeys(stores.artifacts, 'weather', { upTo: '2020-03-07' })).toEqual([]);
  });

  it('part hours as they part days', async () => {
    const { stores } = await looked({ asOf: '2020-03-08T09:00:00Z' }, { asOf: '2020-03-08T10:00:00Z' });
    expect(await lookKeys(stores.artifacts, 'weather', { upTo: '2020-03-08T09:00:00Z' })).toEqual([
      'monitoring/weather/looks/2020-03-08T090000Z.jsonl',
    ]);
  });

  it('leave out what is set aside', async () => {
    const { stores } = await looked({ asOf: '2020-03-08' }, { asOf: '2020-03-15' });
    const setAside = [{ start: '2020-03-09', end: '2020-03-15' }];
    expect(await lookKeys(stores.artifacts, 'weather', { upTo: '2020-03-15', setAside })).toEqual([
      'monitoring/weather/looks/2020-03-08.jsonl',
    ]);
  });

  it('go back fifty looks', async () => {
    const days = Array.from({ length: 31 }, (_, day) => String(day + 1).padStart(2, '0'));
    const { stores } = await looked(
      ...['01', '03'].flatMap((month) => days.map((day) => ({ asOf: `2020-${month}-${day}` }))),
    );
    const keys = await lookKeys(stores.artifacts, 'weather', { upTo: '2020-12-31' });
    expect([keys.length, keys[0], keys[49]]).toEqual([
      50,
      'monitoring/weather/looks/2020-03-31.jsonl',
      'monitoring/weather/looks/2020-01-13.jsonl',
    ]);
  });
});

describe('readLook', () => {
  it('is what was written, or undefined', async () => {
    const { stores } = await looked({});
    expect(await readLook(stores.artifacts, 'weather', '2020-03-08')).toEqual({ header: HEADER, series: [] });
    expect(await readLook(stores.artifacts, 'weather', '2020-03-15')).toBeUndefined();
  });
});

describe('learnedShare', () => {
  /** Version 1 is of the recipe, version 2 of another one with the same candidates, version 3 of others. */
  async function shareOf(recipe: typeof RECIPE, ...looks: readonly Partial<LookHeader>[]) {
    const ports = await looked(...looks);
    await ports.registry.register(newModelVersion('run-1'));
    await ports.registry.register({ ...newModelVersion('run-2'), recipe: { ...RECIPE, trainingLength: '9y' } });
    const keys = await lookKeys(ports.stores.artifacts, 'weather', { upTo: '2020-12-31' });
    return learnedShare({ dataset: 'weather', recipe, keys }, ports);
  }

  it('is that of the newest look', async () => {
    const looks = [
      { asOf: '2020-03-08', ...after(0.1) },
      { asOf: '2020-03-15', ...after(0.2) },
    ];
    expect(await shareOf(RECIPE, ...looks)).toEqual({ average: 0.2 });
  });

  it('is that of the newest look at the same recipe', async () => {
    const others = [{ name: 'mean', family: 'climatology', options: {} }];
    const looks = [
      { asOf: '2020-03-08', ...after(0.1) },
      { asOf: '2020-03-15', version: 2, ...after(0.2) },
      { asOf: '2020-03-22', version: 3, candidates: others, ...after(0.3) },
    ];
    expect(await shareOf(RECIPE, ...looks)).toEqual({ average: 0.1 });
    expect(await shareOf({ ...RECIPE, trainingLength: '9y' }, ...looks)).toEqual({ average: 0.2 });
  });

  it.each([
    ['blend', 0.5],
    ['average', 1],
    ['choice', 0],
  ] as const)('of the recipe %s begins with %p', async (kind, average) => {
    expect(await shareOf({ ...RECIPE, kind }, { version: 2 })).toEqual({ average });
  });
});
