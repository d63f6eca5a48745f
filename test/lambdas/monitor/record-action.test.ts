import { describe, expect, it } from '@jest/globals';
import type { MonitorAction, MonitorState } from '../../../core/contracts/monitoring.ts';
import type { recordActionStep } from '../../../core/contracts/steps/monitor.ts';
import { takeLock } from '../../../lake/action-lock.ts';
import { run as recordAction } from '../../../lambdas/monitor/record-action.ts';
import { BLEND, world, type World } from './world.ts';
import type * as z from 'zod';

type Input = z.infer<typeof recordActionStep.input>;

const SELECT: MonitorAction = { kind: 'select', reasons: ['alarm'] };
const REFRESH: MonitorAction = { kind: 'refresh', reasons: [], exempt: false, shadowOf: null };
const RETURN: MonitorAction = { kind: 'return', of: 1, reasons: ['better'] };
const CHANGE = { former: 1, since: 2 };

/** Version 2 is in Production and has forecast. */
async function acted(state: Partial<MonitorState> = {}): Promise<World> {
  const here = await world();
  await here.register(BLEND);
  await here.register(BLEND);
  await here.move(1);
  await here.move(2);
  await here.publish('live-2', 2, { start: '2020-03-09', end: '2020-04-05' });
  const { artifacts } = here.ports.stores;
  artifacts.put('monitoring/weather/state.json', JSON.stringify({ windows: [], actions: [], ...state }));
  await takeLock(artifacts, 'weather', { holder: 'look-1', action: 'select', nowMs: 0, ttlMs: 1 });
  return here;
}

const recorded = ({ ports }: World, more: Partial<Input>) =>
  recordAction({ dataset: 'weather', runId: 'look-1', asOf: '2020-03-08', action: SELECT, version: 1, ...more }, ports);
const promote = (outcome: 'promoted' | 'refused', reasons: string[] = []) => ({
  outcome,
  modelVersion: 3,
  production: 2,
  reasons,
  reportUri: 's3://r',
});

describe('record-action', () => {
  it('remembers the action for the cool-down, gives the lock back, and says what is in force now', async () => {
    const here = await acted();
    expect(await recorded(here, { promote: promote('promoted') })).toEqual({
      asOf: '2020-03-08',
      action: SELECT,
      before: 1,
      version: 2,
      fitted: { version: 3, reportUri: 's3://r' },
      refusals: [],
      forecastRunId: 'live-2',
    });
    expect((await here.state()).actions).toEqual([{ kind: 'select', asOf: '2020-03-08', version: 1 }]);
    const lock = await here.ports.stores.artifacts.read('locks/weather.json');
    expect(JSON.parse(new TextDecoder().decode(lock))).toMatchObject({ expiresAtMs: 0 });
  });

  it('counts an action that is recorded again once', async () => {
    const here = await acted();
    await recorded(here, {});
    await recorded(here, {});
    expect((await here.state()).actions).toHaveLength(1);
  });

  it('says why what was fitted did not go live', async () => {
    const here = await acted();
    expect(await recorded(here, { action: REFRESH, promote: promote('refused', ['too far away']) })).toMatchObject({
      fitted: { version: 3 },
      refusals: ['too far away'],
    });
    expect((await here.state()).actions).toEqual([]);
  });

  it('keeps the newest fit of the former recipe, which a refresh brings along', async () => {
    const here = await acted({ change: CHANGE });
    await recorded(here, { action: REFRESH, promote: promote('promoted'), shadow: 4 });
    expect((await here.state()).change).toEqual({ ...CHANGE, shadow: 4 });
    await recorded(here, { action: REFRESH, promote: promote('promoted') });
    expect((await here.state()).change).toEqual({ ...CHANGE, shadow: 4 });
  });

  it('says why the former recipe was not fitted anew, and keeps the fit before', async () => {
    const here = await acted({ change: { ...CHANGE, shadow: 4 } });
    const shadowFailure = 'TooManyFailedSeries: 3 of 4';
    const { action } = await recorded(here, { action: REFRESH, promote: promote('promoted'), shadowFailure });
    expect(action).toEqual({
      ...REFRESH,
      reasons: ['the former recipe could not be fitted as a shadow: TooManyFailedSeries: 3 of 4'],
    });
    expect((await here.state()).change).toEqual({ ...CHANGE, shadow: 4 });
  });

  it('ends the way back with the return, but not where that was refused', async () => {
    const here = await acted({ change: CHANGE });
    await recorded(here, { action: RETURN, promote: promote('refused', ['too far away']) });
    expect(await here.state()).toMatchObject({ change: CHANGE, actions: [{ kind: 'return' }] });
    await recorded(here, { action: RETURN, promote: promote('promoted') });
    expect((await here.state()).change).toBeUndefined();
  });

  it('leaves no trace of nothing', async () => {
    const here = await acted();
    const before = await here.state();
    const action: MonitorAction = { kind: 'nothing', reasons: ['held'] };
    expect(await recorded(here, { action })).toMatchObject({ before: 1, version: 2, fitted: null, refusals: [] });
    expect(await here.state()).toEqual(before);
  });
});
