import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Platform, twoVersions } from './platform.ts';

const RANGE = { start: '2020-03-09', end: '2020-03-15' };

/** What the version in Production forecasts: the data files of the run, by their names inside its folder. */
async function forecast(platform: Platform, runId: string): Promise<Readonly<Record<string, string>>> {
  const input = { dataset: 'weather', modelVersion: 'production', range: RANGE };
  const { status } = await platform.run('forecast', runId, input);
  expect(status).toBe('SUCCEEDED');
  const folder = `gold/weather/forecasts/run_id=${runId}/`;
  const files = [...platform.state()].filter(([path]) => path.startsWith(folder));
  return Object.fromEntries(
    files.map(([path, body]) => [path.slice(folder.length), Buffer.from(body).toString('hex')]),
  );
}

async function trackedVersion({ stores }: Platform): Promise<unknown> {
  return JSON.parse(Buffer.from(await stores.artifacts.read('tracking/weather/production.json')).toString());
}

describe('a roll-back', () => {
  let platform: Platform;
  let first: Readonly<Record<string, string>>;
  let second: Readonly<Record<string, string>>;
  let again: Readonly<Record<string, string>>;

  beforeAll(async () => {
    platform = await twoVersions();
    first = await forecast(platform, 'of-version-1');
    await platform.promote('run-2', 2);
    second = await forecast(platform, 'of-version-2');
    const input = { dataset: 'weather', by: 'somebody', reason: 'version 2 was worse' };
    const { output } = await platform.run('roll-back', 'back', input);
    expect(output).toEqual({ from: 2, to: 1, revision: 3 });
    again = await forecast(platform, 'of-version-1-again');
  });

  it('gives the bytes of the forecasts that the version gave before', () => {
    expect(Object.keys(first)).toHaveLength(1);
    expect(again).toEqual(first);
    expect(second).not.toEqual(first);
  });

  it('is audited, after the promotions before it', async () => {
    const history = await platform.ports.production.history('weather');

    expect(history.map(({ revision, action, from, to }) => ({ revision, action, from, to }))).toEqual([
      { revision: 1, action: 'promote', from: null, to: 1 },
      { revision: 2, action: 'promote', from: 1, to: 2 },
      { revision: 3, action: 'roll-back', from: 2, to: 1 },
    ]);
    expect(history[2]).toMatchObject({ transitionId: 'back', by: 'somebody', reason: 'version 2 was worse' });
    expect(
      JSON.parse(Buffer.from(await platform.stores.artifacts.read('registry/weather/audit/00000003.json')).toString()),
    ).toEqual(history[2]);
  });

  it('moves stages and tracker along', async () => {
    expect(await platform.ports.registry.stages('weather')).toEqual(
      new Map([
        [1, 'Production'],
        [2, 'Archived'],
      ]),
    );
    expect(await trackedVersion(platform)).toEqual({ dataset: 'weather', runId: 'run-1', modelVersion: 1 });
  });

  it('is not undone when the promotion before it is run again under its id', async () => {
    const { status } = await platform.promote('run-2', 2);

    expect(status).toBe('SUCCEEDED');
    expect((await platform.ports.production.history('weather')).map(({ to }) => to)).toEqual([1, 2, 1]);
    expect((await platform.ports.registry.stages('weather')).get(1)).toBe('Production');
    expect(await trackedVersion(platform)).toMatchObject({ modelVersion: 1 });
  });
});
