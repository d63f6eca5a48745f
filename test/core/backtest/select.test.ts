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

const naive = (rmse: number | null) => scored('naive', rmse, 'seasonal-naive');

describe('chooseBest', () => {
  it('takes the lowest error and says how it compares with the naive', () => {
    const candidates = [naive(4.8), scored('a', 3.6), scored('b', 3.5)];
    const { chosen, reason } = chooseBest(candidates, 'rmse');
    expect(chosen).toBe(candidates[2]);
    expect(reason).toBe('b has the lowest rmse in cross-validation, 3.500: 73 % of the 4.800 of naive');
  });

  it('does not choose what is no better than the naive', () => {
    expect(chooseBest([scored('a', 4.8), naive(4.8)], 'rmse').chosen.candidate.name).toBe('naive');
    expect(chooseBest([scored('a', 4.9), naive(4.8)], 'rmse').reason).toBe(
      'no candidate has a lower rmse than naive, the seasonal naive, 4.800',
    );
  });

  it('measures by the better of several naives', () => {
    const week = scored('week', 4.5, 'seasonal-naive');
    expect(chooseBest([naive(4.8), week, scored('a', 4.6)], 'rmse').chosen).toBe(week);
    expect(chooseBest([naive(4.8), week, scored('a', 3.6)], 'rmse').reason).toContain('80 % of the 4.500 of week');
  });

  it('prefers the earlier of equals', () => {
    expect(chooseBest([scored('b', 3), scored('a', 3)], 'rmse').chosen.candidate.name).toBe('b');
  });

  it('never chooses a candidate without the metric', () => {
    expect(chooseBest([scored('a', null), scored('b', 9)], 'rmse').chosen.candidate.name).toBe('b');
    expect(chooseBest([naive(null), scored('b', 9)], 'rmse').reason).toContain('no seasonal naive was compared');
  });

  it('fails where no candidate has the metric', () => {
    expect(() => chooseBest([naive(1), scored('b', 2)], 'mdape')).toThrow(
      expect.objectContaining({ name: 'NoCandidateQualified' }),
    );
  });
});
