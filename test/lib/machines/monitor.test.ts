import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../../asl/index.ts';
import type { Answer, Run } from './machine-runs.ts';
import { ANSWERS, callsOf, CHECKED, fails, RANGE, REPORT, runMachine } from './machine-runs.ts';

const INPUT = { dataset: 'weather' };
const acts = (action: Json): Record<string, Answer> => ({ look: () => ({ action, version: 3 }) });
const childrenOf = ({ executions }: Run) =>
  executions.slice(1).map(({ machineArn, name }) => [machineArn.split('forecasting-dev-')[1], name]);

describe('monitor', () => {
  it('looks at what came true up to the last observation, and does nothing when there is nothing to do', async () => {
    const looked = await runMachine('monitor', INPUT);
    expect(callsOf(looked, 'look')).toEqual([
      {
        dataset: 'weather',
        runId: 'run-1',
        silverVersion: 7,
        range: RANGE,
        asOf: '2013-12-30',
        lastObservation: '2013-12-30',
        at: 'present',
        retraining: 'manual',
        policy: 'gates',
        acts: true,
      },
    ]);
    expect(childrenOf(looked)).toEqual([]);
    expect(callsOf(looked, 'record-action')).toMatchObject([
      { runId: 'run-1', asOf: '2013-12-30', action: { kind: 'nothing' }, version: 3 },
    ]);
    expect(looked.execution.output).toMatchObject({ action: { kind: 'nothing' }, version: 3 });
  });

  it('looks no further than it is allowed to', async () => {
    const range = { start: '2012-01-31', end: '2014-01-30' };
    const looked = await runMachine('monitor', { ...INPUT, range, asOf: '2014-01-30' });
    expect(callsOf(looked, 'transform')).toMatchObject([{ range }]);
    expect(callsOf(looked, 'look')).toMatchObject([
      { range, asOf: '2014-01-30', lastObservation: '2013-12-30', at: 'past' },
    ]);
  });

  it('tells the look how retraining is started in its environment', async () => {
    const looked = await runMachine('monitor', INPUT, { environment: 'prod' });
    expect(callsOf(looked, 'look')).toMatchObject([{ retraining: 'scheduled' }]);
  });

  const range = { start: '2012-01-31', end: '2014-01-30' };
  const AT = { ...INPUT, range, asOf: '2014-01-30' };
  const REFRESH = { kind: 'refresh', reasons: [], exempt: false, shadowOf: null };

  it('fits the recipe anew on the data of the look, then forecasts from the day after it with what is in Production', async () => {
    const answers = {
      ...acts(REFRESH),
      'check-compliance': () => ({ ...CHECKED, complies: true, way: 'refresh' }),
    };
    const acted = await runMachine('monitor', AT, { answers });
    expect(childrenOf(acted)).toEqual([
      ['refresh', 'run-1'],
      ['train', 'run-1'],
      ['promote', 'run-1'],
      ['forecast', 'run-1'],
    ]);
    expect(callsOf(acted, 'plan-training')).toMatchObject([{ learn: { refreshOf: 'production' }, range }]);
    expect(callsOf(acted, 'check-compliance')).toEqual([{ dataset: 'weather', runId: 'run-1', modelVersion: 3 }]);
    expect(callsOf(acted, 'promote')).toMatchObject([{ action: 'refresh' }]);
    expect(callsOf(acted, 'plan-forecast')).toEqual([
      { dataset: 'weather', runId: 'run-1', modelVersion: 'production', periods: { after: '2014-01-30' } },
    ]);
    const [recorded] = callsOf(acted, 'record-action');
    expect(recorded).toMatchObject({ action: { kind: 'refresh' }, version: 3, promote: { outcome: 'promoted' } });
    expect(recorded).not.toHaveProperty('shadow');
  });

  it('fits the former recipe as well where it is watched, beside the present one and without a way to Production', async () => {
    const acted = await runMachine('monitor', AT, { answers: acts({ ...REFRESH, shadowOf: 1 }) });
    expect(childrenOf(acted)).toEqual([
      ['train', 'run-1-shadow'],
      ['refresh', 'run-1'],
      ['train', 'run-1'],
      ['promote', 'run-1'],
      ['forecast', 'run-1'],
    ]);
    expect(callsOf(acted, 'plan-training')).toMatchObject([
      { runId: 'run-1-shadow', learn: { refreshOf: 1 }, range },
      { runId: 'run-1', learn: { refreshOf: 'production' } },
    ]);
    expect(callsOf(acted, 'record-action')).toMatchObject([{ shadow: 3, promote: { outcome: 'promoted' } }]);
  });

  it('refreshes, forecasts and records also where the former recipe cannot be fitted, and tells people once', async () => {
    const answers: Record<string, Answer> = {
      ...acts({ ...REFRESH, shadowOf: 1 }),
      'plan-fit': (payload) =>
        payload.runId === 'run-1-shadow' ? fails('ObjectNotFound', 'no points')(payload) : ANSWERS['plan-fit'](payload),
    };
    const acted = await runMachine('monitor', AT, { answers });
    expect(acted.execution.status).toBe('SUCCEEDED');
    expect(childrenOf(acted)).toEqual([
      ['train', 'run-1-shadow'],
      ['refresh', 'run-1'],
      ['train', 'run-1'],
      ['promote', 'run-1'],
      ['forecast', 'run-1'],
    ]);
    expect(callsOf(acted, 'record-failure')).toMatchObject([
      { machine: 'train', runId: 'run-1-shadow', error: 'ObjectNotFound', cause: 'no points', told: false },
      {
        machine: 'monitor',
        runId: 'run-1',
        error: 'ObjectNotFound',
        cause:
          'the look goes on without its shadow: The execution run-1-shadow of forecasting-dev-train failed by ObjectNotFound: no points',
        told: true,
      },
    ]);
    const [recorded] = callsOf(acted, 'record-action');
    expect(recorded).toMatchObject({
      promote: { outcome: 'promoted' },
      shadowFailure:
        'ObjectNotFound: The execution run-1-shadow of forecasting-dev-train failed by ObjectNotFound: no points',
    });
    expect(recorded).not.toHaveProperty('shadow');
  });

  it('brings the selection forward', async () => {
    const select = { kind: 'select', reasons: ['RMSE 4 exceeds 1 x the yardstick 3'] };
    const acted = await runMachine('monitor', AT, { answers: acts(select) });
    expect(childrenOf(acted).slice(0, 2)).toEqual([
      ['retrain', 'run-1'],
      ['train', 'run-1'],
    ]);
    expect(callsOf(acted, 'plan-training')).toMatchObject([{ learn: 'selection', range }]);
    expect(callsOf(acted, 'register')).toMatchObject([{ origin: 'retraining' }]);
    expect(callsOf(acted, 'record-action')).toMatchObject([{ action: select, promote: { outcome: 'promoted' } }]);
  });

  it('returns to the recipe that the look named, fitted anew', async () => {
    const back = { kind: 'return', of: 1, reasons: ['better in 3 of 5'] };
    const answers = { ...acts(back), 'check-compliance': () => ({ ...CHECKED, complies: true, way: 'refresh' }) };
    const acted = await runMachine('monitor', AT, { answers });
    expect(callsOf(acted, 'plan-training')).toMatchObject([{ learn: { refreshOf: 1 } }]);
    expect(callsOf(acted, 'check-compliance')).toMatchObject([{ action: 'return' }]);
    expect(callsOf(acted, 'promote')).toMatchObject([{ action: 'return' }]);
  });

  it('forecasts and records also where the new version was refused', async () => {
    const guard: Answer = () => ({
      verdict: 'refuse',
      reasons: ['movement'],
      production: 3,
      report: REPORT,
      approval: 'never',
    });
    const answers = {
      ...acts(REFRESH),
      'check-compliance': () => ({ ...CHECKED, complies: true, way: 'refresh' }),
      guard,
    };
    const acted = await runMachine('monitor', INPUT, { answers });
    expect(callsOf(acted, 'refuse')).toHaveLength(1);
    expect(callsOf(acted, 'plan-forecast')).toMatchObject([{ modelVersion: 'production' }]);
    expect(callsOf(acted, 'record-action')).toMatchObject([{ promote: { outcome: 'refused', reasons: ['movement'] } }]);
  });

  it('lives by the policy of its replay, and by no other outside of one', async () => {
    const asked = { ...AT, policy: 'refresh-latest', acts: false };
    const looked = await runMachine(
      'monitor',
      { ...asked, replay: 'history' },
      { answers: acts({ kind: 'select', reasons: [] }) },
    );
    expect(callsOf(looked, 'look')).toMatchObject([{ policy: 'refresh-latest', acts: false }]);
    expect(callsOf(looked, 'judge')).toMatchObject([{ policy: 'refresh-latest' }]);
    const refused = await runMachine('monitor', asked);
    expect(refused.execution).toMatchObject({ status: 'FAILED', error: 'PolicyRefused' });
    expect(callsOf(refused, 'look')).toEqual([]);
  });

  it('fails by the name of the error when what it began does not come off', async () => {
    const answers = { ...acts(REFRESH), 'plan-fit': fails('ObjectNotFound', 'x') };
    const failed = await runMachine('monitor', INPUT, { answers });
    expect(failed.execution).toMatchObject({ status: 'FAILED', error: 'ObjectNotFound' });
    expect(callsOf(failed, 'record-failure').map(({ machine }) => machine)).toEqual(['train', 'refresh', 'monitor']);
    expect(callsOf(failed, 'record-action')).toEqual([]);
  });

  it('gives the lock back where it fails, before it says why', async () => {
    const answers = { ...acts(REFRESH), 'plan-fit': fails('ObjectNotFound', 'x') };
    const failed = await runMachine('monitor', INPUT, { answers });
    expect(callsOf(failed, 'release-lock')).toEqual([{ dataset: 'weather', runId: 'run-1' }]);
    expect(failed.calls.slice(-2).map(([step]) => step)).toEqual(['release-lock', 'record-failure']);
  });

  it('fails by its own error where the lock cannot be given back', async () => {
    const lost = { 'plan-fit': fails('ObjectNotFound', 'x'), 'release-lock': fails('AccessDenied', 'no') };
    const failed = await runMachine('monitor', INPUT, { answers: { ...acts(REFRESH), ...lost } });
    expect(failed.execution).toMatchObject({ status: 'FAILED', error: 'ObjectNotFound' });
    expect(callsOf(failed, 'record-failure').at(-1)).toMatchObject({ machine: 'monitor', error: 'ObjectNotFound' });
  });
});

describe('rule', () => {
  it('hands on what was asked, and ends with the ruling as it is kept', async () => {
    const asked = { dataset: 'weather', delivery: 'b'.repeat(64), ruling: 'withdraw', by: 'ada', reason: 'doubled' };
    const ruled = await runMachine('rule', asked);
    expect(callsOf(ruled, 'rule')).toEqual([{ ...asked, runId: 'run-1' }]);
    expect(ruled.execution.output).toMatchObject({ key: 'weather/b.csv', rows: 24, ruling: 'withdraw' });
  });
});

describe('roll-back', () => {
  it('goes to the version named, or leaves it to the step', async () => {
    const asked = { dataset: 'weather', by: 'ada', reason: 'odd' };
    const back = await runMachine('roll-back', { ...asked, to: 1 });
    expect(callsOf(back, 'roll-back')).toEqual([{ ...asked, runId: 'run-1', to: 1 }]);
    expect(back.execution.output).toEqual({ from: 3, to: 2, revision: 5 });
    expect(callsOf(await runMachine('roll-back', asked), 'roll-back')).toEqual([{ ...asked, runId: 'run-1' }]);
  });

  it('releases what it holds', async () => {
    const asked = { dataset: 'weather', release: true, by: 'ada', reason: 'mended' };
    expect(callsOf(await runMachine('roll-back', asked), 'roll-back')).toEqual([{ ...asked, runId: 'run-1' }]);
  });
});
