import { describe, expect, it } from '@jest/globals';
import { blendOf } from '../../../core/blend/mixture.ts';

const [ONE, OTHER] = [Float64Array.of(1, 2), Float64Array.of(5, 10)];
const EVEN = { weights: [0.5, 0.5], choice: 1, share: 0.25 };

describe('blendOf', () => {
  it('is so much average and so much choice', () => {
    expect(blendOf([ONE, OTHER], EVEN)).toEqual(Float64Array.of(4.5, 9));
    expect(blendOf([ONE, OTHER], { ...EVEN, share: 0 })).toEqual(OTHER);
    expect(blendOf([ONE, OTHER], { ...EVEN, share: 1 })).toEqual(Float64Array.of(3, 6));
  });

  it('is the one of them that is there, and leaves the members as they are', () => {
    expect(blendOf([ONE, undefined], EVEN)).toEqual(ONE);
    expect(blendOf([ONE, undefined], { ...EVEN, share: 0 })).toEqual(ONE);
    expect(blendOf([ONE, OTHER], { ...EVEN, weights: [0, 0] })).toEqual(OTHER);
    expect(blendOf([ONE, undefined], { ...EVEN, weights: [0, 1] })).toBeUndefined();
    expect([ONE, OTHER]).toEqual([Float64Array.of(1, 2), Float64Array.of(5, 10)]);
  });
});
