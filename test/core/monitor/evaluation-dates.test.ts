import { describe, expect, it } from '@jest/globals';
import { evaluationDates } from '../../../core/monitor/evaluation-dates.ts';
import type { Frequency } from '../../../core/contracts/frequency.ts';
import { inferAxis, parseDuration } from '../../../core/series/time-axis.ts';

function dates(frequency: Frequency, [start, end]: readonly [string, string], cadence: string): readonly string[] {
  return evaluationDates(inferAxis(frequency, Date.parse(start)), { start, end }, parseDuration(cadence));
}

describe('evaluationDates', () => {
  it('looks after every thirty days, and at the end', () => {
    expect(dates('day', ['2014-01-01', '2014-04-05'], '30d')).toEqual([
      '2014-01-30',
      '2014-03-01',
      '2014-03-31',
      '2014-04-05',
    ]);
  });

  it('looks once at an end that a cadence hits', () => {
    expect(dates('day', ['2014-01-01', '2014-03-31'], '1m')).toEqual(['2014-01-31', '2014-02-28', '2014-03-31']);
  });

  it('looks once where the cadence is longer than the range', () => {
    expect(dates('day', ['2014-01-01', '2014-01-10'], '30d')).toEqual(['2014-01-10']);
  });

  it('looks once at a range of one period', () => {
    expect(dates('day', ['2014-01-01', '2014-01-01'], '1d')).toEqual(['2014-01-01']);
  });

  it('counts hours', () => {
    expect(dates('hour', ['2014-01-01T00:00:00Z', '2014-01-02T11:00:00Z'], '12h')).toEqual([
      '2014-01-01T11:00:00Z',
      '2014-01-01T23:00:00Z',
      '2014-01-02T11:00:00Z',
    ]);
  });

  it('counts weeks by the weekday of the series', () => {
    expect(dates('week', ['2014-01-05', '2014-02-16'], '3w')).toEqual(['2014-01-19', '2014-02-09', '2014-02-16']);
  });

  it('counts months dated by their first day or their last', () => {
    expect(dates('month', ['2014-01-01', '2014-12-01'], '5m')).toEqual(['2014-05-01', '2014-10-01', '2014-12-01']);
    expect(dates('month', ['2014-01-31', '2014-12-31'], '1q')).toEqual([
      '2014-03-31',
      '2014-06-30',
      '2014-09-30',
      '2014-12-31',
    ]);
  });

  it.each<readonly [Frequency, string]>([
    ['day', '1h'],
    ['day', '23h'],
    ['week', '6d'],
    ['month', '30d'],
    ['quarter', '2m'],
    ['quarter', '91d'],
    ['year', '365d'],
    ['year', '3q'],
  ])('refuses for a %s a cadence of %s', (frequency, cadence) => {
    expect(() => dates(frequency, ['2014-01-01', '2016-01-01'], cadence)).toThrow(
      `the monitoring cadence is shorter than a ${frequency}, so that some looks would see nothing new; got '${cadence}'`,
    );
  });

  it.each<readonly [Frequency, string, string]>([
    ['hour', '1h', '2018-01-01T00:00:00Z'],
    ['day', '24h', '2018-01-01'],
    ['week', '7d', '2017-12-27'],
    ['month', '31d', '2018-01-01'],
    ['quarter', '3m', '2018-01-01'],
    ['quarter', '92d', '2018-01-01'],
    ['year', '4q', '2018-01-01'],
    ['year', '366d', '2018-01-01'],
  ])('takes for a %s a cadence of %s, and never looks twice at a date', (frequency, cadence, last) => {
    const looks = dates(frequency, ['2014-01-01', '2018-01-01'], cadence);
    expect(new Set(looks).size).toBe(looks.length);
    expect(looks.at(-1)).toBe(last);
  });

  it('has no date in an empty range', () => {
    expect(dates('month', ['2014-01-02', '2014-01-20'], '1m')).toEqual([]);
  });
});
