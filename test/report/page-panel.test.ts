import { describe, expect, it } from '@jest/globals';
import { pagePanel } from '../../report/series/page-panel.ts';
import { pageHorizons } from '../../report/series/page-horizons.ts';
import { decodePoints, encodePoints, meansOf } from '../../report/series/points.ts';
import { reportData } from './fixture.ts';

describe('points of a series in the page', () => {
  it('come back within a part in 131,068 of their range, and missing ones as null', () => {
    const values = [-12.5, NaN, 0.123456, 53.5];
    const back = decodePoints(encodePoints([Float64Array.from(values)]));
    expect(back[1]).toBeNull();
    for (const index of [0, 2, 3]) expect(Math.abs((back[index] ?? NaN) - values[index])).toBeLessThan(66 / 131_068);
  });

  it('are means of the values that a block has', () => {
    expect([...meansOf(Float64Array.of(1, 3, NaN, 7, NaN, NaN, 5), 2)]).toEqual([2, 7, NaN, 5]);
  });
});

describe('the panel of a page', () => {
  it('ranks from the worst ratio to the naive to the best', () => {
    const { series, segments } = pagePanel(reportData(3));
    expect(segments.map(({ id }) => id)).toEqual(['series: mean of all']);
    expect(series.map(({ id, ratio }) => [id, ratio])).toEqual([
      ['series-0000', 2],
      ['series-0001', 1.5],
      ['series-0002', 1],
    ]);
  });

  it('keeps every period of a small panel, and of the ten worst and best of a large one', () => {
    expect(pagePanel(reportData(3)).series[0].bucket).toBe(1);
    const large = reportData(1000);
    const { series } = pagePanel(large);
    expect(series).toHaveLength(1000);
    expect([0, 9, 990, 999].map((index) => series[index].bucket)).toEqual([1, 1, 1, 1]);
    expect(series[500].bucket).toBe(3);
  });

  it('pools the errors of all windows by steps ahead', () => {
    const [all, first] = pageHorizons(reportData(2).horizons);
    expect(all.steps[0]).toBe(7);
    expect(all.steps.at(-1)).toBe(181);
    expect(all.rmse.harmonic.every((rmse) => rmse === 2)).toBe(true);
    expect(first.rmse).toEqual(all.rmse);
  });
});
