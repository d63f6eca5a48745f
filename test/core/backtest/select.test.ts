import { describe, expect, it } from '@jest/globals';
import { chooseBest } from '../../../core/backtest/select.ts';
import type { Candidate } from '../../../core/contracts/dataset.ts';

function scored(name: string, rmse: number | null, family: Candidate['family'] = 'harmonic') {
  const crossValidation = {
    mse: 1,
    rmse,
    mae: 1,
    mape: null,
    mdape: null,
    smape: 1,
    mase: 1,
    coverage: 0.8,
    folds: 35,
  };
  return { candidate: { name, family, options: {} }, crossValidation };
}

const yardstick = (rmse: number | null) => {
  const { crossValidation } = scored('yardstick', rmse);
  return { name: 'seasonal naive of 364', crossValidation };
};
const naive = (rmse: number | null) => scored('naive', rmse, 'seasonal-naive');

describe('chooseBest', () => {
  it('takes the lowest error and says how it compares with the naive', () => {
    const candidates = [naive(4.8), scored('a', 3.6), scored('b', 3.5)];
    const { chosen, reason } = chooseBest(candidates, 'rmse', yardstick(4.8));
    expect(chosen).toBe(candidates[2]);
    expect(reason).toBe(
      'b has the lowest rmse in cross-validation, 3.500: 73 % of the 4.800 of the seasonal naive of 364',
    );
  });

  it('does not choose what is no better than the naive', () => {
    expect(chooseBest([scored('a', 4.8), naive(4.8)], 'rmse', yardstick(4.8)).chosen.candidate.name).toBe('naive');
    expect(chooseBest([scored('a', 4.9), naive(4.8)], 'rmse', yardstick(4.8)).reason).toBe(
      'no candidate has a lower rmse than naive, a seasonal naive, 4.800: 100 % of the 4.800 of the seasonal naive of 364',
    );
  });

  it('measures by the better of several naives', () => {
    const week = scored('week', 4.5, 'seasonal-naive');
    expect(chooseBest([naive(4.8), week, scored('a', 4.6)], 'rmse', yardstick(4.8)).chosen).toBe(week);
    expect(chooseBest([naive(4.8), week, scored('a', 4.4)], 'rmse', yardstick(4.5)).chosen.candidate.name).toBe('a');
  });

  it('names the yardstick, which may be no candidate and better than all of them', () => {
    // A shop whose candidate looks 365 days back, at another weekday.
    expect(chooseBest([naive(5243), scored('a', 2997)], 'rmse', yardstick(2812)).reason).toBe(
      'a has the lowest rmse in cross-validation, 2997: 107 % of the 2812 of the seasonal naive of 364',
    );
    expect(chooseBest([scored('a', 1e-16)], 'rmse', yardstick(0)).reason).toMatch(
      /; the error of the seasonal naive of 364 is 0$/,
    );
  });

  it('prefers the earlier of equals', () => {
    expect(chooseBest([scored('b', 3), scored('a', 3)], 'rmse', yardstick(4.8)).chosen.candidate.name).toBe('b');
  });

  it('never chooses a candidate without the metric', () => {
    expect(chooseBest([scored('a', null), scored('b', 9)], 'rmse', yardstick(4.8)).chosen.candidate.name).toBe('b');
    expect(chooseBest([scored('b', 9)], 'rmse', yardstick(null)).reason).toBe(
      'b has the lowest rmse in cross-validation, 9.000; no seasonal naive was compared',
    );
  });

  it('fails where no candidate has the metric', () => {
    expect(() => chooseBest([naive(1), scored('b', 2)], 'mdape', yardstick(4.8))).toThrow(
      expect.objectContaining({ name: 'NoCandidateQualified' }),
    );
  });
});
