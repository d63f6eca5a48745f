import { describe, expect, it } from '@jest/globals';
import { parseCommand } from '../../cli/options.ts';
import { replayCommand } from '../../cli/replay/command.ts';
import { replayRequest } from '../../cli/replay/replay-request.ts';

function request(...args: string[]) {
  const options = parseCommand(replayCommand, args);
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
      'theta',
      'damped',
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
    [['--train', '5 years'], "--train '5 years' is not allowed; allowed: a whole number and a unit: '36h'"],
    [['--cv-horizon', '90'], "--cv-horizon '90' is not allowed; allowed: a whole number and a unit"],
    [['--metric', 'r2'], "--metric 'r2' is unknown; allowed: mse, rmse"],
    [['--level', '80'], "--level '80' is not a number above 0 and below 1"],
    [['--level', '1'], "--level '1' is not a number above 0 and below 1"],
    [['--level', ''], '--level is missing: probability'],
    [['--seed', 'x'], "--seed 'x' is not a whole number of at least 0"],
    [['--max-quarantine', '5'], "--max-quarantine '5' is not a number of at least 0 and at most 1"],
    [['--dataset', 'My Data'], "--dataset 'My Data' is not allowed; allowed: lower case letters"],
    [['--dataset', 'a'.repeat(41)], 'allowed: at most 40 characters'],
    [['--env', 'test'], "--env 'test' is unknown; allowed: dev, staging, prod"],
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
