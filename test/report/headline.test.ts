import { describe, expect, it } from '@jest/globals';
import { recipeOf } from '../../core/train/recipe.ts';
import type { ReportData } from '../../report/report-data.ts';
import { headline } from '../../report/sections/headline.ts';
import { MODEL_VERSION } from '../support/model-version.ts';
import { reportData } from './fixture.ts';

const DATA = reportData(2);
const [FIRST, SECOND] = DATA.windows;
const LIVE = {
  ...MODEL_VERSION,
  version: 4,
  refreshOf: 2,
  recipe: recipeOf(DATA.dataset),
  stage: 'Production' as const,
};
const HEALTHY: ReportData = {
  ...DATA,
  versions: [LIVE],
  windows: [FIRST, { ...SECOND, production: { ...SECOND.production, looks: [SECOND.production.looks[1]] } }],
};
const attention = (data: Partial<ReportData>) => headline({ ...HEALTHY, ...data })[2];
const withNewest = (change: Partial<(typeof HEALTHY.windows)[number]>) => ({
  windows: [FIRST, { ...HEALTHY.windows[1], ...change }],
});

describe('the head of a report', () => {
  it('says what users got, who is live, and that nobody has to do anything', () => {
    const [got, live, nothing] = headline(HEALTHY);
    expect(got).toBe(
      'What users got has 0.425 of the RMSE of the seasonal naive of 365 on average, and was better in 2 of 2 windows, at worst 0.425 in 2014-01-01 to 2014-06-30.',
    );
    expect(live).toBe(
      `Version 4 is in Production: blend of 7 candidates, a refresh of version 2, trained up to ${LIVE.training.window.end}; the one refresh of looks went live.`,
    );
    expect(nothing).toBe("Nothing needs a person's attention.");
  });

  it('has no average of one window, and none of none', () => {
    expect(headline({ ...HEALTHY, windows: [FIRST] })[0]).toBe(
      'What users got has 0.425 of the RMSE of the seasonal naive of 365 in 2014-01-01 to 2014-06-30.',
    );
    expect(headline({ ...HEALTHY, windows: [] })[0]).toBe('No window has both a realised error and a naive error yet.');
    expect(headline({ ...HEALTHY, windows: [{ ...FIRST, naiveRmse: 0 }] })[0]).toBe(
      "In 1 window the naive's error is 0: there is no ratio to it.",
    );
  });

  it('counts refusals of refreshes, and what they were worth', () => {
    const [, live, look] = headline({ ...DATA, versions: [LIVE] });
    expect(live).toContain('; of 2 refreshes of looks 1 went live, and 1 was refused.');
    expect(look).toBe('For a person to look at: the guard refused 1 refresh, in hindsight 1 wrongly.');
  });

  it('says that nothing is in Production', () => {
    const production = { ...FIRST.production, version: null };
    expect(headline({ ...HEALTHY, versions: [], windows: [{ ...FIRST, production }] })[1]).toBe(
      'Nothing is in Production.',
    );
  });

  it.each<[string, Partial<ReportData>, string]>([
    [
      'a failed window',
      { failed: [{ ...FIRST, error: 'SourceRefused', cause: 'no' }] as unknown as ReportData['failed'] },
      '1 window failed',
    ],
    ['a window without a score', withNewest({ notScored: 'nothing came true' }), '1 window could not be scored'],
    [
      'a refused selection',
      withNewest({ promotion: { ...SECOND.promotion, outcome: 'refused' } }),
      'the newest selection, version 2, was refused',
    ],
    [
      'a naive in the place of the selection',
      withNewest({ promotion: { ...SECOND.promotion, version: 3 } }),
      'the newest selection, version 2, gave way to the seasonal naive of 365',
    ],
    [
      'a naive that was closer',
      withNewest({ naiveRmse: 1 }),
      'in the newest window the naive was closer than what users got',
    ],
    [
      'an implausible forecast',
      withNewest({
        implausible: {
          forecasts: { series: 1, points: 1 },
          intervals: null,
        } as unknown as (typeof SECOND)['implausible'],
      }),
      'forecasts of the newest window lie far outside of everything observed',
    ],
    [
      'a hold',
      {
        transitions: [
          {
            ...{ dataset: 'weather', revision: 1, transitionId: 'a', action: 'roll-back', from: 4, to: 2 },
            ...{ by: 'Ada', reason: 'nonsense', evidence: null, atMs: 0 },
          },
        ],
      },
      'version 2 is held since a roll-back by Ada, until somebody releases it or the next selection goes live',
    ],
    [
      'another recipe than the literal asks for',
      { versions: [{ ...LIVE, recipe: MODEL_VERSION.recipe }] },
      'asks for another recipe than that of version',
    ],
  ])('names %s', (_, data, text) => {
    expect(attention(data)).toContain(text);
    expect(attention(data)).toMatch(/^For a person to look at: /);
  });
});
