import { describe, expect, it } from '@jest/globals';
import { scoredText } from '../../../core/contracts/scored-text.ts';

describe('scoredText', () => {
  it('says of how much of the panel an error is', () => {
    expect(scoredText({ seriesScored: 10, seriesInAll: 12, pointsScored: 86, pointsInAll: 100 })).toBe(
      '10 of 12 series, 86.0 % of the rows',
    );
    expect(scoredText({ seriesScored: 0, seriesInAll: 1, pointsScored: 0, pointsInAll: 0 })).toBe('0 of 1 series');
  });

  it('is a dash where nobody has counted', () => {
    expect(scoredText({})).toBe('–');
  });
});
