import { describe, expect, it } from '@jest/globals';
import {
  fitHyperparameters,
  horizonAfter,
  planFit,
  planTrials,
  regressorsAsOf,
} from '../../../core/train/plan-training.ts';
import { fitPlanSchema } from '../../../core/blend/fit-plan.ts';
import { DAILY } from '../../support/dataset.ts';
import { RECIPE, SELECTION } from '../../support/model-version.ts';

describe('horizonAfter', () => {
  const days = { frequency: 'day', phase: 0 } as const;

  it.each([
    ['1986-12-31', '1y', '1987-01-01', '1987-12-31'],
    ['1987-12-31', '1y', '1988-01-01', '1988-12-30'],
    ['1988-12-30', '1y', '1988-12-31', '1989-12-30'],
    ['2013-12-31', '6m', '2014-01-01', '2014-06-30'],
  ])('after %s, for %s, is %s to %s: a year has 365 days', (last, length, start, end) => {
    expect(horizonAfter(days, last, { length })).toEqual({ start, end });
  });

  it('counts a year of hours as 365 days, and one of months as 12', () => {
    const hours = { frequency: 'hour', phase: 0 } as const;
    expect(horizonAfter(hours, '1987-12-31T23:00:00Z', { length: '1y' })).toEqual({
      start: '1988-01-01T00:00:00Z',
      end: '1988-12-30T23:00:00Z',
    });
    const months = { frequency: 'month', phase: 0 } as const;
    expect(horizonAfter(months, '1987-12-01', { length: '1y' })).toEqual({ start: '1988-01-01', end: '1988-12-01' });
  });

  it('keeps to the ends of months', () => {
    const axis = { frequency: 'month', phase: 1 } as const;
    expect(horizonAfter(axis, '2019-12-31', { length: '1q' })).toEqual({ start: '2020-01-31', end: '2020-03-31' });
  });
});

describe('planTrials', () => {
  const CANDIDATES = [
    { name: 'naive', family: 'seasonal-naive', options: {} },
    { name: 'mean', family: 'climatology', options: { window: 3 } },
  ];
  const SLICE = {
    training: { start: '2015-01-01', end: '2019-12-31' },
    forecast: { start: '2020-01-01', end: '2020-12-31' },
  };

  it('tells the regressors to those that learn from them', () => {
    const regressors = regressorsAsOf({ regressors: ['price'] }, '2019-12-31');
    const candidates = ['seasonal-naive', 'climatology', 'harmonic', 'prophet', 'theta', 'damped'].map((family) => ({
      name: family,
      family,
      options: {},
    }));
    const told = planTrials(DAILY, { candidates }, { ...SLICE, regressors })
      .filter(({ hyperparameters }) => 'regressors' in hyperparameters)
      .map(({ candidate, hyperparameters }) => [candidate, hyperparameters.regressors]);
    expect(told).toEqual([
      ['harmonic', '{"names":["price"],"asOf":"2019-12-31"}'],
      ['prophet', '{"names":["price"],"asOf":"2019-12-31"}'],
    ]);
    expect(regressorsAsOf({ regressors: [] }, '2019-12-31')).toBeUndefined();
    expect(regressorsAsOf({}, '2019-12-31')).toBeUndefined();
  });

  it('gives every candidate its job', () => {
    const jobs = planTrials(DAILY, { candidates: CANDIDATES }, SLICE);

    expect(jobs.map(({ candidate }) => candidate)).toEqual(['naive', 'mean']);
    expect(jobs[1].hyperparameters).toMatchObject({
      task: 'cross-validate',
      family: 'climatology',
      options: '{"window":3}',
      min: '-60',
      max: '60',
      train_end: '2019-12-31',
      forecast_end: '2020-12-31',
      cv_horizon: '90d',
    });
  });

  it('has all candidates scored on the same rows: with what the most demanding of them needs', () => {
    const leastOf = (candidates: typeof CANDIDATES) =>
      planTrials(DAILY, { candidates }, SLICE).map(({ hyperparameters }) => hyperparameters.cv_least_observations);
    expect(leastOf(CANDIDATES)).toEqual(['2', '2']);
    expect(leastOf([...CANDIDATES, { name: 'theta', family: 'theta', options: {} }])).toEqual(['5', '5', '5']);
  });

  it('leaves no points of what is only a yardstick, and scores it on the rows of all', () => {
    const yardsticks = [{ name: 'yardstick-365', family: 'theta', options: {} }];
    const jobs = planTrials(DAILY, { candidates: CANDIDATES, yardsticks }, SLICE);
    expect(jobs.map(({ candidate, hyperparameters: { leaves } }) => [candidate, leaves])).toEqual([
      ['naive', 'points'],
      ['mean', 'points'],
      ['yardstick-365', 'errors'],
    ]);
    expect(jobs.map(({ hyperparameters }) => hyperparameters.cv_least_observations)).toEqual(['5', '5', '5']);
  });

  it('refuses a family that there is not, before any job starts', () => {
    const candidates = [{ name: 'mine', family: 'arima', options: {} }];
    expect(() => planTrials(DAILY, { candidates }, SLICE)).toThrow("got 'arima'");
  });

  it('leaves out the bounds that the data set does not have', () => {
    const { max, ...contract } = DAILY.contract;
    const [{ hyperparameters }] = planTrials({ ...DAILY, contract }, { candidates: CANDIDATES }, SLICE);
    expect([max, hyperparameters.min, hyperparameters.max]).toEqual([60, '-60', undefined]);
  });
});

describe('a fit', () => {
  it('has its window, its tolerance and its seed among the hyperparameters, and all else in its plan', () => {
    const slice = {
      training: { start: '2015-01-01', end: '2019-12-31' },
      forecast: { start: '2020-01-01', end: '2020-12-31' },
    };
    expect(fitHyperparameters(DAILY, slice)).toEqual({
      task: 'fit',
      frequency: 'day',
      seed: '1',
      train_start: '2015-01-01',
      train_end: '2019-12-31',
      forecast_start: '2020-01-01',
      forecast_end: '2020-12-31',
      max_failed_series_share: '0',
    });
    const memory = {
      points: [{ files: ['p'], sha256: 'f00d' }],
      looks: [{ file: 'l', sha256: 'd' }],
      share: { average: 0.5 },
      incumbent: null,
    };
    const plan = planFit(DAILY, { recipe: RECIPE, selection: SELECTION }, memory);
    expect(fitPlanSchema.parse(plan)).toEqual({
      recipe: RECIPE,
      yardstick: { name: 'seasonal naive of 365', lag: 365 },
      chosen: 'naive',
      cadence: '30d',
      bounds: { min: -60, max: 60 },
      maxBeyondObserved: 1,
      ...memory,
    });
  });
});
