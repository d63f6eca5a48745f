import { describe, expect, it } from '@jest/globals';
import { decodeLook } from '../../../core/blend/look-file.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { DateRange } from '../../../core/contracts/date-range.ts';
import { bronzeDeliveries } from '../../../lake/bronze-deliveries.ts';
import { readLook } from '../../../lake/look-files.ts';
import { updateMonitorState } from '../../../lake/monitor-state.ts';
import { addRuling } from '../../../lake/rulings.ts';
import { readSetAside, updateSetAside } from '../../../lake/set-aside.ts';
import { run as ingest } from '../../../lambdas/ingest/ingest.ts';
import { run as transform } from '../../../lambdas/transform/transform.ts';
import { readRows } from '../../../tables/index.ts';
import { ruling } from '../../support/rulings.ts';
import { TRACKER_DOWN } from '../../support/tracker-down.ts';
import { AS_OF, BLEND, type FakeModel, goldOf, offBy, WEEKLY, world, type World } from './world.ts';

const MONTH = { start: '2020-03-02', end: '2020-03-29' };
const SECOND = { runId: 'look-2', asOf: '2020-03-15', range: { start: '2020-01-20', end: '2020-03-15' } };
const MONTHLY = { runId: 'look-2', asOf: '2020-03-29', range: { start: '2020-02-03', end: '2020-03-29' } };
/** Hardly any error is too much. */
const LENIENT: Dataset = { ...WEEKLY, monitoring: { ...WEEKLY.monitoring, maxRmseOverNaive: 9 } };
/** Any error at all is. */
const STRICT: Dataset = { ...WEEKLY, monitoring: { ...WEEKLY.monitoring, maxRmseOverNaive: 0.1 } };

/** Version 1 is in Production and has forecast four weeks. */
async function live(
  dataset: Dataset = WEEKLY,
  rmse = 2,
  { model = BLEND, firstDay = 0 }: { readonly model?: FakeModel; readonly firstDay?: number } = {},
): Promise<World> {
  const here = await world(dataset, firstDay);
  await here.register(model);
  await here.move(1, 'promote', promise(here, rmse));
  await here.publish('live-1', 1, MONTH);
  return here;
}

/** A comparison report that promises this RMSE. */
function promise({ ports }: World, rmse: number, verdict = 'pass') {
  const side = { version: 1, recipe: 'blend', scoredAs: 'twin', trainedOn: null, bias: 0, coverage: 0.8 };
  const report = {
    dataset: 'weather',
    runId: 'run-1',
    policy: 'gates',
    holdout: null,
    joined: 14,
    challenger: { ...side, rmse },
    production: { ...side, rmse: 7 },
    compliance: [],
    gates: [],
    verdict,
    reasons: [],
    series: [],
    seriesInAll: 0,
  };
  ports.stores.artifacts.put('promised.json', JSON.stringify(report));
  return { reportUri: 's3://artifacts/promised.json', reportSha256: 'f00d' };
}

async function lookFile({ ports }: World, asOf = '2020-03-08') {
  const body = await ports.stores.artifacts.read(`monitoring/weather/looks/${asOf}.jsonl`);
  return new TextDecoder().decode(body);
}

/** Transform has published as well. */
function publishedLooks({ ports }: World): readonly Record<string, unknown>[] {
  const lines = ports.published.map((line) => JSON.parse(line) as Record<string, unknown>);
  return lines.filter(({ JoinedRows }) => JoinedRows !== undefined);
}

describe('look', () => {
  it('holds what came true against the forecasts in force, the yardstick and the promise, and remembers it', async () => {
    const here = await live();
    expect(await here.look()).toEqual({
      version: 1,
      action: { kind: 'refresh', reasons: ['the newest window is healthy'], exempt: false, shadowOf: null },
    });
    const { windows, actions } = await here.state();
    expect(actions).toEqual([]);
    expect(windows).toEqual([
      {
        asOf: '2020-03-08',
        range: { start: '2020-03-02', end: '2020-03-08' },
        version: 1,
        recipeSince: 1,
        joined: 14,
        rmse: 2.5,
        bias: 2.5,
        coverage: 1,
        yardstick: 'seasonal naive of 7',
        // In an even week, the last one is too high by 8 and 2.
        naiveRmse: Math.sqrt(34),
        skill: expect.closeTo(1 - 2.5 / Math.sqrt(34), 12),
        promisedRmse: 2,
        refused: null,
        former: null,
        drift: { stabilityIndex: null, missingShare: 0, worstSeries: null },
      },
    ]);
  });

  it('needs no row that the version has learned from: its yardsticks and its profile stand in its model', async () => {
    const seen = async (model: FakeModel, firstDay: number) => {
      const here = await live(WEEKLY, 2, { model, firstDay });
      await here.look();
      await here.look(MONTHLY);
      return (await here.state()).windows;
    };
    const whole = await seen({ ...BLEND, hasLearned: true }, 0);
    expect(whole).toMatchObject([
      { joined: 14, naiveRmse: Math.sqrt(34), drift: { stabilityIndex: null, missingShare: 0 } },
      { joined: 42, drift: { stabilityIndex: expect.any(Number), missingShare: 0 } },
    ]);
    expect(await seen({ ...BLEND, hasLearned: true }, 56)).toEqual(whole);
    // A model of before says nothing of its window: where the rows are there, they are asked.
    expect(await seen(BLEND, 0)).toEqual(whole);
  });

  it('tells the tracker, as a step of the selection in force; one that is down holds up nothing', async () => {
    const here = await live();
    await here.look();
    const key = 'tracking/weather/run-1/evaluations/look-2020-03-08.json';
    const told = JSON.parse(new TextDecoder().decode(await here.ports.stores.artifacts.read(key)));
    expect(told).toMatchObject({
      parameters: { policy: 'gates' },
      metrics: expect.arrayContaining([
        { name: 'look/rmse', value: 2.5, step: 7 },
        { name: 'look/violations', value: 0, step: 7 },
      ]),
      tags: { last_look: '2020-03-08', last_action: 'refresh', in_force: '1' },
    });
    Object.assign(here.ports, { tracker: TRACKER_DOWN });
    expect(await here.look({ ...SECOND, policy: 'refresh-latest' })).toMatchObject({ version: 1 });
  });

  it('fits nothing anew at a date of the past before which nothing came since the look before', async () => {
    const here = await live();
    // The version learned from all up to the day before the month that it forecasts.
    expect(await here.look({ lastObservation: '2020-03-01' })).toMatchObject({
      action: {
        kind: 'nothing',
        reasons: expect.arrayContaining([
          'nothing new was delivered since the look before: the last observation known is still of 2020-03-01',
        ]),
      },
    });
    expect(await here.look({ lastObservation: '2020-03-02' })).toMatchObject({ action: { kind: 'refresh' } });
  });

  it('keeps the figures of the panel and of every series in gold, and publishes them', async () => {
    const here = await live();
    await here.look();
    const ids = new Set<unknown>();
    const rows = readRows(await goldOf(here, 'monitoring'), { where: { partition: { run_id: 'look-1' } } });
    for await (const { columns } of rows) for (const id of columns.unique_id as readonly unknown[]) ids.add(id);
    expect(ids).toEqual(new Set([null, 'a', 'b']));
    expect(publishedLooks(here)).toMatchObject([{ Rmse: 2.5, PromisedRmse: 2 }]);
  });

  it('leaves what every candidate was worth, and what the share learned from it', async () => {
    const here = await live();
    await here.look();
    const { header, series } = decodeLook(await lookFile(here));
    expect(header).toMatchObject({
      asOf: '2020-03-08',
      range: { start: '2020-03-02', end: '2020-03-08' },
      version: 1,
      candidates: [{ name: 'naive' }, { name: 'mean' }],
      rows: 14,
      // The average is too high by 2, the choice by 3: over the sizes 4 and 2.
      average: (4 / 4 + 4 / 2) / 2,
      choice: (9 / 4 + 9 / 2) / 2,
      // Half of the blend is the average, half of that each candidate; the other half is the choice.
      weights: [0.25, 0.75],
      rmse: 2.5,
      naiveRmse: Math.sqrt(34),
      refused: null,
      former: null,
    });
    // The level is the loss, 2.4375; p = 0.5 exp(-1.5 / 2.4375), q = 0.5 exp(-3.375 / 2.4375).
    expect(header.share.before).toEqual({ average: 0.5 });
    expect(header.share.after.level).toBe(2.4375);
    expect(header.share.after.average).toBeCloseTo(0.674_2, 4);
    expect(series).toEqual([
      { unique_id: 'a', rows: 7, mse: [1, 9], ratios: new Array<number>(7).fill(0.5) },
      { unique_id: 'b', rows: 7, mse: [1, 9], ratios: new Array<number>(7).fill(0.5) },
    ]);
  });

  it('sees nothing of what lies after its date, and each row once', async () => {
    const here = await live();
    await here.look({ asOf: '2020-03-04', range: { start: '2020-01-09', end: '2020-03-04' } });
    await here.look({ runId: 'look-2' });
    expect((await here.state()).windows).toMatchObject([
      { range: { start: '2020-03-02', end: '2020-03-04' }, joined: 6 },
      { range: { start: '2020-03-05', end: '2020-03-08' }, joined: 8 },
    ]);
  });

  it('goes on learning where the look before has left off', async () => {
    const here = await live();
    await here.look();
    const first = decodeLook(await lookFile(here)).header.share.after;
    await here.look(SECOND);
    expect(decodeLook(await lookFile(here, '2020-03-15')).header.share.before).toEqual(first);
  });

  it('begins anew with another recipe', async () => {
    const here = await live();
    await here.look();
    const { recipe } = await here.ports.registry.describe('weather', 1);
    await here.register(BLEND, { recipe: { ...recipe, trainingLength: '4w' } });
    await here.move(2);
    await here.publish('live-2', 2, { start: '2020-03-09', end: '2020-04-05' });
    await here.look(SECOND);
    expect(decodeLook(await lookFile(here, '2020-03-15')).header.share.before).toEqual({ average: 0.5 });
  });

  it.each([
    ['average', { average: 1 }],
    ['choice', { average: 0 }],
  ] as const)('learns no share of the recipe %s, which is one side for good', async (kind, share) => {
    const here = await world();
    const { recipe } = await here.ports.registry.describe('weather', await here.register(BLEND));
    const version = await here.register(BLEND, { recipe: { ...recipe, kind } });
    await here.move(version);
    await here.publish('live-1', version, MONTH);
    await here.look();
    expect(decodeLook(await lookFile(here)).header.share).toEqual({ before: share, after: share });
  });

  it('leaves no file where nothing came true of what was said', async () => {
    const here = await world();
    await here.register(BLEND);
    await here.move(1);
    await here.publish('live-1', 1, { start: '2020-03-09', end: '2020-04-05' });
    expect((await here.look()).action.reasons[0]).toContain('cannot be judged');
    expect([...here.ports.stores.artifacts.objects.keys()].filter((key) => key.includes('/looks/'))).toEqual([]);
  });

  it('is the same look where it is taken again, whatever was published and refused meanwhile', async () => {
    const here = await live();
    await here.register(offBy(1));
    await refuse(here, 2);
    const first = await here.look();
    const [file, { windows }] = [await lookFile(here), await here.state()];
    await here.register(offBy(9), { forecast: { start: '2020-03-09', end: '2020-04-05' } });
    await refuse(here, 3);
    await here.register(offBy(4), { forecast: { start: '2020-03-09', end: '2020-04-05' } });
    await here.move(4, 'refresh');
    await here.publish('look-1', 4, { start: '2020-03-09', end: '2020-04-05' });
    expect(await here.look()).toEqual(first);
    expect(await lookFile(here)).toBe(file);
    expect(await here.state()).toMatchObject({ windows, refused: { version: 3 } });
  });
});

/** The guard refused the version. */
async function refuse({ ports, state }: World, version: number, news?: DateRange): Promise<void> {
  const before = await state().catch(() => ({ windows: [], actions: [] }));
  const refused = { version, reasons: ['too far away'] };
  if (news !== undefined)
    await updateSetAside(ports.stores.artifacts, 'weather', () => ({ setAside: [], news: { version, range: news } }));
  ports.stores.artifacts.put('monitoring/weather/state.json', JSON.stringify({ ...before, refused }));
}

describe('the forecasts that nobody got', () => {
  it('are scored where the guard refused them, and make the next refresh exempt where they were closer', async () => {
    const here = await live();
    await here.register(offBy(1));
    await refuse(here, 2);
    expect((await here.look()).action).toMatchObject({
      kind: 'refresh',
      exempt: true,
      reasons: [expect.any(String), expect.stringContaining('the refused version 2 was closer')],
    });
    const { windows, refused } = await here.state();
    expect(windows).toMatchObject([{ rmse: 2.5, refused: { version: 2, rmse: 1, joined: 14 } }]);
    expect(refused).toBeUndefined();
    await here.look(SECOND);
    expect((await here.state()).windows).toMatchObject([{}, { refused: null }]);
  });

  it('are compared on the rows of what was in force, however many series they have', async () => {
    const here = await world();
    await here.register({ ...BLEND, stations: ['a'] });
    await here.move(1);
    await here.publish('live-1', 1, MONTH);
    await here.register(offBy(1));
    await refuse(here, 2);
    expect((await here.look()).action).toMatchObject({ exempt: true });
    expect((await here.state()).windows).toMatchObject([{ joined: 7, refused: { joined: 7 } }]);
  });

  it('are judged by the guard again where they were not', async () => {
    const here = await live();
    await here.register(offBy(3));
    await refuse(here, 2);
    expect((await here.look()).action).toMatchObject({ kind: 'refresh', exempt: false });
  });

  const NEWS = { start: '2020-02-24', end: '2020-03-01' };

  it('leave behind what no fit learns from, where they were further away', async () => {
    const here = await live();
    await here.register(offBy(3));
    await refuse(here, 2, NEWS);
    await here.look();
    expect(await readSetAside(here.ports.stores.artifacts, 'weather')).toMatchObject({ setAside: [NEWS] });
  });

  it('leave nothing behind where they were closer', async () => {
    const here = await live();
    await here.register(offBy(1));
    await refuse(here, 2, NEWS);
    await here.look();
    expect(await readSetAside(here.ports.stores.artifacts, 'weather')).toMatchObject({ setAside: [] });
  });

  it('teach the share nothing, where they were further away', async () => {
    const here = await live();
    await here.look();
    await here.register(offBy(9), { forecast: { start: '2020-03-09', end: '2020-04-05' } });
    await refuse(here, 2, { start: '2020-03-02', end: AS_OF });
    await here.look(SECOND);
    const second = await readLook(here.ports.stores.artifacts, 'weather', SECOND.asOf);
    expect(second?.header.share.before).toEqual({ average: 0.5 });
  });

  it('wait for the next look where nothing came true of them', async () => {
    const here = await live();
    await here.register(offBy(1), { forecast: { start: '2020-03-09', end: '2020-04-05' } });
    await refuse(here, 2);
    expect((await here.look()).action).toMatchObject({ exempt: false });
    expect(await here.state()).toMatchObject({ refused: { version: 2 } });
  });

  it('are of the former recipe after a change: at first its last version, then the one that was fitted anew', async () => {
    const here = await live(LENIENT);
    const { recipe } = await here.ports.registry.describe('weather', 1);
    await here.register(offBy(6), { recipe: { ...recipe, trainingLength: '4w' } });
    await here.move(2);
    await here.publish('live-2', 2, MONTH);
    await changed(here, { former: 1, since: 2 });
    expect((await here.look()).action).toMatchObject({ kind: 'refresh', shadowOf: 1 });
    expect((await here.state()).windows).toMatchObject([{ version: 2, former: { version: 1, rmse: 2.5, joined: 14 } }]);
    await here.register(offBy(2));
    await changed(here, { former: 1, since: 2, shadow: 3 });
    await here.look(SECOND);
    expect((await here.state()).windows).toMatchObject([{}, { former: { version: 3, joined: 14 } }]);
  });
});

async function changed({ ports, state }: World, change: object): Promise<void> {
  const before = await state().catch(() => ({ windows: [], actions: [] }));
  ports.stores.artifacts.put('monitoring/weather/state.json', JSON.stringify({ ...before, change }));
}

describe('what follows from a look', () => {
  it('is a selection in an alarm, and the lock is taken against every other run', async () => {
    const here = await live(STRICT);
    expect((await here.look()).action).toMatchObject({
      kind: 'select',
      reasons: [expect.stringContaining('exceeds 0.1 x the 5.831 of the seasonal naive of 7')],
    });
    const lock = await here.ports.stores.artifacts.read('locks/weather.json');
    expect(JSON.parse(new TextDecoder().decode(lock))).toMatchObject({ holder: 'look-1', action: 'select' });
    expect((await here.look({ runId: 'other' })).action).toMatchObject({
      kind: 'nothing',
      reasons: [expect.any(String), "'look-1' is at work on a select"],
    });
    expect((await here.look()).action.kind).toBe('select');
  });

  it('is nothing for the one who lost the race for the lock', async () => {
    const here = await live();
    const { artifacts } = here.ports.stores;
    artifacts.beforeWrite = (key) => {
      if (key !== 'locks/weather.json') return;
      artifacts.beforeWrite = () => undefined;
      artifacts.put(key, JSON.stringify({ holder: 'other', action: 'select', expiresAtMs: Date.UTC(2030, 0, 1) }));
    };
    expect((await here.look()).action).toMatchObject({
      kind: 'nothing',
      reasons: expect.arrayContaining(['another run took the lock in this moment']),
    });
  });

  it.each(['manual', 'scheduled'] as const)('is a refresh where retraining is %s', async (retraining) => {
    const here = await live(STRICT);
    expect((await here.look({ retraining })).action).toMatchObject({
      kind: 'refresh',
      reasons: expect.arrayContaining([expect.stringContaining(`retraining is ${retraining}`)]),
    });
  });

  it('is nothing where a person holds refreshes, until they are released', async () => {
    const here = await live(STRICT);
    await here.register(BLEND);
    await here.move(2, 'refresh');
    await here.move(1, 'roll-back');
    expect((await here.look()).action).toMatchObject({
      kind: 'nothing',
      reasons: expect.arrayContaining([expect.stringContaining('ada rolled back to version 1: refreshes are held')]),
    });
    expect(await here.ports.stores.artifacts.head('locks/weather.json')).toBeUndefined();
    await here.move(1, 'release');
    expect((await here.look()).action.kind).toBe('select');
  });

  it('is nothing at the end of a window', async () => {
    const here = await live(STRICT);
    expect((await here.look({ acts: false })).action.kind).toBe('nothing');
  });

  it('is a selection at every look of the policy refresh-latest', async () => {
    const here = await live();
    expect((await here.look({ policy: 'refresh-latest' })).action.kind).toBe('select');
    expect((await here.look({ policy: 'refresh-latest', acts: false })).action.kind).toBe('nothing');
  });

  it('finds an error above the promise, which holds for every refresh of the recipe', async () => {
    const here = await live(WEEKLY, 1.6);
    await here.register(BLEND, { training: (await here.ports.registry.describe('weather', 1)).training });
    await here.move(2, 'refresh', { reportUri: 's3://artifacts/guard.json', reportSha256: 'f00d' });
    await here.publish('live-2', 2, MONTH);
    expect((await here.look()).action).toMatchObject({
      kind: 'select',
      reasons: ['RMSE 2.500 exceeds 1.5 x the 1.600 that the recipe promised'],
    });
    expect((await here.state()).windows).toMatchObject([{ version: 2, recipeSince: 1, promisedRmse: 1.6 }]);
  });
});

describe('the promise', () => {
  const promisedOf = async (here: World) => {
    await here.publish('live-1', 1, MONTH);
    await here.look();
    return (await here.state()).windows[0].promisedRmse;
  };

  it('of the naive that went live in place of a recipe is what the naive showed', async () => {
    const here = await world();
    await here.register(BLEND);
    await here.move(1, 'promote', promise(here, 9, 'naive'));
    expect(await promisedOf(here)).toBe(7);
  });

  it('is none where the former recipe came back, which was compared on no holdout', async () => {
    const here = await world();
    await here.register(BLEND);
    await here.move(1, 'return', { reportUri: 's3://artifacts/guard.json', reportSha256: 'f00d' });
    expect(await promisedOf(here)).toBeNull();
  });
});

const RUN_OUT = {
  subject: 'weather: forecasts run out',
  message: 'no forecasts are in force after 2020-03-29, the last observation known\n\nrun look-1\n',
};

describe('a look at the present', () => {
  const present = (asOf: string) => ({ at: 'present' as const, asOf, range: { start: '2020-01-20', end: asOf } });

  it('says nothing of forecasts that run out where it fits anew: that ends with new ones', async () => {
    const here = await live(LENIENT, 9);
    expect((await here.look(present('2020-03-29'))).action.kind).toBe('refresh');
    expect(here.ports.notifications).toEqual([]);
    // The alarm follows what people are told.
    expect(publishedLooks(here)).toMatchObject([{ RunningOut: 0, InAlarm: 0, Unjudged: 0, PeriodsAhead: 0 }]);
  });

  it('tells people when no forecasts are left and none are to come', async () => {
    const here = await live(LENIENT, 9);
    await here.move(1, 'roll-back');
    const { action } = await here.look(present('2020-03-29'));
    expect(here.ports.notifications).toEqual([RUN_OUT]);
    expect(publishedLooks(here)).toMatchObject([{ RunningOut: 1 }]);
    expect(action.reasons).toContain('no forecasts are in force after 2020-03-29, the last observation known');
  });

  it('tells people that nothing new was delivered, once while it lasts, and does nothing then', async () => {
    const here = await live(LENIENT, 9);
    const lookAt = async (runId: string, asOf: string) => {
      here.ports.notifications.length = 0;
      const { action } = await here.look({ ...present(asOf), runId });
      return [action.kind, here.ports.notifications.map(({ subject }) => subject)];
    };
    const told = ['weather: nothing new was delivered'];
    expect(await lookAt('l1', '2020-03-04')).toEqual(['refresh', []]);
    here.ports.stores.artifacts.objects.delete('locks/weather.json');
    expect(await lookAt('l2', '2020-03-04')).toEqual(['nothing', told]);
    // The same look, tried again.
    expect(await lookAt('l2', '2020-03-04')).toEqual(['nothing', []]);
    expect(await lookAt('l3', '2020-03-04')).toEqual(['nothing', []]);
    expect(await lookAt('l4', '2020-03-06')).toEqual(['refresh', []]);
    expect(publishedLooks(here).map(({ NewPeriods }) => NewPeriods)).toEqual([undefined, 0, 0, 0, 2]);
  });

  it('fits anew where nothing new was delivered, but a delivery was withdrawn', async () => {
    const here = await live(LENIENT, 9);
    const { bronze, landing } = here.ports.stores;
    const lookAt = async (runId: string, silverVersion: number) => {
      here.ports.stores.artifacts.objects.delete('locks/weather.json');
      return (await here.look({ ...present('2020-03-04'), runId, silverVersion })).action;
    };
    const transformed = async () => {
      const { bronzeVersion } = await ingest({ dataset: 'weather' }, here.ports);
      return (await transform({ dataset: 'weather', bronzeVersion }, here.ports)).silverVersion;
    };
    landing.put('weather/2.csv', 'station,date,temp\na,2020-02-03,7\n');
    const before = await transformed();
    expect(await lookAt('l1', before)).toMatchObject({ kind: 'refresh' });
    expect(await lookAt('l2', before)).toMatchObject({ kind: 'nothing' });
    const [, second] = await bronzeDeliveries(bronze, 'weather');
    await addRuling(bronze, 'weather', () => ruling({ delivery: second.sha256 }));
    const after = await transformed();
    expect(await lookAt('l3', after)).toMatchObject({
      kind: 'refresh',
      reasons: expect.arrayContaining([expect.stringContaining('what is known up to it has changed')]),
    });
    // The same look, tried again, sees what it saw.
    expect(await lookAt('l3', after)).toMatchObject({ kind: 'refresh' });
    expect(await lookAt('l4', after)).toMatchObject({ kind: 'nothing' });
  });

  it.each([
    ['while it looks', 'monitoring/weather/looks/2020-03-08.jsonl'],
    ['while it tells people', 'monitoring/weather/looked-at.json'],
  ])('forgets nothing that a selection leaves behind %s', async (_, at) => {
    const here = await live(LENIENT, 9);
    const { artifacts } = here.ports.stores;
    const change = { former: 1, since: 2 };
    let left = 0;
    artifacts.beforeWrite = async (key) => {
      if (key === at && ++left === 1) await updateMonitorState(artifacts, 'weather', (state) => ({ ...state, change }));
    };
    await here.look(present(AS_OF));
    expect(left).toBe(1);
    expect(await here.state()).toMatchObject({ change, windows: [{ asOf: AS_OF }], present: { runId: 'look-1' } });
  });

  it('tells people of another kind of violation in an alarm that lasts, once', async () => {
    const here = await live(STRICT);
    const lookAt = async (runId: string, asOf: string) => {
      here.ports.notifications.length = 0;
      here.ports.stores.artifacts.objects.delete('locks/weather.json');
      await here.look({ ...present(asOf), runId });
      return here.ports.notifications.map(({ message }) => message.split('\n\n')[0]);
    };
    expect(await lookAt('look-1', '2020-03-08')).toEqual([
      'RMSE 2.500 exceeds 0.1 x the 5.831 of the seasonal naive of 7',
    ]);
    expect(await lookAt('look-2', '2020-03-15')).toEqual([
      'RMSE 3.905 exceeds 0.1 x the 0 of the seasonal naive of 7\nRMSE 3.905 exceeds 1.5 x the 2.000 that the recipe promised',
    ]);
    expect(await lookAt('look-3', '2020-03-22')).toEqual([]);
    expect((await here.state()).present).toMatchObject({ violations: ['over-yardstick', 'over-promised'] });
    expect(await lookAt('look-4', '2020-03-29')).toEqual([]);
  });

  it('tells people of an alarm and what follows from it, once while it lasts', async () => {
    const here = await live(STRICT, 9);
    await here.look({ ...present('2020-03-08'), retraining: 'manual' });
    expect(here.ports.notifications).toEqual([
      {
        subject: 'weather: forecasts are in alarm',
        message:
          'RMSE 2.500 exceeds 0.1 x the 5.831 of the seasonal naive of 7\n\n' +
          'The recipe is fitted anew, as at every look: retraining is manual: a person must start the selection\n\nrun look-1\n',
      },
    ]);
    here.ports.notifications.length = 0;
    here.ports.stores.artifacts.objects.delete('locks/weather.json');
    await here.look({ ...present('2020-03-15'), runId: 'look-2' });
    expect(here.ports.notifications).toEqual([]);
    expect((await here.state()).present).toMatchObject({ told: ['alarm'] });
    expect(publishedLooks(here)).toMatchObject([{ InAlarm: 1 }, { InAlarm: 1 }]);
  });

  it('says in the alarm that refreshes are held', async () => {
    const here = await live(STRICT);
    await here.move(1, 'roll-back');
    await here.look(present('2020-03-08'));
    expect(here.ports.notifications).toMatchObject([
      {
        message: expect.stringContaining('Nothing is done about it: ada rolled back to version 1: refreshes are held'),
      },
    ]);
  });

  it('tells people that it could not be judged, and why', async () => {
    const here = await world();
    await here.register(BLEND);
    await here.move(1);
    await here.publish('live-1', 1, { start: '2020-03-09', end: '2020-04-05' });
    const { action } = await here.look(present('2020-03-08'));
    expect(action.reasons[0]).toContain('cannot be judged');
    expect(here.ports.notifications).toEqual([
      {
        subject: 'weather: a look could not be judged',
        message:
          'nothing can have come true: the first period to look at is 2020-03-09, the last observation known is of 2020-03-08\n\nrun look-1\n',
      },
    ]);
    expect(publishedLooks(here)).toMatchObject([{ Unjudged: 1 }]);
  });
});

describe('a look at a date of the past', () => {
  it('tells nobody, whatever it finds: the answer is for whoever asked', async () => {
    const here = await live(STRICT);
    await here.look();
    await here.look({ runId: 'again' });
    expect(here.ports.notifications).toEqual([]);
  });
});

describe('a look after forecasts were published anew', () => {
  it('scores each version of the recipe where it was in force, and no day twice', async () => {
    const here = await live();
    await here.register(offBy(1), { forecast: { start: '2020-03-05', end: '2020-04-01' } });
    await here.move(2, 'refresh');
    await here.publish('live-2', 2, { start: '2020-03-05', end: '2020-04-01' });
    await here.look();
    // Three days of version 1, too high by 2.5, and four of version 2, by 1.
    expect((await here.state()).windows).toMatchObject([
      { version: 2, recipeSince: 1, joined: 14, rmse: Math.sqrt((3 * 6.25 + 4) / 7) },
    ]);
    expect(decodeLook(await lookFile(here)).series).toMatchObject([{ rows: 7, mse: [1, (3 * 9 + 4) / 7] }, {}]);
  });

  it('does not hold against a recipe what another one had forecast', async () => {
    const here = await live();
    await here.register(offBy(1));
    await here.move(2, 'promote');
    await here.publish('live-2', 2, { start: '2020-03-05', end: '2020-04-01' });
    await here.look();
    expect((await here.state()).windows).toMatchObject([{ version: 2, recipeSince: 2, joined: 8, rmse: 1 }]);
  });

  it('nor since the look before', async () => {
    const here = await live();
    await here.look({ asOf: '2020-03-04', range: { start: '2020-01-09', end: '2020-03-04' } });
    await here.register(offBy(1));
    await here.move(2, 'promote');
    await here.publish('live-2', 2, { start: '2020-03-07', end: '2020-04-03' });
    await here.look({ runId: 'look-2' });
    expect((await here.state()).windows).toMatchObject([{}, { version: 2, joined: 4, rmse: 1 }]);
  });
});
