import { describe, expect, it } from '@jest/globals';
import { intervalHalfWidth } from '../../../core/models/normal-quantile.ts';

describe('intervalHalfWidth', () => {
  // scipy.stats.norm.ppf((1 + level) / 2)
  it.each([
    [0.01, 0.012533469508069276],
    [0.5, 0.6744897501960817],
    [0.8, 1.2815515655446004],
    [0.9, 1.6448536269514722],
    [0.95, 1.959963984540054],
    [0.99, 2.5758293035489004],
    [0.998, 3.090232306167813],
    [0.99999, 4.417173413468165],
  ])('of %d is %d', (level, expected) => {
    expect(intervalHalfWidth(level)).toBeCloseTo(expected, 10);
  });
});
