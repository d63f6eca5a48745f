import { describe, expect, it } from '@jest/globals';
import { refreshesAmong, wentLive } from '../../../core/evaluate/refreshes.ts';
import type { RunRecord } from '../../../core/evaluate/run-record.ts';
import { runRecord } from '../../report/fixture.ts';

type Look = RunRecord['production']['looks'][number];

const record = runRecord(2);
const fit = record.production.looks.find(({ fitted }) => fitted !== null)!;
const look = (asOf: string, change: Partial<Look>): Look => ({
  ...fit,
  asOf,
  kind: 'refresh',
  refusals: [],
  ...change,
});

describe('the refreshes of looks', () => {
  it('are those that fitted the recipe anew, live or refused', () => {
    const { fitted, live, refused } = refreshesAmong([
      look('live', {}),
      look('refused', { refusals: ['movement'] }),
      look('fitted nothing', { fitted: null }),
      look('selected', { kind: 'select' }),
      look('selected, and refused', { kind: 'select', refusals: ['bias'] }),
    ]);
    const dates = (looks: readonly Look[]) => looks.map(({ asOf }) => asOf);
    expect([dates(fitted), dates(live), dates(refused)]).toEqual([['live', 'refused'], ['live'], ['refused']]);
  });
});

describe('a window whose selection went live', () => {
  const promoted = (promotion: Partial<RunRecord['promotion']>): RunRecord => ({
    ...record,
    promotion: { ...record.promotion, outcome: 'promoted', version: record.modelVersion, ...promotion },
  });

  it.each([
    ['is promoted', promoted({}), true],
    ['is not one that was refused', promoted({ outcome: 'refused' }), false],
    ['is not one in whose place the naive went live', promoted({ version: record.modelVersion + 1 }), false],
  ])('%s', (_, window, is) => {
    expect(wentLive(window)).toBe(is);
  });
});
