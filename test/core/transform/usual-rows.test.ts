import { describe, expect, it } from '@jest/globals';
import { withUsualRows } from '../../../core/transform/usual-rows.ts';
import { tally } from '../../support/delivery-figures.ts';

/** What is usual for the last of deliveries of these sizes. */
function usualFor(sizes: readonly number[], accepted: readonly number[] = []) {
  const deliveries = sizes.map((rows, index) => tally({ delivery: String(index), rows }));
  return withUsualRows(deliveries, (delivery) => accepted.includes(Number(delivery))).at(-1)!.usualRows;
}

describe('the usual number of rows', () => {
  it('is not known before two deliveries', () => {
    expect(usualFor([100])).toBeNull();
    expect(usualFor([100, 100])).toBeNull();
    expect(usualFor([100, 120, 5])).toEqual([100, 120]);
  });

  it('is the median of those before; of an even number of them anything between the two in the middle', () => {
    expect(usualFor([30, 10, 20, 5])).toEqual([20, 20]);
    expect(usualFor([40, 10, 30, 20, 5])).toEqual([20, 30]);
    expect(usualFor([9, 10, 100, 5])).toEqual([10, 10]);
  });

  it('lets days follow on years of history', () => {
    expect(usualFor([1000, 1, 1])).toEqual([1, 1000]);
    expect(usualFor([1000, 1, 1, 1])).toEqual([1, 1]);
    expect(usualFor([1, 1000, 1])).toEqual([1, 1000]);
  });

  it('is that of the last ten', () => {
    const old = Array.from({ length: 11 }, () => 1000);
    const young = (count: number) => Array.from({ length: count }, () => 1);
    expect(usualFor([...old, ...young(5), 1])).toEqual([1, 1000]);
    expect(usualFor([...old, ...young(6), 1])).toEqual([1, 1]);
  });

  it('begins anew with a delivery that was accepted', () => {
    expect(usualFor([365, 365, 365, 1, 1], [3])).toBeNull();
    expect(usualFor([365, 365, 365, 1, 1, 1], [3])).toEqual([1, 1]);
    expect(usualFor([365, 365, 365, 1, 1, 1])).toEqual([365, 365]);
  });

  it('of a delivery that was accepted is what those before it say', () => {
    expect(usualFor([365, 365, 1], [2])).toEqual([365, 365]);
  });
});
