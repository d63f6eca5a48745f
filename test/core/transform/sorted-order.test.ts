import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sortedOrder } from '../../../core/transform/sorted-order.ts';

describe('sortedOrder', () => {
  it('sorts by the last key, then by the one before, and keeps equal rows in order', () => {
    const minor = Uint32Array.of(2, 1, 2, 1, 1);
    const major = Uint32Array.of(70_000, 70_000, 5, 4_000_000_000, 70_000);
    expect([...sortedOrder(Uint32Array.of(0, 1, 2, 3, 4), [minor, major])]).toEqual([2, 1, 4, 0, 3]);
  });

  it('orders only the rows asked for', () => {
    expect([...sortedOrder(Uint32Array.of(3, 0), [Uint32Array.of(1, 9, 9, 0)])]).toEqual([3, 0]);
  });

  it('agrees with a sort by comparison', () => {
    const value = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, fc.integer({ min: 0, max: 3 })), { minLength: 1 }), (pairs) => {
        const rows = Uint32Array.from(pairs.keys());
        const minor = Uint32Array.from(pairs, ([a]) => a);
        const major = Uint32Array.from(pairs, ([, b]) => b);
        const expected = [...pairs.keys()].sort((a, b) => major[a] - major[b] || minor[a] - minor[b]);
        expect([...sortedOrder(rows, [minor, major])]).toEqual(expected);
      }),
    );
  });

  it('agrees with it on more rows than are compared', () => {
    const rows = Uint32Array.from({ length: 5_000 }, (_, row) => row);
    const minor = rows.map((row) => (row * 2_654_435_761) % 2 ** 32);
    const major = rows.map((row) => ((row * 40_503) % 7) * 70_000);
    const expected = [...rows].sort((a, b) => major[a] - major[b] || minor[a] - minor[b] || a - b);
    expect([...sortedOrder(rows, [minor, major])]).toEqual(expected);
  });
});
