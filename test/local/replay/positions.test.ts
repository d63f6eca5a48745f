import { describe, expect, it } from '@jest/globals';
import { correlatedNoise } from '../../../bench/data/noise.ts';
import { parseCommand } from '../../../cli/options.ts';
import { replayCommand } from '../../../cli/replay/command.ts';
import { ownDataset } from '../../../cli/replay/own-dataset.ts';
import { replayInMemory, triggeredDefinitions } from '../policies/replay-in-memory.ts';

const DAY_MS = 86_400_000;

interface History {
  readonly start: string;
  readonly days: number;
  /** undefined where nothing is observed. */
  readonly valueAt: (day: number, weekday: number) => number | undefined;
  readonly options: readonly string[];
}

/** One window of `npm run replay` on a daily file. */
async function replayed({ start, days, valueAt, options }: History) {
  const rows = Array.from({ length: days }, (_, day) => {
    const date = new Date(Date.parse(start) + day * DAY_MS);
    const value = valueAt(day, date.getUTCDay());
    return value === undefined ? [] : [`${date.toISOString().slice(0, 10)},${value.toFixed(3)}`];
  });
  const columns = ['--data', 'history.csv', '--out', 'nowhere', '--timestamp', 'date', '--target', 'calls'];
  const dataset = ownDataset(parseCommand(replayCommand, [...columns, ...options])!);
  const csv = `date,calls\n${rows.flat().join('\n')}\n`;
  const [window] = await replayInMemory({
    definitions: triggeredDefinitions(),
    dataset,
    csv,
    policy: 'gates',
    windows: 1,
  });
  return window;
}

describe('a replay of a series from Monday to Friday', () => {
  it('forecasts 64 of 90 days, names Saturday and Sunday, and scores all that came true', async () => {
    const noise = correlatedNoise(7, 0.3);
    const window = await replayed({
      start: '2021-01-01',
      days: 630,
      valueAt: (_, weekday) => (weekday % 6 === 0 ? undefined : 700 - 50 * weekday + 20 * noise()),
      options: [
        ...[
          '--train',
          '540d',
          '--evaluate',
          '90d',
          '--cv-initial',
          '365d',
          '--cv-period',
          '45d',
          '--cv-horizon',
          '45d',
        ],
        ...['--candidates', 'seasonal-naive,harmonic,theta'],
      ],
    });
    expect(window.counts).toMatchObject({ forecast: 64, joined: 64 });
    expect(window.unobserved).toEqual([
      { position: 'Saturday', rows: 13, series: 1, first: ['calls'] },
      { position: 'Sunday', rows: 13, series: 1, first: ['calls'] },
    ]);
    const { production, implausible } = window;
    expect(production.joined).toBe(64);
    expect(implausible).toEqual({ forecasts: null, intervals: null });
    expect(production.inForce.map((one) => one.implausible.forecasts)).toEqual(production.inForce.map(() => null));
    expect(production.looks.flatMap(({ refusals }) => refusals)).toEqual([]);
  });
});

describe('a replay of a series that explodes', () => {
  it('lets the naive go live in the place of forecasts that nothing observed supports', async () => {
    const window = await replayed({
      start: '2020-01-01',
      days: 300,
      valueAt: (day) => Math.exp(day / 20),
      options: [
        ...[
          '--train',
          '240d',
          '--evaluate',
          '60d',
          '--cv-initial',
          '120d',
          '--cv-period',
          '30d',
          '--cv-horizon',
          '60d',
        ],
        ...['--candidates', 'seasonal-naive,harmonic,damped'],
      ],
    });
    const { promotion, implausible, production } = window;
    expect(implausible.forecasts).toMatchObject({ series: 1, first: ['calls'] });
    expect(promotion.reasons.join('\n')).toMatch(
      /^plausible-forecasts: \d+ forecasts of 'calls' lie far outside of everything observed/,
    );
    expect(production.version).toBe(2);
    expect(production.inForce[0].implausible.forecasts).toBeNull();
  });
});
