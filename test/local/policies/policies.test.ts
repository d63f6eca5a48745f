import { beforeAll, describe, expect, it } from '@jest/globals';
import type { LocalDefinitions } from '../../../local/platform/template.ts';
import { csvOf, type KindName } from './histories.ts';
import { livedThrough } from './lived.ts';
import { replayInMemory, triggeredDefinitions } from './replay-in-memory.ts';
import { outcomesOf, problemOf, seedsFrom, tally } from './study.ts';

/** Never those that a threshold was chosen by: these were 10,000 to 10,039. `npm run bench -- --only policies` takes 200. */
const SEEDS = seedsFrom(1, 30);
const RIVALS = ['promote-latest', 'promote-best-cv'] as const;

describe('the study', () => {
  let definitions: LocalDefinitions;
  beforeAll(() => {
    definitions = triggeredDefinitions();
  });

  it.each([
    ['a slow trend', 'gates'],
    ['filled in from last year, measured again in the holdout', 'gates'],
    ['filled in from last year until training ends', 'gates'],
    ['filled in from last year until training ends', 'promote-best-cv'],
    ['a shift that stays', 'promote-latest'],
  ] as const)('lives through %s by %s as the replay machine does', async (kind, policy) => {
    const { dataset, ...problem } = problemOf(kind, 1);
    const csv = csvOf(problem.series.y);
    const windows = await replayInMemory({ definitions, dataset, csv, policy });
    const lived = livedThrough({ dataset, ...problem }, policy);
    expect(lived.map(({ version, actions }) => ({ version, actions: acts(actions) }))).toEqual(
      windows.map(({ production: { version, actions } }) => ({ version, actions: acts(actions) })),
    );
    windows.forEach(({ production, naiveRmse }, window) => {
      expect(lived[window].rmse).toBeCloseTo(production.realised?.rmse ?? naiveRmse ?? NaN, 9);
    });
  });
});

function acts(actions: readonly { readonly asOf: string; readonly kind: string; readonly version: number }[]) {
  return actions.map(({ asOf, kind, version }) => ({ asOf, kind, version }));
}

describe('where retraining goes wrong in one window, and cross-validation praises it', () => {
  it.each<KindName>([
    'filled in from last year, measured again in the holdout',
    'filled in from last year until training ends',
  ])('the gates and the monitor come out ahead of both other policies: %s', (kind) => {
    const outcomes = outcomesOf(kind, SEEDS);
    for (const rival of RIVALS) {
      const { helps, hurts, ratio } = tally(outcomes, rival);
      expect(helps).toBeGreaterThanOrEqual(0.8 * SEEDS.length);
      expect(hurts).toBeLessThanOrEqual(0.15 * SEEDS.length);
      expect(ratio).toBeLessThan(0.95);
    }
  });
});

describe('where the newest model is the right one', () => {
  it.each<KindName>(['a yearly course and noise', 'a slow trend', 'a shift that stays'])(
    'the gates and the monitor cost nothing on average: %s',
    (kind) => {
      const outcomes = outcomesOf(kind, SEEDS);
      for (const rival of RIVALS) expect(tally(outcomes, rival).ratio).toBeLessThan(1.01);
    },
  );
});
