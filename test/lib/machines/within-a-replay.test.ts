import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../../asl/index.ts';
import type { Answer, Run } from './machine-runs.ts';
import { callsOf, CHECKED, fails, REPORT, runMachine, statesEntered, WINDOW } from './machine-runs.ts';

const REQUESTS = {
  promote: { dataset: 'weather', modelVersion: 3 },
  retrain: { dataset: 'weather' },
  refresh: { dataset: 'weather' },
  pipeline: { dataset: 'weather', window: WINDOW },
} as const satisfies Readonly<Record<string, Json>>;
const MACHINES = ['promote', 'retrain', 'refresh', 'pipeline'] as const;

/** By step, the replays that its calls were told; the jobs get theirs in the addresses that they are given. */
function replaysTold({ calls }: Run): Readonly<Record<string, readonly unknown[]>> {
  const told: Record<string, Set<unknown>> = {};
  for (const [step, { replay }] of calls.filter(([called]) => !called.endsWith('-on-lambda'))) {
    (told[step] ??= new Set()).add(replay);
  }
  return Object.fromEntries(Object.entries(told).map(([step, replays]) => [step, [...replays]]));
}

describe.each(MACHINES)('a policy other than the gates, asked of %s', (machine) => {
  const asked = REQUESTS[machine];

  it.each(['promote-latest', 'refresh-latest', 'anything', '', null, ['gates']])(
    'is refused by name outside of a replay, before any work: %j',
    async (policy) => {
      const refused = await runMachine(machine, { ...asked, policy });
      expect(refused.execution).toMatchObject({ status: 'FAILED', error: 'PolicyRefused' });
      expect(refused.calls.map(([step]) => step)).toEqual(['record-failure']);
      expect(refused.executions).toHaveLength(1);
    },
  );

  it('is refused with what was got, what is allowed and what to do, recorded and told as any failure is', async () => {
    const { execution, ...run } = await runMachine(machine, { ...asked, policy: 'promote-latest' });
    const cause =
      "outside of a replay a version goes live by the gates alone; got the policy 'promote-latest'; allowed: 'gates', which is also the default; " +
      'hint: leave the policy out, or start the replay machine with it';
    expect(execution.cause).toBe(cause);
    expect(callsOf({ execution, ...run }, 'record-failure')).toEqual([
      { dataset: 'weather', runId: 'run-1', machine, error: 'PolicyRefused', cause, told: false },
    ]);
    expect(statesEntered(execution).slice(0, 3)).toEqual([
      'Name the run',
      'Is the policy asked for outside of a replay?',
      'Refuse the policy',
    ]);
  });

  it('is the decision of the judge within a replay', async () => {
    const lived = await runMachine(machine, { ...asked, policy: 'promote-latest', replay: 'history' });
    expect(lived.execution.status).toBe('SUCCEEDED');
    expect(callsOf(lived, 'judge')).toMatchObject([{ policy: 'promote-latest', replay: 'history' }]);
  });

  it('is not missed: the gates may be named, or nothing', async () => {
    for (const input of [asked, { ...asked, policy: 'gates' }]) {
      const lived = await runMachine(machine, input);
      expect(lived.execution.status).toBe('SUCCEEDED');
      expect(callsOf(lived, 'judge')).toMatchObject([{ policy: 'gates' }]);
    }
  });
});

describe('a replay', () => {
  const request = { dataset: 'weather', policy: 'promote-latest' };
  const acts = (kind: string): Answer => {
    return () => ({
      action: { kind, reasons: ['r'], ...(kind === 'refresh' ? { exempt: false, shadowOf: 2 } : {}) },
      version: 3,
    });
  };

  it('tells every step of every machine below it that it runs within it', async () => {
    const lived = await runMachine('replay', request, { name: 'history', answers: { look: acts('refresh') } });
    expect(lived.execution.status).toBe('SUCCEEDED');
    const told = replaysTold(lived);
    expect(Object.keys(told).sort()).toEqual([
      'check-compliance',
      'collect-replay',
      'ingest',
      'judge',
      'look',
      'plan-comparison',
      'plan-fit',
      'plan-forecast',
      'plan-looks',
      'plan-training',
      'plan-windows',
      'promote',
      'publish',
      'record-action',
      'record-run',
      'refresh-features',
      'register',
      'score',
      'select',
      'transform',
    ]);
    for (const replays of Object.values(told)) expect(replays).toEqual(['history']);
  });

  it('tells those too that guard, refuse, ask for approval, or record a failure', async () => {
    const refused: Answer = () => ({ verdict: 'refuse', reasons: ['r'], production: 2, report: REPORT });
    const answers = { 'plan-comparison': fails('NoObservations', 'none'), judge: refused };
    const sameRecipe: Answer = () => ({ ...CHECKED, complies: true, way: 'refresh' });
    const runs = [
      await runMachine('replay', request, { name: 'history', answers: { judge: refused } }),
      await runMachine('replay', { dataset: 'weather' }, { name: 'history', answers }),
      await runMachine('replay', request, {
        name: 'history',
        environment: 'prod',
        onApproval: (token, { sendTaskSuccess }) => {
          sendTaskSuccess(token, { by: 'ada', comment: 'yes' });
        },
      }),
      await runMachine(
        'replay',
        { dataset: 'weather' },
        { name: 'history', answers: { 'check-compliance': sameRecipe } },
      ),
    ];
    const told = runs.map(replaysTold);
    expect(told[0]).toMatchObject({ refuse: ['history'] });
    expect(told[1]).toMatchObject({ 'record-failure': ['history'] });
    expect(told[2]).toMatchObject({ 'request-approval': ['history'] });
    expect(told[3]).toMatchObject({ guard: ['history'] });
  });

  it('tells who registers and who moves Production the date that it lives through', async () => {
    const refit: Answer = () => ({ verdict: 'naive', reasons: ['r'], production: null, report: REPORT });
    const lived = await runMachine('replay', request, {
      name: 'history',
      answers: { look: acts('refresh'), judge: refit },
    });
    const dates = (step: string) => callsOf(lived, step).map(({ livedThrough }) => livedThrough);
    const [end, first, second] = ['2013-12-31', '2014-01-30', '2014-03-01'];
    // The recipe and the naive in its place; at each look the former recipe as a shadow, too.
    const registered = [end, end, first, first, first, second, second, second];
    expect(dates('register')).toEqual([...registered, ...registered]);
    expect(dates('promote')).toEqual([end, first, second, end, first, second]);
  });

  it('is its own, whatever replay it is told to be within', async () => {
    const lived = await runMachine('replay', { ...request, runId: 'mine', replay: 'another' });
    for (const replays of Object.values(replaysTold(lived))) expect(replays).toEqual(['mine']);
  });
});

describe('a machine started by itself', () => {
  it('has no date that it lives through, whatever is known to it', async () => {
    for (const machine of ['retrain', 'refresh', 'pipeline'] as const) {
      const run = await runMachine(machine, { ...REQUESTS[machine], range: WINDOW.train, asOf: WINDOW.train.end });
      for (const step of ['register', 'promote'])
        expect(callsOf(run, step).map((input) => 'livedThrough' in input)).not.toContain(true);
      expect(callsOf(run, 'promote')).not.toEqual([]);
    }
  });

  it.each(MACHINES)('tells no step of %s about a replay', async (machine) => {
    const lived = await runMachine(machine, REQUESTS[machine]);
    for (const replays of Object.values(replaysTold(lived))) expect(replays).toEqual([undefined]);
  });
});
