import { describe, expect, it } from '@jest/globals';
import { dateTicks, numberTicks } from '../../report/ticks.ts';

describe('ticks of values', () => {
  it.each([
    [3.1, 988.7, ['200', '400', '600', '800']],
    [0.113, 0.42, ['0.15', '0.20', '0.25', '0.30', '0.35', '0.40']],
    [-1234.5, 5678.9, ['-1,000', '0', '1,000', '2,000', '3,000', '4,000', '5,000']],
    [99.9, 100.05, ['99.90', '99.92', '99.94', '99.96', '99.98', '100.00', '100.02', '100.04']],
    [-3e12, 9e12, ['-2e12', '0', '2e12', '4e12', '6e12', '8e12']],
    [1e-7, 9e-7, ['2e-7', '4e-7', '6e-7', '8e-7']],
    [1e9, 1e9 + 3, ['1,000,000,000.0', '1,000,000,000.5', '1,000,000,001.0']],
  ])('from %s to %s are round, and labelled alike', (low, high, labels) => {
    expect(
      numberTicks(low, high, 5)
        .map(({ label }) => label)
        .slice(0, labels.length),
    ).toEqual(labels);
  });

  it('stand where their labels say', () => {
    expect(numberTicks(0, 1, 2).map(({ at }) => at)).toEqual([0, 0.5, 1]);
    expect(numberTicks(0, 1, 0).map(({ label }) => label)).toEqual(['0', '0.5', '1.0']);
  });
});

describe('ticks of dates', () => {
  const told = (start: string, end: string, leastMs = 0, count = 7) =>
    dateTicks(Date.parse(start), Date.parse(end), { count, leastMs }).map(({ label, under }) =>
      under === undefined ? label : `${label}/${under}`,
    );

  it.each([
    ['1990-01-01', '2024-01-01', ['1990', '1995', '2000', '2005', '2010', '2015', '2020']],
    ['2014-01-01', '2015-12-31', ['Jan/2014', 'Apr', 'Jul', 'Oct', 'Jan/2015', 'Apr', 'Jul', 'Oct']],
    ['2014-12-28', '2015-06-25', ['Jan/2015', 'Feb', 'Mar', 'Apr', 'May', 'Jun']],
    // Between a week and a month nothing is round.
    ['2013-10-03', '2013-12-31', ['Nov/2013', 'Dec']],
    ['2014-01-01', '2014-01-12', ['2 Jan/2014', '4 Jan', '6 Jan', '8 Jan', '10 Jan', '12 Jan']],
    [
      '2014-01-01T00:00Z',
      '2014-01-02T12:00Z',
      ['00:00/1 Jan 2014', '06:00', '12:00', '18:00', '00:00/2 Jan 2014', '06:00', '12:00'],
    ],
  ])('from %s to %s lie at borders of the calendar', (start, end, labels) => {
    expect(told(start, end)).toEqual(labels);
  });

  it('are no finer than the points between which they lie', () => {
    expect(told('2014-04-01', '2014-04-03', 86_400_000)).toEqual(['1 Apr/2014', '2 Apr', '3 Apr']);
    expect(told('2014-04-01', '2014-04-03')).toHaveLength(9);
  });
});
