import { describe, expect, it } from '@jest/globals';
import { planJobs, rangeAfter } from '../../../core/train/plan-training.ts';
import { DAILY } from '../../support/dataset.ts';

describe('rangeAfter', () => {
  it('is the evaluation length from the day after the last day of training, on the calendar', () => {
    const training = { start: '1981-01-01', end: '1986-12-31' };
    const days = { frequency: 'day', phase: 0 } as const;

    expect(rangeAfter(days, training, { length: '1y' })).toEqual({ start: '1987-01-01', end: '1987-12-31' });
    expect(rangeAfter(days, { ...training, end: '1987-12-31' }, { length: '1y' })).toEqual({
      start: '1988-01-01',
      end: '1988-12-31',
    });
  });

  it('keeps to the ends of months', () => {
    const axis = { frequency: 'month', phase: 1 } as const;

    expect(rangeAfter(axis, { start: '2018-01-31', end: '2019-12-31' }, { length: '1q' })).toEqual({
      start: '2020-01-31',
      end: '2020-03-31',
    });
  });
});

describe('planJobs', () => {
  it('gives every candidate its job', () => {
    const candidates = [
      { name: 'naive', family: 'seasonal-naive' as const, options: {} },
      { name: 'mean', family: 'climatology' as const, options: { window: 3 } },
    ];
    const training = { start: '2015-01-01', end: '2019-12-31' };

    const jobs = planJobs({ ...DAILY, candidates }, training, { start: '2020-01-01', end: '2020-12-31' });

    expect(jobs.map(({ candidate }) => candidate)).toEqual(['naive', 'mean']);
    expect(jobs[1].hyperparameters).toMatchObject({
      family: 'climatology',
      options: '{"window":3}',
      train_end: '2019-12-31',
      forecast_end: '2020-12-31',
      cv_horizon: '90d',
    });
  });
});
