import { describe, expect, it } from '@jest/globals';
import { parseCommand } from '../../cli/options.ts';
import { REPLAY_COMMAND, replayRequest } from '../../cli/replay/replay-request.ts';

function request(...args: string[]) {
  const options = parseCommand(REPLAY_COMMAND, args);
  if (options === undefined) throw new Error('help was printed');
  return replayRequest(options);
}

const NEEDED = ['--data', 'some/Daily Temps.csv', '--timestamp', 'Date', '--target', 'Temp', '--out', 'out/x'];

describe('the replay command', () => {
  it('has defaults that suit ten years of daily data', () => {
    const { dataset, environment, windows } = request(...NEEDED);
    expect(environment).toBe('prod');
    expect(windows).toBeUndefined();
    expect(dataset).toMatchObject({
      name: 'daily-temps',
      source: { format: 'csv', prefix: 'Daily Temps.csv' },
      columns: { timestamp: 'Date', target: 'Temp' },
      frequency: 'day',
      training: { length: '5y' },
      evaluation: { length: '1y' },
      crossValidation: { initial: '700d', period: '30d', horizon: '90d' },
      seasonLength: 365,
      level: 0.8,
    });
    expect(dataset.candidates.map(({ name }) => name)).toEqual([
      'seasonal-naive',
      'climatology',
      'harmonic',
      'prophet',
    ]);
  });

  it('takes every option', () => {
    const { dataset, windows, outDir } = request(
      ...NEEDED,
      ...['--id', 'store', '--frequency', 'month', '--train', '8y', '--evaluate', '6m', '--windows', '3'],
      ...['--candidates', 'prophet, harmonic', '--cv-initial', '4y', '--cv-period', '2m', '--cv-horizon', '6m'],
      ...['--season', '6', '--metric', 'mae', '--level', '0.9', '--seed', '7', '--dataset', 'sales'],
    );
    expect({ windows, outDir }).toEqual({ windows: 3, outDir: 'out/x' });
    expect(dataset).toMatchObject({
      name: 'sales',
      columns: { id: 'store' },
      frequency: 'month',
      training: { length: '8y' },
      crossValidation: { initial: '4y', period: '2m', horizon: '6m' },
      seasonLength: 6,
      selectionMetric: 'mae',
      level: 0.9,
      seed: 7,
    });
    expect(dataset.candidates.map(({ name }) => name)).toEqual(['prophet', 'harmonic']);
  });

  it.each([
    [['--frequency', 'fortnight'], "--frequency 'fortnight' is unknown; allowed: hour, day, week"],
    [['--windows', '0'], "--windows '0' is not a whole number of at least 1"],
    [['--candidates', 'arima'], "--candidates 'arima' is unknown; allowed: seasonal-naive"],
    [['--train', '5 years'], '--train: a whole number and a unit'],
    [['--cv-horizon', '90'], '--cv-horizon: a whole number and a unit'],
    [['--metric', 'r2'], '--metric: '],
    [['--level', '80'], "--level '80' is not between 0 and 1"],
    [['--level', '1'], '--level: '],
    [['--colour', 'red'], "Unknown option '--colour'"],
  ])('says what is wrong with %j', (args, message) => {
    expect(() => request(...NEEDED, ...args)).toThrow(message);
  });

  it.each(['data', 'timestamp', 'target', 'out'])('asks for --%s when it is missing', (name) => {
    const index = NEEDED.indexOf(`--${name}`);
    expect(() => request(...NEEDED.filter((_, at) => at !== index && at !== index + 1))).toThrow(
      `--${name} is missing`,
    );
  });
});
