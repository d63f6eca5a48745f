import { describe, expect, it } from '@jest/globals';
import { uniform } from '../../../core/gates/uniform.ts';

describe('the pseudo-random numbers', () => {
  // Computed with Python's integers, masked to 32 bits.
  it.each([
    [0, [0.3921251413412392, 0.8505931859835982, 0.684420470148325]],
    [1, [0.3678755429573357, 0.08161311969161034, 0.8205357783008367]],
    [42, [0.12848330102860928, 0.03353364090435207, 0.07509804493747652]],
    [2 ** 32 + 1, [0.999645066447556, 0.30326323537155986, 0.6431548905093223]],
    [2 ** 40 + 42, [0.8174089246895164, 0.13406241009943187, 0.11397499567829072]],
  ])('of seed %d', (seed, expected) => {
    const next = uniform(seed);
    expect(expected.map(() => next())).toEqual(expected);
  });
});
