import { describe, expect, it } from '@jest/globals';
import { createInterpreter, createVirtualClock, type Json } from '../../../asl/index.ts';
import { readTemplate } from '../../../local/platform/template.ts';
import { templateOf } from '../support.ts';
import { ANSWERS } from './machine-runs.ts';

const EVENT = {
  dataset: 'weather',
  start: 'monitor',
  withinMinutes: 1,
  folder: 'weather/',
  at: '2026-11-28T07:32:05Z',
  key: 'weather/a.csv',
};
/** What an execution is called that a rule has started: 73 characters. */
const NAME = '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9_0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';

/** One place where all executions know of each other, as in an account; `at` is its time at the beginning. */
function platform(at: string) {
  const { machines, functions } = readTemplate(templateOf('dev'));
  const clock = createVirtualClock(Date.parse(at));
  const interpreter = createInterpreter({
    machines,
    clock,
    seed: 1,
    integrations: {
      'arn:aws:states:::lambda:invoke': async ({ arguments: request }) => {
        const { FunctionName, Payload } = request as { FunctionName: string; Payload: Record<string, Json> };
        return { Payload: ANSWERS[functions[FunctionName]](Payload) };
      },
    },
  });
  const arnOf = (name: string) => Object.entries(machines).find(([, found]) => found.name === name)![0];
  return {
    receive: async (event: object, name = NAME) =>
      interpreter.startExecution({ machineArn: arnOf('receive'), name, input: { ...EVENT, ...event } as Json }),
    startedOf: (machine: string) =>
      interpreter
        .executions()
        .filter(({ machineArn }) => machineArn === arnOf(machine))
        .map(({ name, input, startedAtMs }) => [name, input, new Date(startedAtMs).toISOString()]),
  };
}

describe('receive', () => {
  it('starts what the data set says once the minute is over, under a name of the minute', async () => {
    const { receive, startedOf } = platform('2026-11-28T07:32:06Z');
    const { status, output } = await receive({});
    expect([status, output]).toEqual(['SUCCEEDED', { started: true, run: 'delivery-weather-20261128T0732' }]);
    expect(startedOf('monitor')).toEqual([
      ['delivery-weather-20261128T0732', { dataset: 'weather' }, '2026-11-28T07:33:10.000Z'],
    ]);
    expect(startedOf('retrain')).toEqual([]);
  });

  it('starts one run for all that lands within the minute, however often it is told', async () => {
    const { receive, startedOf } = platform('2026-11-28T07:32:06Z');
    const files = ['weather/a.csv', 'weather/b.csv', 'weather/a.csv', 'weather/deep/c.csv'];
    const all = await Promise.all(
      files.map((key, index) => receive({ key, at: `2026-11-28T07:32:${index + 10}Z` }, `event-${index}`)),
    );
    expect(all.map(({ output }) => (output as { started: boolean }).started).filter(Boolean)).toHaveLength(1);
    expect(startedOf('monitor').map(([name]) => name)).toEqual(['delivery-weather-20261128T0732']);
  });

  it('starts another run for what lands in a later minute, while the first is at work or when it is over', async () => {
    const { receive, startedOf } = platform('2026-11-28T07:32:06Z');
    await receive({}, 'first');
    await receive({ at: '2026-11-28T07:33:00Z' }, 'second');
    expect(startedOf('monitor').map(([name, , at]) => [name, at])).toEqual([
      ['delivery-weather-20261128T0732', '2026-11-28T07:33:10.000Z'],
      ['delivery-weather-20261128T0733', '2026-11-28T07:34:10.000Z'],
    ]);
  });

  it('waits for a longer stretch where the data set says so', async () => {
    const { receive, startedOf } = platform('2026-11-28T07:32:06Z');
    await receive({ withinMinutes: 15 }, 'first');
    await receive({ withinMinutes: 15, at: '2026-11-28T07:44:59Z' }, 'second');
    expect(startedOf('monitor').map(([name, , at]) => [name, at])).toEqual([
      ['delivery-weather-20261128T0730', '2026-11-28T07:45:10.000Z'],
    ]);
  });

  it('starts at once what it is told of late', async () => {
    const { receive, startedOf } = platform('2026-11-28T09:00:00Z');
    await receive({});
    expect(startedOf('monitor').map(([name, , at]) => [name, at])).toEqual([
      ['delivery-weather-20261128T0732', '2026-11-28T09:00:00.000Z'],
    ]);
  });

  it('trains where the data set says so', async () => {
    const { receive, startedOf } = platform('2026-11-28T07:32:06Z');
    await receive({ start: 'retrain' });
    expect(startedOf('retrain').map(([name]) => name)).toEqual(['delivery-weather-20261128T0732']);
    expect(startedOf('monitor')).toEqual([]);
  });

  it.each([
    ['weather/_SUCCESS', 'none'],
    ['weather/_temporary/a.csv', 'none'],
    ['weather/.part-0.crc', 'none'],
    ['weather/deep/', 'none'],
    ['weather/a_b.csv', 'one'],
    ['_in/weather.csv', 'one'],
  ])('takes %s for %s', async (key, expected) => {
    const { receive, startedOf } = platform('2026-11-28T07:32:06Z');
    const { status } = await receive({ key });
    expect(status).toBe('SUCCEEDED');
    expect(startedOf('monitor')).toHaveLength(expected === 'one' ? 1 : 0);
  });
});
