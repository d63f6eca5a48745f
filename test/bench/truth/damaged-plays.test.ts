import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { damageFigures } from '../../../bench/truth/damage-figures.ts';
import {
  damagedGames,
  damageLine,
  damageOutcome,
  type DamagedGame,
  type DamageOutcome,
} from '../../../bench/truth/damaged-plays.ts';
import type { Look, Window } from '../../../bench/truth/in-force.ts';
import type { TruthSet } from '../../../bench/truth/sets.ts';

const LENGTHS = { train: '2m', evaluate: '4m', cvInitial: '1m', cvPeriod: '1m', cvHorizon: '1m', holdout: '1m' };
const SET: TruthSet = {
  ...LENGTHS,
  name: 'made-up',
  csv: '',
  frequency: 'month',
  series: 1,
  cadence: '1m',
  season: 12,
  windows: null,
};
const CSV = 'ds,y\n2001-01-01,1\n2001-02-01,2\n2001-03-01,3\n2001-04-01,4\n2001-05-01,5\n2001-06-01,6\n';

const NONE = { joined: 0, squared: 0, covered: 0 };
const at = (asOf: string, change: Partial<Look> = {}): Look => {
  return { asOf, kind: 'refresh', isFitted: true, isLive: true, refusals: [], kept: 0, ...change };
};
const errors = (squared: number) => ({ joined: 1, squared, covered: 1 });

const WINDOW: Window = {
  train: { start: '2001-01-01', end: '2001-02-01' },
  evaluate: { start: '2001-03-01', end: '2001-06-01' },
  inForce: NONE,
  byLook: [errors(1), errors(4), errors(9), errors(16)],
  looks: [at('2001-03-01'), at('2001-04-01'), at('2001-05-01'), at('2001-06-01', { isFitted: false, isLive: false })],
  upToNextLook: NONE,
  beyond: NONE,
  held: NONE,
};

describe('damaged deliveries of a set', () => {
  let games: readonly DamagedGame[] = [];
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'damaged-'));
    const csv = join(folder, 'made-up.csv');
    await writeFile(csv, CSV);
    games = await damagedGames({ ...SET, csv }, WINDOW);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    for (const { set } of games) await rm(set.csv);
  });

  it('come before the look in the middle of the first window, and are played for that window alone', async () => {
    expect(games.map(({ label, look, set: { windows } }) => [label, look, windows])).toEqual([
      ['made-up-ten-times', 1, 1],
      ['made-up-zeros', 1, 1],
      ['made-up-one-row-a-hundred-times', 1, 1],
    ]);
    expect(await readFile(games[0].set.csv, 'utf8')).toBe(CSV.replace('04-01,4', '04-01,40'));
  });

  it('lie in a file of the same name, so that the data set has it too', () => {
    expect(games.every(({ set }) => set.csv.endsWith('/made-up.csv'))).toBe(true);
  });

  it('are none where nothing is fitted inside the window', async () => {
    expect(await damagedGames(SET, { ...WINDOW, looks: [at('2001-06-01')] })).toEqual([]);
  });

  it('are judged by what became of the look, and by the rows after it', () => {
    const damaged = (look: Partial<Look>, byLook = WINDOW.byLook): DamageOutcome => {
      const looks = [WINDOW.looks[0], at('2001-04-01', look), ...WINDOW.looks.slice(2)];
      return damageOutcome(games[0], { ...WINDOW, looks, byLook }, WINDOW);
    };
    const worse = [errors(100), errors(100), errors(81), errors(19)];
    expect(damaged({}, worse)).toMatchObject({ fate: 'live', untilNextLook: 3, untilTheEnd: 2 });
    expect(damaged({ kept: 3 })).toMatchObject({ fate: 'kept', kept: 3, untilTheEnd: 1 });
    const refused = damaged({ isLive: false, refusals: ['movement: too far'], kept: 1 });
    expect(refused.fate).toBe('refused');
    expect(damageLine(refused)).toBe(
      "made-up, ten times: refused (movement: too far); users' RMSE 1.000 x up to the next look, 1.000 x to the window's end",
    );
  });
});

describe('the figures of damaged deliveries', () => {
  it('count what was stopped of them, and what was refused of the others', () => {
    const outcome = { set: 'a', damage: 'zeros', kept: 0, refusals: [] } as const;
    const outcomes: readonly DamageOutcome[] = [
      { ...outcome, fate: 'refused', untilNextLook: 1, untilTheEnd: 1 },
      { ...outcome, fate: 'kept', untilNextLook: 1, untilTheEnd: 1 },
      { ...outcome, fate: 'live', untilNextLook: 1.05, untilTheEnd: 1 },
      { ...outcome, set: 'b', fate: 'live', untilNextLook: 1.06, untilTheEnd: 16 },
    ];
    const refused = { ...WINDOW, looks: [at('2001-03-01', { isLive: false }), ...WINDOW.looks.slice(1)] };
    const [stopped, next, end, wrongly] = damageFigures(outcomes, [WINDOW, refused]);
    expect(stopped.value).toBe(50);
    expect(stopped.note).toMatch(/^2 of 4, and 1 live that did no harm/);
    expect(next.value).toBeCloseTo(1.027, 3);
    expect(end.value).toBeCloseTo(2, 12);
    expect(end.note).toBe('worst: b, zeros 16.00 x');
    expect(wrongly).toMatchObject({ value: 100 / 6, note: '1 of 6 looks' });
  });
});
