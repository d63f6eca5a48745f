import { describe, expect, it } from '@jest/globals';
import type { PageSeries } from '../../report/page-data.ts';
import { rankings } from '../../report/series/rankings.ts';

function series(...ratios: readonly (number | null)[]): readonly PageSeries[] {
  return ratios.map((ratio, index) => ({ id: `s${index}`, ratio, scores: [], bucket: 1, low: 0, span: 1, points: '' }));
}
const named = (...ratios: readonly (number | null)[]) =>
  rankings(series(...ratios)).map(({ id, series: ranked }) => [id, ranked.map((one) => one.id).join(' ')]);

describe('hardest and best series', () => {
  it('are two lists where they differ', () => {
    const ratios = Array.from({ length: 11 }, (_, index) => 2 - index / 10);
    expect(named(...ratios, null)).toEqual([
      ['worst-series', 's0 s1 s2 s3 s4'],
      ['best-series', 's10 s9 s8 s7 s6'],
    ]);
  });

  it('are one list of few, and none of one, of equals, or of none that has a ratio', () => {
    expect(named(0.9, 0.7, null)).toEqual([['worst-series', 's0 s1']]);
    expect(named(0.9)).toEqual([]);
    expect(named(0.9, 0.9, 0.9)).toEqual([]);
    expect(named(null, null)).toEqual([]);
  });
});
