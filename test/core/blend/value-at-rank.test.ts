import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { valueAtRank } from '../../../core/blend/value-at-rank.ts';

describe('valueAtRank', () => {
  it('is what would stand there in ascending order, asked once or again', () => {
    const values = Float64Array.of(5, 1, 4, 1, 3, 9, 2);
    expect([3, 0, 6, 1].map((rank) => valueAtRank(values, rank))).toEqual([3, 1, 9, 1]);
    expect(valueAtRank(Float64Array.of(7), 0)).toBe(7);
  });

  it('agrees with sorting, whatever the values and however many are equal', () => {
    const value = fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: 0, max: 3 }));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (values) => {
        const [sorted, asked] = [Float64Array.from(values).sort(), Float64Array.from(values)];
        sorted.forEach((expected, rank) => expect(valueAtRank(asked, rank) === expected).toBe(true));
      }),
    );
  });
});
