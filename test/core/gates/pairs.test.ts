import { describe, expect, it } from '@jest/globals';
import { intervalCoverage, ratioOf } from '../../../core/gates/pairs.ts';

describe('the ratio of two errors', () => {
  it.each([
    [2, 4, 0.5],
    [0, 0, 1],
    [0, 4, 0],
    [3, 0, Infinity],
    [3, Infinity, NaN],
  ])('%d to %d is %d', (challenger, rival, expected) => {
    expect(ratioOf(challenger, rival)).toBe(expected);
  });
});

describe('the coverage of an interval', () => {
  const y = Float64Array.of(1, 2);
  const interval = (lower: readonly number[], upper: readonly number[]) => ({
    yhat: y,
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
  });

  it('is the share of actuals inside', () => {
    expect(intervalCoverage(y, interval([0, 3], [2, 4]))).toBe(0.5);
  });

  it.each([
    [
      [0, NaN],
      [2, 4],
    ],
    [
      [0, 1],
      [NaN, 4],
    ],
  ])('is none where one bound is no number: %p, %p', (lower, upper) => {
    expect(intervalCoverage(y, interval(lower, upper))).toBeNaN();
  });
});
