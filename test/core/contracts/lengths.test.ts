import { describe, expect, it } from '@jest/globals';
import { foldsThatFit, hoursIn, lengthOf, periodsIn } from '../../../core/contracts/lengths.ts';

it.each([
  ['36h', 36],
  ['90d', 2160],
  ['8w', 1344],
  ['6m', 4380],
  ['2q', 4380],
  ['5y', 43800],
])('%s are %d hours', (length, hours) => {
  expect(hoursIn(length)).toBe(hours);
});

it.each([
  ['1y', 'week', 52],
  ['1m', 'day', 30],
  ['1y', 'month', 12],
  ['59d', 'month', 1],
  ['1d', 'month', 0],
  ['3y', 'quarter', 12],
  ['7d', 'hour', 168],
  ['5y', 'year', 5],
] as const)('%s holds so many of a %s', (length, frequency, periods) => {
  expect(periodsIn(length, frequency)).toBe(periods);
});

it.each([
  [36, 'hour', '36h'],
  [48, 'hour', '2d'],
  [90, 'day', '90d'],
  [52, 'week', '52w'],
  [18, 'month', '18m'],
  [24, 'month', '2y'],
  [6, 'quarter', '6q'],
  [8, 'quarter', '2y'],
  [3, 'year', '3y'],
] as const)('%d of a %s is said as %s', (periods, frequency, text) => {
  expect(lengthOf(periods, frequency)).toBe(text);
});

describe('folds that fit', () => {
  it('are a half, a sixth and a twelfth of the training', () => {
    expect(foldsThatFit(300, 16)).toEqual({ initial: 150, horizon: 50, period: 25 });
  });

  it('forecast no less than a holdout takes', () => {
    expect(foldsThatFit(60, 16)).toEqual({ initial: 27, horizon: 16, period: 8 });
  });

  it('are none where a start of half a horizon has no room', () => {
    expect(foldsThatFit(41, 16)).toEqual({ initial: 8, horizon: 16, period: 8 });
    expect(foldsThatFit(40, 16)).toBeUndefined();
  });
});
