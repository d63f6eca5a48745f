import { describe, expect, it } from '@jest/globals';
import { countMissing, findGaps } from '../../../core/series/gaps.ts';

describe('findGaps', () => {
  it('lists every run of missing periods', () => {
    const ds = Int32Array.of(-3, -1, 0, 1, 5, 6);
    expect(findGaps(ds)).toEqual([
      { from: -2, to: -2, count: 1 },
      { from: 2, to: 4, count: 3 },
    ]);
    expect(countMissing(ds)).toBe(4);
  });

  it.each([[[]], [[7]], [[7, 8, 9]]])('finds none in %j', (ds) => {
    expect(findGaps(Int32Array.from(ds))).toEqual([]);
    expect(countMissing(Int32Array.from(ds))).toBe(0);
  });
});
