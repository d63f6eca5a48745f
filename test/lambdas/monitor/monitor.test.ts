import { describe, expect, it } from '@jest/globals';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { lookStep } from '../../../core/contracts/steps/monitor.ts';
import { run as look } from '../../../lambdas/monitor/look.ts';
import { run as planLooks } from '../../../lambdas/monitor/plan-looks.ts';
import { run as recordAction } from '../../../lambdas/monitor/record-action.ts';
import { openTable, readRows } from '../../../tables/index.ts';
import { memoryPorts } from '../../support/ports.ts';
import { forecastMachine } from '../pipeline/pipeline.ts';
import { NAIVE_ONLY, platform, type Platform, readArtifact, TRAIN, WEEKLY } from '../promote/fixture.ts';

/** The week after its training. */
const PERIODS = { after: TRAIN.end };
const WINDOW = { train: TRAIN, evaluate: { start: '2020-03-02', end: '2020-03-31' } };

describe('plan-looks', () => {
  const asked = { dataset: 'weather', runId: 'w01', window: WINDOW, policy: 'gates' as const, production: 1 };
  const ports = memoryPorts({ datasets: [WEEKLY] });

  it('looks at the end of every cadence but the last, on the training length up to that day', async () => {
    expect(await planLooks(asked, ports)).toEqual({
      looks: [
        { runId: 'w01-d01', asOf: '2020-03-08', range: { start: '2020-01-13', end: '2020-03-08' } },
        { runId: 'w01-d02', asOf: '2020-03-15', range: { start: '2020-01-20', end: '2020-03-15' } },
        { runId: 'w01-d03', asOf: '2020-03-22', range: { start: '2020-01-27', end: '2020-03-22' } },
        { runId: 'w01-d04', asOf: '2020-03-29', range: { start: '2020-02-03', end: '2020-03-29' } },
      ],
    });
  });

  it('looks at nothing where nothing is in Production, or the policy has no monitor', async () => {
    expect(await planLooks({ ...asked, production: null }, ports)).toEqual({ looks: [] });
    for (const policy of ['promote-latest', 'promote-best-cv'] as const) {
      expect(await planLooks({ ...asked, policy }, ports)).toEqual({ looks: [] });
    }
  });
});

const ASKED = {
  dataset: 'weather',
  runId: 'look-1',
  range: { start: '2020-01-13', end: '2020-03-08' },
  asOf: '2020-03-08',
  at: 'past',
  retraining: 'triggered',
};
/** Any error at all is too much. */
const STRICT: Dataset = { ...WEEKLY, monitoring: { ...WEEKLY.monitoring, maxRmseOverNaive: 0.1 } };

/** Version 1 repeats the mean week; it is in Production and has forecast the week after its training. */
async function live(dataset: Dataset = WEEKLY): Promise<Platform> {
  const here = platform(dataset);
  await here.train('run-1');
  await here.putInProduction(1, await promise(here, 2));
  here.ports.notifications.length = 0;
  await forecastMachine(here.ports, {
    dataset: 'weather',
    runId: 'live-1',
    modelVersion: 'production',
    periods: PERIODS,
  });
  return here;
}

/** A comparison report that promises this RMSE. */
async function promise({ ports }: Platform, rmse: number) {
  const side = { version: 1, candidate: 'mean', scoredAs: 'twin', trainedOn: null, bias: 0, coverage: 0.8 };
  const report = {
    dataset: 'weather',
    runId: 'run-1',
    policy: 'gates',
    holdout: null,
    joined: 14,
    challenger: { ...side, rmse },
    production: { ...side, rmse: null },
    compliance: [],
    gates: [],
    verdict: 'pass',
    reasons: [],
    series: [],
    seriesInAll: 0,
  };
  ports.stores.artifacts.put('promised.json', JSON.stringify(report));
  return { reportUri: 's3://artifacts/promised.json', reportSha256: 'f00d' };
}

async function lookAt({ ports }: Platform, more: Partial<typeof ASKED> = {}) {
  const { version } = await openTable({ store: ports.stores.silver, path: 'weather/series' });
  return look(lookStep.input.parse({ ...ASKED, ...more, silverVersion: version }), ports);
}

const stateOf = ({ ports }: Platform) => readArtifact(ports, 'monitoring/weather/state.json');

describe('look', () => {
  it('holds what came true against the forecasts in force, the naive and the promise, and remembers it', async () => {
    const here = await live();
    expect(await lookAt(here)).toEqual({
      version: 1,
      action: { kind: 'nothing', reasons: ['the newest window is healthy'] },
    });
    const { windows, actions } = (await stateOf(here)) as { windows: Record<string, number>[]; actions: unknown[] };
    expect(actions).toEqual([]);
    expect(windows).toMatchObject([
      {
        asOf: '2020-03-08',
        range: { start: '2020-03-02', end: '2020-03-08' },
        version: 1,
        joined: 14,
        promisedRmse: 2,
        shadow: null,
      },
    ]);
    // In an even week, the mean is too high by 4 and 1, the naive by 8 and 2.
    expect(windows[0].rmse).toBeCloseTo(Math.sqrt(8.5), 10);
    expect(windows[0].bias).toBeCloseTo(2.5, 10);
    expect(windows[0].naiveRmse).toBeCloseTo(Math.sqrt(34), 10);
    expect(windows[0].skill).toBeCloseTo(0.5, 10);
  });

  it('keeps the figures of the panel and of every series in gold, and publishes them', async () => {
    const here = await live();
    await lookAt(here);
    const table = await openTable({ store: here.ports.stores.gold, path: 'weather/monitoring' });
    const ids = new Set<unknown>();
    for await (const { columns } of readRows(table, { where: { partition: { run_id: 'look-1' } } })) {
      for (const id of Array.from(columns.unique_id as readonly unknown[])) ids.add(id);
    }
    expect(ids).toEqual(new Set([null, 'a', 'b']));
    expect(here.ports.published).toHaveLength(1);
    expect(JSON.parse(here.ports.published[0])).toHaveProperty(
      '_aws.CloudWatchMetrics.0.Namespace',
      'Forecasting/test',
    );
  });

  it('sees nothing of what lies after its date', async () => {
    const here = await live();
    const early = { asOf: '2020-03-04', range: { start: '2020-01-09', end: '2020-03-04' } };
    await lookAt(here, early);
    expect(await stateOf(here)).toMatchObject({
      windows: [{ range: { start: '2020-03-02', end: '2020-03-04' }, joined: 6 }],
    });
    await lookAt(here, { runId: 'look-2' });
    expect(await stateOf(here)).toMatchObject({
      windows: [{ range: { start: '2020-03-05', end: '2020-03-08' }, joined: 8 }],
    });
  });

  it('remembers a look that is taken again once', async () => {
    const here = await live();
    const first = await lookAt(here);
    expect(await lookAt(here)).toEqual(first);
    expect(await stateOf(here)).toMatchObject({ windows: [{ joined: 14 }] });
  });

  it('retrains where nothing better is known, and takes the lock against every other run', async () => {
    const here = await live(STRICT);
    const { action } = await lookAt(here);
    expect(action).toMatchObject({
      kind: 'retrain',
      reasons: [expect.stringContaining('exceeds 0.1 x'), expect.any(String)],
    });
    expect(await readArtifact(here.ports, 'locks/weather.json')).toMatchObject({ holder: 'look-1', action: 'retrain' });
    expect((await lookAt(here, { runId: 'other' })).action).toMatchObject({
      kind: 'nothing',
      reasons: expect.arrayContaining(["'look-1' is at work on a retrain"]),
    });
    expect((await lookAt(here)).action.kind).toBe('retrain');
  });

  it('says that one lost the race for the lock', async () => {
    const here = await live(STRICT);
    const { artifacts } = here.ports.stores;
    artifacts.beforeWrite = (key) => {
      if (key !== 'locks/weather.json') return;
      artifacts.beforeWrite = () => undefined;
      const lock = { holder: 'other', action: 'retrain', expiresAtMs: Date.UTC(2030, 0, 1) };
      artifacts.put(key, JSON.stringify(lock));
    };
    expect((await lookAt(here)).action).toMatchObject({
      kind: 'nothing',
      reasons: expect.arrayContaining(['another run took the lock in this moment']),
    });
  });

  it.each(['manual', 'scheduled'])('leaves a %s retraining to others, and the lock alone', async (retraining) => {
    const here = await live(STRICT);
    const { action } = await lookAt(here, { retraining });
    expect(action).toMatchObject({
      kind: 'nothing',
      reasons: expect.arrayContaining([expect.stringContaining(retraining)]),
    });
    expect(await here.ports.stores.artifacts.head('locks/weather.json')).toBeUndefined();
  });

  it('finds an error above the promise, even where the naive does no better', async () => {
    const here = platform();
    await here.train('run-1');
    await here.putInProduction(1, await promise(here, 1.9));
    await forecastMachine(here.ports, {
      dataset: 'weather',
      runId: 'live-1',
      modelVersion: 'production',
      periods: PERIODS,
    });
    expect((await lookAt(here)).action).toMatchObject({
      kind: 'retrain',
      reasons: [expect.stringContaining('the promised 1.900'), expect.any(String)],
    });
  });
});

const RUN_OUT = {
  subject: 'weather: forecasts run out',
  message: 'no forecasts are in force after 2020-03-08, the last observation known\n\nrun look-1\n',
};

describe('a look at the present', () => {
  const early = (asOf: string) => ({ at: 'present', asOf, range: { start: '2020-01-09', end: asOf } });

  it('tells people when no forecasts are left, and does not leave it at healthy', async () => {
    const here = await live();
    const { action } = await lookAt(here, { at: 'present' });
    expect(here.ports.notifications).toEqual([RUN_OUT]);
    expect(action.reasons).toEqual([
      'the newest window is healthy',
      'no forecasts are in force after 2020-03-08, the last observation known',
    ]);
  });

  it('tells people in the last tenth of the horizon, which is at least one period, and not before', async () => {
    const here = await live();
    await lookAt(here, early('2020-03-06'));
    expect(here.ports.notifications).toEqual([]);
    await lookAt(here, early('2020-03-07'));
    expect(here.ports.notifications).toEqual([
      {
        ...RUN_OUT,
        message:
          'the forecasts in force end on 2020-03-08: 1 of 7 periods after 2020-03-07, the last observation known, are left\n\nrun look-1\n',
      },
    ]);
  });

  it('publishes the same as figures at every look', async () => {
    const here = await live();
    await lookAt(here, early('2020-03-06'));
    await lookAt(here, { at: 'present' });
    expect(here.ports.published.map((line) => JSON.parse(line))).toMatchObject([
      { PeriodsAhead: 2, RunningOut: 0, Unjudged: 0 },
      { PeriodsAhead: 0, RunningOut: 1, Unjudged: 0 },
    ]);
  });

  it('tells people that nothing new was delivered, once while it lasts, and says so beside healthy', async () => {
    const here = await live();
    const subjectsOf = async (runId: string, asOf: string) => {
      here.ports.notifications.length = 0;
      const { action } = await lookAt(here, { ...early(asOf), runId });
      return [here.ports.notifications.map(({ subject, message }) => [subject, message]), action.reasons];
    };
    const healthy = 'the newest window is healthy';
    const stands = (day: number) =>
      `nothing new was delivered since the look before: the last observation known is still of 2020-03-0${day}`;
    const told = (day: number, run: string) => ['weather: nothing new was delivered', `${stands(day)}\n\nrun ${run}\n`];
    expect(await subjectsOf('l1', '2020-03-04')).toEqual([[], [healthy]]);
    // The same look, tried again.
    expect(await subjectsOf('l1', '2020-03-04')).toEqual([[], [healthy]]);
    expect(await subjectsOf('l2', '2020-03-04')).toEqual([[told(4, 'l2')], [healthy, stands(4)]]);
    expect(await subjectsOf('l2', '2020-03-04')).toEqual([[], [healthy, stands(4)]]);
    expect(await subjectsOf('l3', '2020-03-04')).toEqual([[], [healthy, stands(4)]]);
    expect(await subjectsOf('l4', '2020-03-06')).toEqual([[], [healthy]]);
    expect(await subjectsOf('l5', '2020-03-06')).toEqual([[told(6, 'l5')], [healthy, stands(6)]]);
    expect(here.ports.published.map((line) => JSON.parse(line).NewPeriods)).toEqual([
      undefined,
      undefined,
      0,
      0,
      0,
      2,
      0,
    ]);
  });

  it('does not tell again what the look before has told', async () => {
    const here = await live();
    await lookAt(here, { ...early('2020-03-07'), runId: 'l1' });
    await lookAt(here, { at: 'present', runId: 'l2' });
    expect(here.ports.notifications.map(({ subject }) => subject)).toEqual(['weather: forecasts run out']);
    expect(await stateOf(here)).toMatchObject({ present: { runId: 'l2', newPeriods: 1, told: ['running-out'] } });
  });

  it('says nothing of it where it acts: that ends with new forecasts', async () => {
    const here = await live(STRICT);
    expect((await lookAt(here, { at: 'present' })).action.kind).toBe('retrain');
    expect(here.ports.notifications).toEqual([]);
  });

  it('tells people that it could not be judged, and why', async () => {
    const here = await worsened();
    here.ports.notifications.length = 0;
    const run = { dataset: 'weather', runId: 'live-2', modelVersion: 'production' as const };
    await forecastMachine(here.ports, { ...run, periods: { after: '2020-03-10' } });
    const { action } = await lookAt(here, { at: 'present' });
    expect(action.reasons[0]).toContain('cannot be judged');
    expect(here.ports.notifications[0]).toEqual({
      subject: 'weather: a look could not be judged',
      message:
        'no series has both an observation and a forecast of version 2 in force in 2020-03-02 to 2020-03-08\n\nrun look-1\n',
    });
    expect(JSON.parse(here.ports.published[0])).toMatchObject({ Unjudged: 1 });
  });
});

describe('a look at a date of the past', () => {
  it('tells nobody, whatever it finds: the answer is for whoever asked', async () => {
    const here = await live();
    for (const runId of ['look-0', 'look-1']) {
      expect((await lookAt(here, { runId })).action.reasons).toEqual(['the newest window is healthy']);
    }
    const later = { runId: 'look-2', asOf: '2020-03-15', range: { start: '2020-01-20', end: '2020-03-15' } };
    expect((await lookAt(here, later)).action.reasons).toEqual([expect.stringContaining('cannot be judged')]);
    expect(here.ports.notifications).toEqual([]);
  });
});

describe('a look after forecasts were published anew', () => {
  const run = { dataset: 'weather', runId: 'live-3', modelVersion: 'production' as const };
  const present = { at: 'present' };

  it('scores each publication where it was in force, and no day twice', async () => {
    const here = await live();
    await forecastMachine(here.ports, { ...run, periods: { after: '2020-03-04' } });
    await lookAt(here, present);
    expect(await stateOf(here)).toMatchObject({ windows: [{ version: 1, joined: 14 }] });
  });

  it('sees those of the periods to come, and scores the ones before', async () => {
    const here = await live();
    await forecastMachine(here.ports, { ...run, periods: { after: '2020-03-08' } });
    await lookAt(here, present);
    expect(await stateOf(here)).toMatchObject({ windows: [{ version: 1, joined: 14 }] });
    expect(here.ports.notifications).toEqual([]);
  });

  it('does not hold against a version what another one had forecast', async () => {
    const here = await worsened();
    await forecastMachine(here.ports, { ...run, runId: 'live-1', modelVersion: 1, periods: PERIODS });
    await forecastMachine(here.ports, { ...run, periods: { after: '2020-03-04' } });
    await lookAt(here, present);
    expect(await stateOf(here)).toMatchObject({
      windows: [{ version: 2, joined: 8, shadow: { version: 1, joined: 8 } }],
    });
  });

  it('judges a window of a replay by the forecasts that the window began with', async () => {
    const here = await live();
    await forecastMachine(here.ports, { ...run, periods: { after: '2020-03-04' } });
    await lookAt(here, { at: 'past' });
    expect(await stateOf(here)).toMatchObject({ windows: [{ version: 1, joined: 8 }] });
  });
});

/** Version 2 is in Production after version 1, and repeats the last week: twice the error. */
async function worsened(): Promise<Platform> {
  const here = platform({ ...WEEKLY, monitoring: { ...WEEKLY.monitoring, maxRmseOverNaive: 0.9 } });
  await here.train('run-1');
  await here.putInProduction(1, await promise(here, 9));
  await here.train('run-2', NAIVE_ONLY);
  await here.putInProduction(2, await promise(here, 9));
  return here;
}

describe('look after a change of version', () => {
  it('rolls back where the former version would have been better on the same rows', async () => {
    const here = await worsened();
    await forecastMachine(here.ports, {
      dataset: 'weather',
      runId: 'live-2',
      modelVersion: 'production',
      periods: PERIODS,
    });
    const { action, version } = await lookAt(here);
    expect({ action, version }).toMatchObject({ action: { kind: 'roll-back', to: 1 }, version: 2 });
    expect(await stateOf(here)).toMatchObject({
      windows: [{ version: 2, joined: 14, shadow: { version: 1, joined: 14 } }],
    });
  });

  it('scores the former version on the days that the forecasts in force cover, and on no others', async () => {
    const here = await worsened();
    const run = {
      dataset: 'weather',
      runId: 'live-2',
      modelVersion: 'production' as const,
      periods: { after: '2020-03-03' },
    };
    await forecastMachine(here.ports, run);
    const { action } = await lookAt(here);
    expect(await stateOf(here)).toMatchObject({ windows: [{ joined: 10, shadow: { joined: 10 } }] });
    expect(action).toMatchObject({ kind: 'roll-back', to: 1 });
  });

  it('judges nothing where no forecast in force has come true', async () => {
    const here = await worsened();
    const run = {
      dataset: 'weather',
      runId: 'live-2',
      modelVersion: 'production' as const,
      periods: { after: '2020-03-10' },
    };
    await forecastMachine(here.ports, run);
    const { action } = await lookAt(here);
    expect(action).toMatchObject({ kind: 'nothing' });
    expect(await stateOf(here)).toMatchObject({ windows: [{ joined: 0, rmse: null, shadow: null }] });
  });
});

describe('record-action', () => {
  const done = { dataset: 'weather', runId: 'look-1', asOf: '2020-03-08' };

  it('remembers the action for the cool-down, gives the lock back, and says what is in force now', async () => {
    const here = await worsened();
    await forecastMachine(here.ports, {
      dataset: 'weather',
      runId: 'live-2',
      modelVersion: 'production',
      periods: PERIODS,
    });
    const { action, version } = await lookAt(here);
    expect(await recordAction({ ...done, action, version }, here.ports)).toEqual({
      asOf: '2020-03-08',
      action,
      before: 2,
      version: 2,
      forecastRunId: 'live-2',
    });
    expect(await stateOf(here)).toMatchObject({ actions: [{ kind: 'roll-back', asOf: '2020-03-08', version: 2 }] });
    expect(await readArtifact(here.ports, 'locks/weather.json')).toMatchObject({ expiresAtMs: 0 });
    expect((await lookAt(here, { runId: 'look-2' })).action).toMatchObject({
      kind: 'nothing',
      reasons: expect.arrayContaining(['cooling down for 30d after the roll-back of 2020-03-08']),
    });
  });

  it('counts an action that is recorded again once', async () => {
    const here = await worsened();
    await forecastMachine(here.ports, {
      dataset: 'weather',
      runId: 'live-2',
      modelVersion: 'production',
      periods: PERIODS,
    });
    const { action, version } = await lookAt(here);
    await recordAction({ ...done, action, version }, here.ports);
    await recordAction({ ...done, action, version }, here.ports);
    expect(((await stateOf(here)) as { actions: unknown[] }).actions).toHaveLength(1);
  });

  it('leaves no trace of nothing', async () => {
    const here = await live();
    const { action, version } = await lookAt(here);
    const before = await stateOf(here);
    expect(await recordAction({ ...done, action, version }, here.ports)).toMatchObject({ before: 1, version: 1 });
    expect(await stateOf(here)).toEqual(before);
  });
});
