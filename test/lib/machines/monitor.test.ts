import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../../asl/index.ts';
import type { Answer, Run } from './machine-runs.ts';
import { callsOf, fails, RANGE, REPORT, runMachine } from './machine-runs.ts';

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
        at: 'present',
        retraining: 'manual',
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
    expect(callsOf(looked, 'look')).toMatchObject([{ range, asOf: '2014-01-30', at: 'past' }]);
  });

  it('tells the look how retraining is started in its environment', async () => {
    const looked = await runMachine('monitor', INPUT, { environment: 'prod' });
    expect(callsOf(looked, 'look')).toMatchObject([{ retraining: 'triggered' }]);
  });

  it('trains and promotes on the data of the look, then forecasts from the day after it with what is in Production', async () => {
    const retrain = { kind: 'retrain', reasons: ['RMSE 4 exceeds 1 x the naive 3'] };
    const range = { start: '2012-01-31', end: '2014-01-30' };
    const acted = await runMachine('monitor', { ...INPUT, range, asOf: '2014-01-30' }, { answers: acts(retrain) });
    expect(childrenOf(acted)).toEqual([
      ['retrain', 'run-1'],
      ['train', 'run-1'],
      ['promote', 'run-1'],
      ['forecast', 'run-1'],
    ]);
    expect(callsOf(acted, 'transform')[1]).toMatchObject({ range });
    expect(callsOf(acted, 'check-compliance')).toMatchObject([{ asOf: '2014-01-30' }]);
    expect(callsOf(acted, 'plan-forecast')).toEqual([
      { dataset: 'weather', runId: 'run-1', modelVersion: 'production', periods: { after: '2014-01-30' } },
    ]);
    expect(callsOf(acted, 'record-action')).toMatchObject([{ action: retrain, version: 3, asOf: '2014-01-30' }]);
  });

  it('forecasts and records also where the new version was refused', async () => {
    const judge: Answer = () => ({ verdict: 'refuse', reasons: ['skill'], production: 3, report: REPORT });
    const answers = { ...acts({ kind: 'retrain', reasons: [] }), judge };
    const acted = await runMachine('monitor', INPUT, { answers });
    expect(callsOf(acted, 'refuse')).toHaveLength(1);
    expect(callsOf(acted, 'plan-forecast')).toMatchObject([{ modelVersion: 'production' }]);
    expect(callsOf(acted, 'record-action')).toHaveLength(1);
  });

  it('rolls back to the version that the look named, with its reasons, then forecasts anew', async () => {
    const rollBack = { kind: 'roll-back', to: 2, reasons: ['RMSE 4 exceeds 3', 'version 2 has RMSE 2'] };
    const acted = await runMachine('monitor', INPUT, { answers: acts(rollBack) });
    expect(childrenOf(acted)).toEqual([
      ['roll-back', 'run-1'],
      ['forecast', 'run-1'],
    ]);
    expect(callsOf(acted, 'roll-back')).toEqual([
      {
        dataset: 'weather',
        runId: 'run-1',
        to: 2,
        by: 'the monitor',
        reason: 'RMSE 4 exceeds 3; version 2 has RMSE 2',
      },
    ]);
    expect(callsOf(acted, 'record-action')).toMatchObject([{ action: rollBack }]);
  });

  it('fails by the name of the error when what it began does not come off', async () => {
    const answers = {
      ...acts({ kind: 'roll-back', to: 2, reasons: ['r'] }),
      'roll-back': fails('SignatureRefused', 'x'),
    };
    const failed = await runMachine('monitor', INPUT, { answers });
    expect(failed.execution).toMatchObject({ status: 'FAILED', error: 'SignatureRefused' });
    expect(callsOf(failed, 'record-failure').map(({ machine }) => machine)).toEqual(['roll-back', 'monitor']);
    expect(callsOf(failed, 'record-action')).toEqual([]);
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
});
