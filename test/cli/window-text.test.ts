import { describe, expect, it } from '@jest/globals';
import { hasRefusal, windowName, windowText } from '../../cli/replay/window-text.ts';
import type { Way } from '../../core/contracts/steps/promote.ts';
import type { RunRecord } from '../../core/evaluate/run-record.ts';
import { runRecord } from '../report/fixture.ts';

type Look = RunRecord['production']['looks'][number];

const text = (record: RunRecord, way?: Way): string => windowText({ record, way, metric: 'rmse' });
const [first, second] = [runRecord(1), runRecord(2)];

/** The second window, its looks changed. */
function withLooks(change: (look: Look, at: number) => Partial<Look>): RunRecord {
  const looks = second.production.looks.map((look, at) => ({ ...look, ...change(look, at) }));
  return { ...second, production: { ...second.production, looks } };
}

function withPromotion(promotion: Partial<RunRecord['promotion']>, live: number | null): RunRecord {
  const production = { ...first.production, version: live };
  return { ...first, modelVersion: 5, promotion: { ...first.promotion, version: 5, ...promotion }, production };
}

describe('the text of a window', () => {
  it.each([
    ['first', 'v1 live, the first'],
    ['refresh', 'v1 live, the same recipe'],
    ['change', 'v1 live, another recipe, which passed the gates'],
  ] as const)('says how its version came to be live: %s', (way, live) => {
    expect(text(first, way)).toBe(`harmonic chosen (its cv rmse 2.000); ${live}; users' rmse 1.700 (naive 4.000)`);
  });

  it('names the metric that was chosen by, and the policy that asks no gates', () => {
    const record = { ...first, policy: 'promote-latest' as const };
    expect(windowText({ record, way: 'change', metric: 'mase' })).toBe(
      "harmonic chosen (its cv mase 0.800); v1 live, another recipe, by the policy promote-latest; users' rmse 1.700 (naive 4.000)",
    );
  });

  it('says who was refused, why, what that was worth, and what is live instead', () => {
    const reasons = ['no-worse: 1.4 is above 1.1', 'bias: 2 is above 1'];
    const hindsight = { refused: 5, refusedRmse: 2.5, inForceRmse: 1.5, joined: 31 };
    const refused = withPromotion({ outcome: 'refused', reasons, hindsight }, 3);
    expect(text(refused)).toContain(
      '; v5 refused (no-worse: 1.4 is above 1.1, bias: 2 is above 1; in hindsight rightly); v3 stays; ',
    );
    const unknown = { outcome: 'refused' as const, reasons: ['bias: 2 is above 1'] };
    expect(text(withPromotion(unknown, 6))).toContain(
      '; v5 refused (bias: 2 is above 1); v6, the seasonal naive, live; ',
    );
    expect(text(withPromotion(unknown, null))).toContain('); nothing is live; ');
    expect(text(withPromotion({ version: 7, reasons: ['the naive is better'] }, 7))).toContain(
      '; v7 live instead of v5 (the naive is better); ',
    );
    expect([first, refused, withPromotion({ version: 7 }, 7)].map(hasRefusal)).toEqual([false, true, true]);
  });

  it('counts refreshes, and names the first refused ones', () => {
    expect(
      text(
        withLooks(() => ({ refusals: [] })),
        'refresh',
      ),
    ).toContain('; 2 refreshes; ');
    expect(
      text(
        withLooks(() => ({ fitted: null, refusals: [] })),
        'refresh',
      ),
    ).toContain('same recipe; users');
    const refused = withLooks(() => ({
      refusals: ['movement: 9 is above 5'],
      fitted: { version: 3, reportUri: '' },
      hindsight: null,
    }));
    const looks = [...refused.production.looks, ...refused.production.looks, ...refused.production.looks];
    const many = { ...refused, production: { ...refused.production, looks } };
    expect(text(many, 'refresh')).toContain(
      '; 0 of 6 refreshes live; 2014-08-01 v3 refused (movement: 9 is above 5); 2014-09-29 v3 refused ' +
        '(movement: 9 is above 5); 2014-08-01 v3 refused (movement: 9 is above 5); 3 more refused; ',
    );
    expect(hasRefusal(second)).toBe(true);
  });

  it('tells a selection that was brought forward, and the way back', () => {
    const record = withLooks((_, at) => ({
      kind: at === 0 ? 'select' : 'return',
      refusals: [],
      reasons: ['2 of 3 windows violate'],
      version: at + 3,
    }));
    expect(text(record, 'refresh')).toContain(
      '; 2014-08-01 selection brought forward, v3 live (2 of 3 windows violate); ' +
        '2014-09-29 back to the former recipe, v4 live (2 of 3 windows violate); ',
    );
  });

  it('counts the looks of the yardstick that chooses at each of them', () => {
    const record = { ...withLooks(() => ({ kind: 'select', refusals: [] })), policy: 'refresh-latest' as const };
    expect(text(record, 'change')).toContain('by the policy refresh-latest; 2 looks chose anew; ');
  });

  it('says where there is no error, and where nobody got a forecast', () => {
    expect(text({ ...first, notScored: 'no actuals' })).toMatch(/; not scored: no actuals$/);
    const alone = { ...first, production: { ...first.production, realised: null } };
    expect(text(alone)).toMatch(/; its own rmse 1\.800 \(naive 4\.000\)$/);
  });
});

describe('the name of a window', () => {
  it.each([
    ['2014-01-01', '2014-06-30', '2014-01-01..2014-06-30'],
    ['2023-03-26T00:00:00Z', '2023-04-22T23:00:00Z', '2023-03-26..2023-04-22'],
    ['2023-03-26T05:00:00Z', '2023-04-22T04:00:00Z', '2023-03-26T05..2023-04-22T04'],
  ])('of %s to %s is %s', (start, end, name) => {
    expect(windowName({ start, end })).toBe(name);
  });
});
