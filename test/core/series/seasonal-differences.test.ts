import { describe, expect, it } from '@jest/globals';
import { SeasonalDifferences } from '../../../core/series/seasonal-differences.ts';

const series = {
  uniqueId: 'a',
  ds: Int32Array.of(10, 11, 12, 14, 15, 17),
  y: Float64Array.of(1, 4, 9, 16, 25, 36),
};

describe('SeasonalDifferences', () => {
  it('pairs observations a season apart on the calendar, not in the rows', () => {
    const differences = new SeasonalDifferences(series, 3);
    differences.advanceTo(6);
    // 14 - 11, 15 - 12, 17 - 14
    expect(differences).toMatchObject({ pairs: 3, absolute: 12 + 16 + 20, squares: 144 + 256 + 400 });
  });

  it('says the same whichever numbers it was asked for before', () => {
    const differences = new SeasonalDifferences(series, 3);
    differences.advanceTo(6);
    differences.advanceTo(4);
    expect(differences).toMatchObject({ pairs: 1, absolute: 12, squares: 144 });
    differences.advanceTo(5);
    expect(differences).toMatchObject({ pairs: 2, absolute: 28, squares: 400 });
  });
});
