import { describe, expect, it } from '@jest/globals';
import { widthOf } from '../../cli/fitted-text.ts';
import { replayLines, replayTable } from '../../cli/replay/replay-summary.ts';
import type { RunRecord } from '../../core/evaluate/run-record.ts';
import { runRecord } from '../report/fixture.ts';

type Look = RunRecord['production']['looks'][number];

const both = [runRecord(1), runRecord(2)];
const table = (width: number, windows: readonly RunRecord[] = both) =>
  replayTable({ windows: [...windows], failed: [], skipped: [] }, width).split('\n');

/** The second window, its looks changed. */
function withLooks(change: (look: Look, at: number) => Partial<Look>): RunRecord {
  const [, window] = both;
  const looks = window.production.looks.map((look, at) => ({ ...look, ...change(look, at) }));
  return { ...window, production: { ...window.production, looks } };
}

describe('the table of a replay', () => {
  it('has a line a window in 80 columns: what was chosen, the errors, what was covered, who was live', () => {
    expect(table(80)).toEqual([
      'window                  chosen       cv   rmse  naive  coverage   live',
      '----------------------  --------  -----  -----  -----  --------  -----',
      '2014-01-01..2014-06-30  harmonic  1.900  1.700  4.000    78.0 %     v1',
      '2014-07-01..2014-12-28  harmonic  1.900  1.700  4.000    78.0 %  v2-v4',
    ]);
  });

  it('has as many columns as there is room for', () => {
    expect(table(60)[0]).toBe('window                  chosen       cv   rmse  naive');
    const wide = table(200);
    expect([wide[0], wide[3]]).toEqual([
      'window                  chosen       cv   rmse  naive  coverage   live  refreshes   held    joined  quarantined',
      '2014-07-01..2014-12-28  harmonic  1.900  1.700  4.000    78.0 %  v2-v4        1/2  1.800  49 of 50            1',
    ]);
  });

  it.each([40, 60, 80, 120])('is not wider than %d columns for any name', (width) => {
    const [window] = both;
    const hostile = { ...window, chosen: `予測\u202e${'x'.repeat(300)}` };
    for (const line of table(width, [hostile])) expect(widthOf(line)).toBeLessThanOrEqual(width);
    expect(table(80, [hostile]).join('\n')).toContain('予測\\u{202e}xxxxxxxxxxxxxxxx…');
  });

  it('has a line for each window that failed or could not be, in their order, and no figure of it', () => {
    const [first] = both;
    const { train } = first;
    const at = (start: string) => ({ train, evaluate: { start, end: start }, runId: start });
    const failed = [{ ...at('2013-06-01'), error: 'EmptyJoin', cause: 'nothing in common' }];
    const skipped = [{ ...at('2014-12-29'), why: 'no observations' }];
    const rows = replayTable({ windows: [first], failed, skipped }, 80).split('\n');
    expect(rows.slice(2)).toEqual([
      '2013-06-01..2013-06-01  failed                 –      –      –         –     –',
      '2014-01-01..2014-06-30  harmonic           1.900  1.700  4.000    78.0 %    v1',
      '2014-12-29..2014-12-29  not lived through      –      –      –         –     –',
    ]);
  });
});

describe('what a replay comes to', () => {
  it('is the error against the naive, and how often what was fitted went live', () => {
    expect(replayLines(both)).toEqual([
      "rmse: of what users got; naive: of the seasonal naive on the same rows; cv: of the window's version in cross-validation",
      "Users' error is 0.425 of the seasonal naive's on average, and 0.425 in the worst window, 2014-01-01..2014-06-30.",
      '1 refresh went live, 1 refused, in hindsight 0 rightly and 1 wrongly.',
    ]);
    expect(replayLines(both.slice(0, 1))[1]).toBe("Users' error is 0.425 of the seasonal naive's.");
  });

  it('counts the looks of the yardstick that chooses at each of them', () => {
    const looked = withLooks(() => ({ kind: 'select', refusals: [], reasons: [] }));
    expect(replayLines([{ ...looked, policy: 'refresh-latest' }]).slice(2)).toEqual([
      '2 looks trained and chose anew.',
    ]);
    expect(replayLines(both.map((window) => ({ ...window, policy: 'promote-latest' as const })))).toHaveLength(2);
  });

  it('counts the selections that were brought forward, and the ways back', () => {
    const turned = withLooks((_, at) => ({ kind: at === 0 ? 'select' : 'return', refusals: [] }));
    expect(replayLines([turned]).slice(2)).toEqual([
      'No look refreshed a version.',
      '1 selection brought forward, 1 return to a former recipe.',
    ]);
  });

  it('counts the versions that did not go live, and what that was worth', () => {
    const [window] = both;
    const hindsight = { refused: 1, refusedRmse: 2.5, inForceRmse: 1.5, joined: 31 };
    const refused = { ...window.promotion, outcome: 'refused' as const, reasons: ['bias: 2 is above 1'] };
    expect(replayLines([{ ...window, promotion: { ...refused, hindsight } }, window])[2]).toBe(
      'The version selected did not go live in 1 of 2 windows, in hindsight 1 rightly and 0 wrongly.',
    );
    expect(replayLines([{ ...window, promotion: { ...window.promotion, version: 7 } }])[2]).toBe(
      'The version selected did not go live in 1 of 1 window.',
    );
  });

  it('says where there is no error, and where the naive does not err', () => {
    const [first, second] = both;
    expect(replayLines([{ ...first, naiveRmse: null }])[1]).toBe(
      'No window has both a realised error and a naive error.',
    );
    const perfect = { ...second, naiveRmse: 0 };
    expect(replayLines([perfect])[1]).toBe("In 1 window the naive's error is 0: there is no ratio to it.");
    expect(replayLines([first, perfect])[1]).toBe(
      "Users' error is 0.425 of the seasonal naive's. In 1 window the naive's error is 0: there is no ratio to it.",
    );
    const unscored = { ...first, production: { ...first.production, realised: null } };
    expect(replayLines([unscored])[0]).toBe("Users' error is 0.450 of the seasonal naive's.");
  });
});
