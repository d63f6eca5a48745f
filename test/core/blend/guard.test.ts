import { describe, expect, it } from '@jest/globals';
import { addSquares, isOutside, judgedMovement, movementOf } from '../../../core/blend/guard.ts';

describe('the range of a series', () => {
  it('is left by more than three times that range, on either side', () => {
    const seen = [10, 20] as const;
    expect(isOutside(Float64Array.of(15, -20, 50), seen)).toBe(false);
    expect(isOutside(Float64Array.of(15, -20.01), seen)).toBe(true);
    expect(isOutside(Float64Array.of(50.01), seen)).toBe(true);
    expect(isOutside(Float64Array.of(NaN), seen)).toBe(true);
  });

  it('of a constant says nothing', () => {
    expect(isOutside(Float64Array.of(1e9), [7, 7])).toBe(false);
  });
});

describe('the way from one forecast to the next', () => {
  it('is a root mean square over what both say, beside five times the usual error', () => {
    const one = movementOf(Float64Array.of(1, 2, 3), Float64Array.of(1, NaN, 5));
    expect(one).toEqual({ squares: 4, count: 2 });
    const two = addSquares(one, { squares: 12, count: 2 });
    expect(judgedMovement(two, { squares: 18, count: 2 })).toEqual({ value: 2, allowed: 15 });
  });

  it('is not asked without an error to hold it against, or nothing before', () => {
    const nothing = { value: null, allowed: null };
    expect(judgedMovement({ squares: 4, count: 2 }, { squares: 0, count: 0 })).toEqual(nothing);
    expect(judgedMovement({ squares: 4, count: 2 }, { squares: 0, count: 5 })).toEqual(nothing);
    expect(judgedMovement({ squares: 0, count: 0 }, { squares: 1, count: 5 })).toEqual(nothing);
  });
});
