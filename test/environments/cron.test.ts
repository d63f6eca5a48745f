import { describe, expect, it } from '@jest/globals';
import { cronProblem } from '../../environments/cron.ts';
import { longestGapHours, runsAMonth } from '../../environments/cron-times.ts';

describe('cronProblem', () => {
  it.each([
    'cron(0 3 ? * SUN *)',
    'cron(30 5 * * ? *)',
    'cron(0/15 8-17 ? * MON-FRI 2026-2030)',
    'cron(0 0 L * ? *)',
    'cron(0 0 15W 1,4,7,10 ? *)',
    'cron(0 10 ? * 6#3 *)',
    'cron(0 10 ? JAN 2L *)',
    'cron(0 3 29 2 ? *)',
    'cron(0 3 31 2,MAR ? *)',
  ])('accepts %s', (expression) => {
    expect(cronProblem(expression)).toBeUndefined();
  });

  it.each([
    ['0 3 ? * SUN *', "it is not six fields between 'cron(' and ')'"],
    ['cron(0 3 * * *)', "it is not six fields between 'cron(' and ')'"],
    ['cron(60 3 ? * SUN *)', "minutes cannot be '60'"],
    ['cron(0 24 ? * SUN *)', "hours cannot be '24'"],
    ['cron(0 3 0 * ? *)', "day of month cannot be '0'"],
    ['cron(0 3 1 13 ? *)', "month cannot be '13'"],
    ['cron(0 3 ? * SUNDAY *)', "day of week cannot be 'SUNDAY'"],
    ['cron(0 3 ? * 0 *)', "day of week cannot be '0'"],
    ['cron(0 3 1 * ? 1969)', "year cannot be '1969'"],
    ['cron(0 9-5 ? * SUN *)', "hours cannot be '9-5'"],
    ['cron(0/0 3 ? * SUN *)', "minutes cannot be '0/0'"],
    ['cron(1- 3 ? * SUN *)', "minutes cannot be '1-'"],
    ['cron(0 3 30 FEB ? *)', 'no month that it names has the day 30: it would never run'],
    ['cron(0 3 31 4,6,9,11 ? *)', 'no month that it names has the day 31: it would never run'],
    ['cron(0 3 * * SUN *)', "exactly one of day of month and day of week must be '?'"],
    ['cron(0 3 ? * ? *)', "exactly one of day of month and day of week must be '?'"],
  ])('refuses %s', (expression, problem) => {
    expect(cronProblem(expression)).toBe(problem);
  });

  it.each([
    ['2024,2025', 'the last year that it names is 2025: it would never run again'],
    ['2020-2025/2', 'the last year that it names is 2025: it would never run again'],
    ['2025,2026', undefined],
    ['2020-2030', undefined],
    ['2020/2', undefined],
    ['*', undefined],
  ])('in 2026 says of the years %s: %s', (years, problem) => {
    expect(cronProblem(`cron(0 3 * * ? ${years})`, 2026)).toBe(problem);
  });
});

describe('runsAMonth', () => {
  it.each([
    ['off', 0],
    ['cron(30 5 * * ? *)', 30.42],
    ['cron(0 3 ? * SUN *)', 4.35],
    ['cron(0 3 ? * MON-FRI *)', 21.73],
    ['cron(0 3 1 * ? *)', 1],
    ['cron(0 3 1,15 * ? *)', 2],
    ['cron(0 0 L * ? *)', 1],
    ['cron(0 0 1 1,4,7,10 ? *)', 0.33],
    ['cron(0/15 * * * ? *)', 2920],
    ['cron(0 8-17 ? * MON-FRI *)', 217.26],
    ['cron(0 10 ? * 6#3 *)', 1],
  ])('of %s is %d', (expression, times) => {
    expect(Math.abs(runsAMonth(expression) - times)).toBeLessThanOrEqual(times * 0.011);
  });
});

describe('the longest time between two runs', () => {
  it.each([
    ['cron(0 2 ? * SUN *)', 7],
    ['cron(0 2 * * ? *)', 1],
    ['cron(0 0/6 * * ? *)', 1],
    ['cron(0 2 1 * ? *)', 31],
    ['cron(0 2 L * ? *)', 31],
    ['cron(0 2 15W * ? *)', 31],
    ['cron(0 2 ? * MON-FRI *)', 3],
    ['cron(0 2 ? * TUE,FRI *)', 4],
    ['cron(0 2 ? * 2#1 *)', 35],
    ['cron(0 2 ? * 6L *)', 35],
    ['cron(0 2 ? * L *)', 7],
    ['cron(0 2 1/10 * ? *)', 10],
    ['cron(0 2 1 1 ? *)', 366],
    ['cron(0 2 30 2 ? *)', 366],
  ])('of %s is %d days', (expression, days) => {
    expect(longestGapHours(expression)).toBe(24 * days);
  });
});
