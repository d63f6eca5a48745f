import { describe, expect, it } from '@jest/globals';
import { replaySummary } from '../../cli/replay/replay-summary.ts';
import type { RunRecord } from '../../core/evaluate/run-record.ts';
import { runRecord } from '../report/fixture.ts';

const lines = (windows: readonly RunRecord[]) => replaySummary(windows).split('\n');
const both = [runRecord(1), runRecord(2)];

/** The second window, its looks changed. */
function withLooks(change: (look: RunRecord['production']['looks'][number], at: number) => object): RunRecord {
  const window = runRecord(2);
  const looks = window.production.looks.map((look, at) => ({ ...look, ...change(look, at) }));
  return { ...window, production: { ...window.production, looks } };
}

describe('the summary of a replay', () => {
  it('has a line a window: what was held, what was live, and how the blend leans', () => {
    const [header, , first, second] = lines(both);
    expect(header.trim().split(/ {2,}/)).toEqual([
      'window',
      'chosen',
      'cv rmse',
      'naive rmse',
      'held rmse',
      'live rmse',
      'coverage',
      'live',
      'refreshes',
      'share',
      'joined',
      'quarantined',
    ]);
    const cells = (line: string) => line.trim().split(/ {2,}/).slice(1);
    expect(cells(first)).toEqual(['harmonic', '1.900', '4.000', '1.800', '1.700', '78.0 %', 'v1', '-', '-', '49', '1']);
    expect(cells(second).slice(6, 9)).toEqual(['v2-v4', '1/2', '0.63']);
  });

  it('counts refreshes and refusals, and says who refused, by how much, and what it was worth', () => {
    expect(lines(both).slice(4)).toEqual([
      "The error of what users got is 0.42 of the seasonal naive of 365's on average over windows; in the worst window, 2014-01-01..2014-06-30, 0.42.",
      '1 refresh went live, 1 refused, in hindsight 0 rightly and 1 wrongly.',
      '2014-08-01: version 3 was refused: movement: 9 is above 5; in hindsight wrong: RMSE 1.500 of version 3 against 2.500 of what stayed, on 31 rows until the next look',
      'At the end the blend leans 63 % to the average and 37 % to the choice; its last forecasts were harmonic 75 %, seasonal-naive 25 %.',
    ]);
  });

  it('says which candidates ignore what is known ahead', () => {
    const ignored = 'theta: without the regressors price';
    expect(
      replaySummary([both[0], { ...both[1], ignored }])
        .split('\n')
        .at(-1),
    ).toBe('Not every candidate learns from all that is known ahead: theta: without the regressors price.');
    expect(replaySummary(both)).not.toContain('known ahead');
  });

  it('counts the looks of the yardstick that chooses at each of them', () => {
    const looked = withLooks(() => ({ kind: 'select', refusals: [], reasons: [] }));
    const text = replaySummary([{ ...looked, policy: 'refresh-latest' }]);
    expect(text).toContain('\n2 looks trained and chose anew.\n');
    expect(text).not.toContain('brought forward');
  });

  it('tells a selection that was brought forward, and the way back', () => {
    const text = replaySummary([
      withLooks((_, at) => ({
        kind: at === 0 ? 'select' : 'return',
        refusals: [],
        reasons: ['2 of 3 windows violate'],
        version: at + 3,
      })),
    ]);
    expect(text).toContain('2014-08-01: the selection was brought forward, version 2 -> 3: 2 of 3 windows violate');
    expect(text).toContain('2014-09-29: back to the former recipe, version 2 -> 4: 2 of 3 windows violate');
    expect(text).toContain('No look refreshed a version.');
  });

  it('tells what became of a version that did not go live at the start of a window', () => {
    const [window] = both;
    const refused = { ...window.promotion, outcome: 'refused' as const, reasons: ['business-cost: 1.4 is above 1.1'] };
    expect(replaySummary([{ ...window, promotion: refused }])).toContain(
      'replay-w01: version 1 was refused: business-cost: 1.4 is above 1.1',
    );
    const naive = { ...window.promotion, version: 7, reasons: ['the naive is better'] };
    expect(replaySummary([{ ...window, promotion: naive }])).toContain(
      'replay-w01: version 7 went live instead of 1: the naive is better',
    );
  });

  it('says nothing of guards where the policy has none, and nothing of a share where there is no blend', () => {
    const others = both.map((window) => ({ ...window, policy: 'refresh-latest' as const, recipe: 'choice' as const }));
    expect(lines(others)).toHaveLength(5);
  });

  it('names the yardstick of each window where they differ, and says where there is no error', () => {
    const [first, second] = both;
    const other = { ...second, yardstick: { name: 'seasonal naive of 7', lag: 7 } };
    expect(replaySummary([first, other])).toContain("of the seasonal naive of 365 or of 7's on average");
    expect(replaySummary([{ ...first, naiveRmse: null }])).toContain(
      'No window has both a realised error and a naive error.',
    );
  });

  it('says where the naive does not err', () => {
    const [first, second] = both;
    const perfect = { ...second, naiveRmse: 0 };
    expect(replaySummary([perfect])).toContain("\nIn 1 window the naive's error is 0: there is no ratio to it.\n");
    expect(replaySummary([first, perfect])).toMatch(
      / of the seasonal naive of 365's on average over windows; .*\. In 1 window the naive's error is 0/,
    );
  });
});
