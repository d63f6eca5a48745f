import { describe, expect, it } from '@jest/globals';
import { countBefore, panelFromSorted, seriesAt, sliceSeries, withoutPeriods } from '../../../core/series/panel.ts';

const columns = {
  uniqueId: ['a', 'a', 'b', 'c', 'c', 'c'],
  ds: Int32Array.of(5, 7, 5, -1, 0, 9),
  y: Float64Array.of(1, 2, 3, 4, 5, 6),
};

describe('panelFromSorted', () => {
  it('gives every series its own rows, as views', () => {
    const panel = panelFromSorted(columns);
    expect(panel.uniqueIds).toEqual(['a', 'b', 'c']);
    expect(Array.from(panel.offsets)).toEqual([0, 2, 3, 6]);
    const series = seriesAt(panel, 2);
    expect(series).toEqual({ uniqueId: 'c', ds: Int32Array.of(-1, 0, 9), y: Float64Array.of(4, 5, 6) });
    expect(series.y.buffer).toBe(columns.y.buffer);
  });

  it('holds no series where there are no rows', () => {
    const panel = panelFromSorted({ uniqueId: [], ds: new Int32Array(0), y: new Float64Array(0) });
    expect(panel.uniqueIds).toEqual([]);
    expect(Array.from(panel.offsets)).toEqual([0]);
  });

  it.each([
    ['a date twice', ['a', 'a'], [5, 5]],
    ['dates out of order', ['a', 'a'], [5, 4]],
    ['ids out of order', ['b', 'a'], [5, 5]],
    ['an id that comes back', ['a', 'b', 'a'], [1, 1, 2]],
  ])('refuses %s', (_, uniqueId, ds) => {
    const rows = { uniqueId, ds: Int32Array.from(ds), y: new Float64Array(ds.length) };
    expect(() => panelFromSorted(rows)).toThrow(expect.objectContaining({ name: 'TableCorrupt' }));
  });
});

describe('sliceSeries', () => {
  it('cuts a series to a range, both ends included', () => {
    const series = seriesAt(panelFromSorted(columns), 2);
    expect(Array.from(sliceSeries(series, 0, 9).ds)).toEqual([0, 9]);
    expect(Array.from(sliceSeries(series, -5, 8).y)).toEqual([4, 5]);
    expect(sliceSeries(series, 1, 8).ds).toHaveLength(0);
  });
});

describe('withoutPeriods', () => {
  const series = seriesAt(panelFromSorted(columns), 2);

  it('leaves out every range, both ends included', () => {
    const ranges = [
      { first: -5, last: -1 },
      { first: 9, last: 12 },
    ];
    expect(withoutPeriods(series, ranges)).toEqual({ uniqueId: 'c', ds: Int32Array.of(0), y: Float64Array.of(5) });
  });

  it('is the same series where nothing of it lies in one', () => {
    expect(withoutPeriods(series, [{ first: 1, last: 8 }])).toBe(series);
    expect(withoutPeriods(series, [])).toBe(series);
  });
});

describe('countBefore', () => {
  it.each([
    [-2, 0],
    [-1, 0],
    [0, 1],
    [1, 2],
    [9, 2],
    [10, 3],
  ])('counts the periods before %d: %d', (period, count) => {
    expect(countBefore(Int32Array.of(-1, 0, 9), period)).toBe(count);
  });
});
