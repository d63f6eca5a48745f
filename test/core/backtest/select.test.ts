import { describe, expect, it } from '@jest/globals';
import { chooseBest, type ScoredCandidate, type SelectionMetric } from '../../../core/backtest/select.ts';
import type { Candidate } from '../../../core/contracts/dataset.ts';

function scored(name: string, rmse: number | null, family: Candidate['family'] = 'harmonic'): ScoredCandidate {
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

/** Where two thirds of the series have to be scored. */
function choose(candidates: readonly ReturnType<typeof scored>[], metric: SelectionMetric, measure = yardstick(4.8)) {
  const crossValidation = { initial: '1y', horizon: '90d' };
  return chooseBest(candidates, { metric, minScoredShare: 0.66, crossValidation, yardstick: measure });
}

describe('chooseBest', () => {
  it('takes the lowest error and says how it compares with the naive', () => {
    const candidates = [naive(4.8), scored('a', 3.6), scored('b', 3.5)];
    const { chosen, reason } = choose(candidates, 'rmse', yardstick(4.8));
    expect(chosen).toBe(candidates[2]);
    expect(reason).toBe(
      'b has the lowest rmse in cross-validation, 3.500: 73 % of the 4.800 of the seasonal naive of 364',
    );
  });

  it('does not choose what is no better than the naive', () => {
    expect(choose([scored('a', 4.8), naive(4.8)], 'rmse', yardstick(4.8)).chosen.candidate.name).toBe('naive');
    expect(choose([scored('a', 4.9), naive(4.8)], 'rmse', yardstick(4.8)).reason).toBe(
      'no candidate has a lower rmse than naive, a seasonal naive, 4.800: 100 % of the 4.800 of the seasonal naive of 364',
    );
  });

  it('measures by the better of several naives', () => {
    const week = scored('week', 4.5, 'seasonal-naive');
    expect(choose([naive(4.8), week, scored('a', 4.6)], 'rmse', yardstick(4.8)).chosen).toBe(week);
    expect(choose([naive(4.8), week, scored('a', 4.4)], 'rmse', yardstick(4.5)).chosen.candidate.name).toBe('a');
  });

  it('names the yardstick, which may be no candidate and better than all of them', () => {
    // A shop whose candidate looks 365 days back, at another weekday.
    expect(choose([naive(5243), scored('a', 2997)], 'rmse', yardstick(2812)).reason).toBe(
      'a has the lowest rmse in cross-validation, 2,997: 107 % of the 2,812 of the seasonal naive of 364',
    );
    expect(choose([scored('a', 1e-16)], 'rmse', yardstick(0)).reason).toMatch(
      /; the error of the seasonal naive of 364 is 0$/,
    );
  });

  it('prefers the earlier of equals', () => {
    expect(choose([scored('b', 3), scored('a', 3)], 'rmse', yardstick(4.8)).chosen.candidate.name).toBe('b');
  });

  it('never chooses a candidate without the metric', () => {
    expect(choose([scored('a', null), scored('b', 9)], 'rmse', yardstick(4.8)).chosen.candidate.name).toBe('b');
    expect(choose([scored('b', 9)], 'rmse', yardstick(null)).reason).toBe(
      'b has the lowest rmse in cross-validation, 9.000; no seasonal naive was compared',
    );
  });

  const ofSeries = (candidate: ReturnType<typeof scored>, seriesScored: number) => ({
    ...candidate,
    crossValidation: { ...candidate.crossValidation, seriesScored, seriesInAll: 12 },
  });

  it('does not consider a candidate that was scored on too few of the series, and says so', () => {
    const { chosen, reason } = choose([ofSeries(naive(4.8), 12), ofSeries(scored('a', 1), 7)], 'rmse');
    expect(chosen.candidate.name).toBe('naive');
    expect(reason).toContain('; not considered: a: 35 folds, 7 of 12 series scored');
    expect(choose([ofSeries(naive(4.8), 12), ofSeries(scored('a', 1), 8)], 'rmse').chosen.candidate.name).toBe('a');
  });

  it('fails where all were scored on too few, and names the share', () => {
    expect(() => choose([ofSeries(naive(4.8), 3), ofSeries(scored('a', 1), 2)], 'rmse')).toThrow(
      'on 25 % at most, where promotion.minScoredShare wants 66 %',
    );
  });

  it('says that there is no fold, and of which lengths', () => {
    const none = { ...scored('a', null), crossValidation: { ...scored('a', null).crossValidation, folds: 0 } };
    expect(() => choose([none], 'rmse')).toThrow(
      /there is no fold; got \["a: 0 folds"\]; hint: .*initial \(1y\) and horizon \(90d\)/,
    );
  });

  it('says what leaves a metric undefined: of constant series, the naive errs nowhere', () => {
    const constant = { ...scored('a', 1), crossValidation: { ...scored('a', 1).crossValidation, mase: null } };
    expect(() => choose([constant], 'mase')).toThrow("the naive's error is 0");
  });

  it('fails where no candidate has the metric', () => {
    expect(() => choose([naive(1), scored('b', 2)], 'mdape', yardstick(4.8))).toThrow(
      expect.objectContaining({ name: 'NoCandidateQualified' }),
    );
  });
});
