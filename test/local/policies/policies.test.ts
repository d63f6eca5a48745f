import { beforeAll, describe, expect, it } from '@jest/globals';
import type { LookRecord, RunRecord } from '../../../core/evaluate/run-record.ts';
import type { Policy } from '../../../core/contracts/promotion.ts';
import type { LocalDefinitions } from '../../../local/platform/template.ts';
import { type Episode, FOURTH_STRETCH, FROM_FOURTH_STRETCH, replayedDataset, weeklyCsv } from './histories.ts';
import { replayInMemory, triggeredDefinitions } from './replay-in-memory.ts';

const dataset = replayedDataset();
let definitions: LocalDefinitions;
beforeAll(() => {
  definitions = triggeredDefinitions();
});

const replayed = (policy: Policy, windows: number, episode?: Episode) =>
  replayInMemory({ definitions, dataset, csv: weeklyCsv(episode), policy, windows });

const kindsOf = ({ production: { looks } }: RunRecord) => looks.map(({ kind }) => kind);
const times = <T>(count: number, value: T) => new Array<T>(count).fill(value);

describe('a replay of two years', () => {
  it('by promote-latest holds the newest version for the window, and nobody looks', async () => {
    const windows = await replayed('promote-latest', 2);
    for (const { production, promotion, realised, modelVersion } of windows) {
      expect(production).toMatchObject({ version: modelVersion, looks: [], joined: 52 });
      expect(promotion.outcome).toBe('promoted');
      expect(production.realised).toEqual(realised);
    }
  });

  it('by refresh-latest selects anew at every look, and what it finds goes live', async () => {
    const [window] = await replayed('refresh-latest', 1);
    expect(kindsOf(window)).toEqual([...times(12, 'select'), 'nothing']);
    expect(window.production.looks.map(({ version }) => version).slice(0, 12)).toEqual([
      2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
    ]);
    expect(window.production.inForce).toHaveLength(13);
  });
});

describe('a replay of two years by the gates', () => {
  let windows: readonly RunRecord[];
  beforeAll(async () => {
    windows = await replayed('gates', 2);
  });

  it('fits the recipe anew at every look, and learns how much to lean to the average', () => {
    expect(windows.map(kindsOf)).toEqual(times(2, [...times(12, 'refresh'), 'nothing']));
    const looks = windows.flatMap(({ production }) => production.looks);
    expect(looks.map(({ refusals }) => refusals)).toEqual(times(26, []));
    // Each look goes on where the one before left off, over the window's end as well.
    looks.slice(1).forEach(({ scored }, look) => {
      expect(scored?.share.before).toEqual(looks[look].scored?.share.after);
    });
    expect(looks[0].scored?.share.before).toEqual({ average: 0.5 });
    for (const { scored } of looks) {
      const parts = Object.values(scored!.weights);
      expect(parts).toHaveLength(4);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 10);
    }
  });

  it('is scored by the forecasts in force, which leave no day out', () => {
    const [{ production, evaluate }] = windows;
    const { inForce, looks, realised, joined } = production;
    expect(inForce[0].range.start).toBe(evaluate.start);
    expect(inForce.map(({ range }) => range.end)).toEqual(looks.map(({ asOf }) => asOf));
    const squares = looks.reduce((sum, { scored }) => sum + scored!.joined * scored!.rmse! ** 2, 0);
    expect(realised?.rmse).toBeCloseTo(Math.sqrt(squares / joined), 10);
  });
});

/** What the looks from the fourth on found and did. */
async function fromFourthLook(episode: Episode): Promise<readonly LookRecord[]> {
  const [{ production }] = await replayed('gates', 1, episode);
  return production.looks.slice(3);
}

describe('a delivery of which four weeks are ten times too high', () => {
  it('leads to no forecast: the refresh is refused, and the next look finds that this was right', async () => {
    const [damaged, next] = await fromFourthLook({ ...FOURTH_STRETCH, factor: 10 });
    expect(damaged).toMatchObject({ kind: 'refresh', before: 4, version: 4, refusals: [expect.any(String)] });
    const { refusedRmse, inForceRmse } = damaged.hindsight!;
    expect(inForceRmse).toBeLessThan(10);
    expect(refusedRmse).toBeGreaterThan(2 * inForceRmse!);
    // The guard judges again, and the series is back where it was.
    expect(next).toMatchObject({ kind: 'refresh', before: 4, refusals: [] });
    expect(next.version).toBeGreaterThan(4);
  });
});

describe('a series that is ten times higher from one day on', () => {
  it('is refused once: the refused forecasts were closer, and the next ones go live without the guard', async () => {
    const [first, second, third] = await fromFourthLook({ ...FROM_FOURTH_STRETCH, factor: 10 });
    expect(first).toMatchObject({ version: 4, refusals: [expect.any(String)] });
    const { refusedRmse, inForceRmse } = first.hindsight!;
    expect(refusedRmse).toBeLessThan(inForceRmse!);
    expect(second).toMatchObject({ before: 4, refusals: [] });
    expect(second.version).toBeGreaterThan(4);
    expect(third.scored!.rmse!).toBeLessThan(inForceRmse! / 2);
  });
});
