import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Json } from '../../../asl/index.ts';
import { dev } from '../../../environments/dev.ts';
import { accountHost } from '../../../hosts/replay.ts';
import { newestPublication } from '../../../lake/publications.ts';
import { publishedForecasts } from '../../../lake/forecasts.ts';
import { formatPeriod } from '../../../core/series/time-axis.ts';
import { periodsOfColumn } from '../../../core/series/ds-column.ts';
import { platform, type Platform } from '../../lambdas/promote/fixture.ts';
import { definitionsOf } from '../../support/definitions.ts';
import { TWO_STATIONS } from '../../support/two-stations.ts';
import { runToSuccess } from '../policies/replay-in-memory.ts';

const DAYS = { frequency: 'day', phase: 0 } as const;
const WEATHER = { dataset: 'weather' };
/** As the schedules ask. */
const HOLD = { action: 'roll-back', by: 'ada', reason: 'r', evidence: null } as const;
const FORECAST = { ...WEATHER, modelVersion: 'production' };

describe('forecasts on schedule', () => {
  let here: Platform;

  async function run(machine: string, name: string, input: Json): Promise<void> {
    await runToSuccess({ definitions: definitionsOf(dev), host: () => here.ports, machine, name, input });
  }

  /** One delivery of both stations, of these days of March. */
  function deliver(first: number, last: number): void {
    const days = Array.from({ length: last - first + 1 }, (_, day) => first + day);
    const rows = days.flatMap((day) => ['a', 'b'].map((station) => `${station},2020-03-${day},${day % 7}`));
    here.ports.stores.landing.put(`weather/march-${first}.csv`, `station,date,temp\n${rows.join('\n')}\n`);
  }

  async function publishedDays(): Promise<readonly string[]> {
    const { runId } = await newestPublication(here.ports.stores.artifacts, 'weather');
    const days = new Set<string>();
    for await (const { columns } of publishedForecasts(here.ports.stores, 'weather', runId)) {
      for (const period of periodsOfColumn('day', columns.ds)) days.add(formatPeriod(DAYS, period));
    }
    return [...days];
  }

  const subjects = () => here.ports.notifications.splice(0).map(({ subject }) => subject);

  beforeAll(async () => {
    here = platform();
    await here.train('run-1');
    const move = { action: 'promote', by: 'ada', reason: 'r', evidence: null } as const;
    await here.ports.production.move({ ...WEATHER, ...move, transitionId: 'run-1', to: 1, expected: null }, here.ports);
    // A person holds refreshes: else every look would end with new forecasts.
    await here.ports.production.move({ ...WEATHER, ...HOLD, transitionId: 'hold', to: 1, expected: 1 }, here.ports);
  });

  it('begin after the last observation, of a delivery that nobody had read before, far beyond the training window', async () => {
    deliver(18, 19);
    await run('forecast', 'sunday-1', FORECAST);
    expect(await publishedDays()).toEqual([20, 21, 22, 23, 24, 25, 26].map((day) => `2020-03-${day}`));
  });

  it('run out as time goes by where nothing is fitted, and people are told', async () => {
    deliver(20, 24);
    await run('monitor', 'monday-1', WEATHER);
    expect(subjects()).toEqual([]);
    deliver(25, 25);
    await run('monitor', 'tuesday-1', WEATHER);
    expect(here.ports.notifications).toEqual([
      {
        subject: 'weather: forecasts run out',
        message:
          'the forecasts in force end on 2020-03-26: 1 of 7 periods after 2020-03-25, the last observation known, are left\n\nrun tuesday-1\n',
      },
    ]);
    subjects();
  });

  it('reach further when the schedule has forecast again, and all is quiet', async () => {
    await run('forecast', 'sunday-2', FORECAST);
    expect((await publishedDays())[0]).toBe('2020-03-26');
    deliver(26, 26);
    await run('monitor', 'wednesday-1', WEATHER);
    expect(subjects()).toEqual([]);
  });
});

describe('a replay', () => {
  it('tells nobody that its forecasts run out: they end with their window by design', async () => {
    const here = platform({ ...TWO_STATIONS, monitoring: { ...TWO_STATIONS.monitoring, cadence: '3d' } });
    const { ports } = here;
    const host = accountHost(ports);
    const input = { ...WEATHER, windows: 1 };
    await runToSuccess({ definitions: definitionsOf(dev), host, machine: 'replay', name: 'past', input });
    const state = JSON.parse(
      new TextDecoder().decode(await ports.stores.artifacts.read('replays/past/monitoring/weather/state.json')),
    );
    // The last look is at the window's end.
    expect(state).toMatchObject({ windows: [{ joined: 6 }, { joined: 6 }, { asOf: '2020-03-08', joined: 2 }] });
    expect(ports.notifications.map(({ subject }) => subject)).toEqual(['replay: weather: version 1 is in Production']);
  });
});
