import { describe, expect, it } from '@jest/globals';
import { chooseYardstick, yardsticksText } from '../../../core/backtest/yardstick.ts';

const tried = (lag: number, rmse: number | null) => ({ lag, crossValidation: { rmse } });

describe('chooseYardstick', () => {
  it('is the naive with the lowest RMSE', () => {
    expect(chooseYardstick([tried(7, 3), tried(364, 2), tried(365, 2.5)])).toEqual({
      name: 'seasonal naive of 364',
      lag: 364,
    });
  });

  it('is the earlier of equals, and not one without an error where another has one', () => {
    expect(chooseYardstick([tried(7, 2), tried(365, 2)]).lag).toBe(7);
    expect(chooseYardstick([tried(7, null), tried(365, 9)]).lag).toBe(365);
  });

  it('is the first where nothing was cross-validated', () => {
    expect(chooseYardstick([tried(24, null), tried(168, null)]).lag).toBe(24);
  });
});

describe('yardsticksText', () => {
  it('names every lag once', () => {
    expect(yardsticksText(['seasonal naive of 7', 'seasonal naive of 7'])).toBe('seasonal naive of 7');
    const three = ['seasonal naive of 364', 'seasonal naive of 7', 'seasonal naive of 364'];
    expect(yardsticksText(three)).toBe('seasonal naive of 364 or of 7');
  });
});
