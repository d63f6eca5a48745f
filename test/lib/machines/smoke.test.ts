import { describe, expect, it } from '@jest/globals';
import { StateFailure } from '../../../asl/index.ts';
import { type Answer, HORIZON, runMachine } from './machine-runs.ts';

const INPUT = { dataset: 'weather' };
const callsOf = ({ calls }: Awaited<ReturnType<typeof runMachine>>, step: string) =>
  calls.flatMap(([called, payload]) => (called === step ? [payload] : []));

describe('smoke', () => {
  it('forecasts a few periods into a folder of its own, checks them, publishes nothing, and watches the alarms for the time of the literal', async () => {
    const ran = await runMachine('smoke', INPUT, { environment: 'prod' });
    expect(ran.execution).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        forecast: { modelVersion: 3, range: HORIZON, series: 2, rows: 6 },
        redBefore: ['Model age'],
        watchedMinutes: 30,
      },
    });
    expect(ran.calls.map(([step]) => step)).toEqual([
      'measure-ages',
      'plan-smoke',
      'forecast-on-lambda',
      'check-smoke',
      ...Array<string>(7).fill('watch-alarms'),
    ]);
    expect(callsOf(ran, 'check-smoke')).toMatchObject([{ filesUri: 's3://artifacts/smoke/weather/run-1/files' }]);
    const { startedAtMs, events } = ran.execution;
    expect(Date.parse(String(events.at(-1)?.timestamp)) - startedAtMs).toBe(30 * 60_000);
    expect(callsOf(ran, 'watch-alarms')[6]).toEqual({
      dataset: 'weather',
      runId: 'run-1',
      since: new Date(startedAtMs).toISOString(),
    });
  });

  it.each([
    [0, 1],
    [7, 3],
  ])('watches for the minutes that it is told: %d', async (bakeMinutes, looks) => {
    const ran = await runMachine('smoke', { ...INPUT, bakeMinutes }, { environment: 'prod' });
    expect(ran.execution.output).toMatchObject({ watchedMinutes: bakeMinutes });
    expect(callsOf(ran, 'watch-alarms')).toHaveLength(looks);
  });

  it('says that nothing is in Production, and watches all the same', async () => {
    const ran = await runMachine('smoke', INPUT, { answers: { 'plan-smoke': () => ({ plan: null }) } });
    expect(ran.execution.output).toEqual({ forecast: null, redBefore: ['Model age'], watchedMinutes: 0 });
    expect(ran.calls.map(([step]) => step)).toEqual(['measure-ages', 'plan-smoke', 'watch-alarms']);
  });

  it('ends at the next look after an alarm has turned red, by its name', async () => {
    let looks = 0;
    const raised: Answer = () => {
      looks += 1;
      if (looks < 3) return { redBefore: [] };
      throw new StateFailure({ error: 'AlarmsRaised', cause: 'A machine failed' });
    };
    const ran = await runMachine('smoke', INPUT, { environment: 'prod', answers: { 'watch-alarms': raised } });
    expect(ran.execution).toMatchObject({ status: 'FAILED', error: 'AlarmsRaised', cause: 'A machine failed' });
    expect(Date.parse(String(ran.execution.events.at(-1)?.timestamp)) - ran.execution.startedAtMs).toBe(10 * 60_000);
    expect(callsOf(ran, 'record-failure')).toMatchObject([{ machine: 'smoke', error: 'AlarmsRaised' }]);
  });

  it('ends where the forecast is not what it should be, before it watches', async () => {
    const refused: Answer = () => {
      throw new StateFailure({ error: 'SmokeTestFailed', cause: 'far out' });
    };
    const ran = await runMachine('smoke', INPUT, { answers: { 'check-smoke': refused } });
    expect(ran.execution).toMatchObject({ status: 'FAILED', error: 'SmokeTestFailed' });
    expect(callsOf(ran, 'watch-alarms')).toEqual([]);
  });
});
