import { describe, expect, it } from '@jest/globals';
import { horizonAfter, planJobs } from '../../../core/train/plan-training.ts';
import { DAILY } from '../../support/dataset.ts';

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

describe('planJobs', () => {
  it('gives every candidate its job', () => {
    const candidates = [
      { name: 'naive', family: 'seasonal-naive' as const, options: {} },
      { name: 'mean', family: 'climatology' as const, options: { window: 3 } },
    ];
    const training = { start: '2015-01-01', end: '2019-12-31' };

    const jobs = planJobs({ ...DAILY, candidates }, { training, forecast: { start: '2020-01-01', end: '2020-12-31' } });

    expect(jobs.map(({ candidate }) => candidate)).toEqual(['naive', 'mean']);
    expect(jobs[1].hyperparameters).toMatchObject({
      family: 'climatology',
      options: '{"window":3}',
      train_end: '2019-12-31',
      forecast_end: '2020-12-31',
      cv_horizon: '90d',
    });
  });

  it('refuses a family that there is not, before any job starts', () => {
    const candidates = [{ name: 'mine', family: 'arima', options: {} }];
    const window = { start: '2015-01-01', end: '2019-12-31' };
    expect(() => planJobs({ ...DAILY, candidates }, { training: window, forecast: window })).toThrow("got 'arima'");
  });
});
