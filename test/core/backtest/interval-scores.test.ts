import { describe, expect, it } from '@jest/globals';
import {
  mqloss,
  quantileLoss,
  quantilesOf,
  scaledCrps,
  scaledMqloss,
  scaledQuantileLoss,
  winkler,
} from '../../../core/backtest/interval-scores.ts';
import { addIntervals, intervalScores, intervalSums, NO_INTERVALS } from '../../../core/backtest/interval-sums.ts';

const y = [10, 20, 30];
const yhat = [10, 23, 27];
/** Holds the first, lies above the second by 2, below the third by 1. */
const interval = { level: 0.8, lower: [8, 22, 25], upper: [12, 26, 29] };
const quantiles = quantilesOf(yhat, [interval]);

describe('the Winkler score', () => {
  it('is the width, and ten times what lies outside of an interval of 80 %', () => {
    expect(winkler(y, interval)).toBeCloseTo((4 + (4 + 20) + (4 + 10)) / 3, 12);
  });

  it('takes both ends for inside, and twice as much to account at 90 %', () => {
    expect(winkler([1, 2], { level: 0.8, lower: [1, 1], upper: [2, 2] })).toBe(1);
    expect(winkler([3], { level: 0.9, lower: [0], upper: [1] })).toBeCloseTo(1 + 40, 12);
  });
});

describe('quantile losses', () => {
  it('weigh what lies above by q, and what lies below by the rest', () => {
    expect(quantileLoss(y, { q: 0.9, yhat: [12, 18, 29] })).toBeCloseTo((0.2 + 1.8 + 0.9) / 3, 12);
    expect(scaledQuantileLoss(y, { q: 0.9, yhat: [12, 18, 29] }, 0.5)).toBeCloseTo(2.9 / 1.5, 12);
  });

  it('are averaged over the quantiles', () => {
    expect(mqloss(y, quantiles)).toBeCloseTo(0.8, 12);
    expect(scaledMqloss(y, quantiles, 4)).toBeCloseTo(0.2, 12);
    expect(scaledCrps(y, quantiles)).toBeCloseTo(0.08, 12);
  });

  it('have no scale in a constant series, and none by actuals that are all zero', () => {
    expect(scaledQuantileLoss(y, quantiles[0], null)).toBeNull();
    expect(scaledMqloss(y, quantiles, null)).toBeNull();
    expect(scaledCrps([0, 0], quantilesOf([1, 1], []))).toBeNull();
    expect(scaledCrps([-2, 2], quantilesOf([-1, 2], []))).toBeCloseTo(0.25, 12);
  });
});

describe('quantilesOf', () => {
  it('are the ends of every interval, and the forecast as the median, ascending', () => {
    const wide = { level: 0.95, lower: [0], upper: [9] };
    const stated = quantilesOf([5], [{ level: 0.8, lower: [3], upper: [7] }, wide]);
    expect(stated.map((quantile) => [Number(quantile.q.toFixed(12)), quantile.yhat])).toEqual([
      [0.025, [0]],
      [0.1, [3]],
      [0.5, [5]],
      [0.9, [7]],
      [0.975, [9]],
    ]);
  });
});

describe('sums of the interval scores', () => {
  const first = intervalSums(y, { yhat, intervals: [interval] }, 4);
  const constant = intervalSums([0], { yhat: [0.5], intervals: [{ level: 0.8, lower: [-1], upper: [1] }] }, null);
  const missed = intervalSums([-3], { yhat: [-1], intervals: [{ level: 0.8, lower: [-1], upper: [0] }] }, 0.5);

  it('give the scores of one series', () => {
    const scores = intervalScores(first);
    expect(scores.winkler).toBeCloseTo(14, 12);
    expect(scores.mqloss).toBeCloseTo(0.8, 12);
    expect(scores.scaledMqloss).toBeCloseTo(0.2, 12);
    expect(scores.scaledCrps).toBeCloseTo(0.08, 12);
  });

  it('pool series by adding up, each point over the scale of its own series, where that has one', () => {
    const sums = [first, constant, missed].reduce(addIntervals);
    expect(sums).toMatchObject({ points: 5, scaledPoints: 4, size: 63 });
    const scores = intervalScores(sums);
    expect(scores.winkler).toBeCloseTo((42 + 2 + 21) / 5, 12);
    expect(scores.mqloss).toBeCloseTo((2.4 + 0.15 + 3.1 / 3) / 5, 12);
    expect(scores.scaledMqloss).toBeCloseTo((2.4 / 4 + 6.2 / 3) / 4, 12);
    expect(scores.scaledCrps).toBeCloseTo(7.16666667 / 63, 8);
  });

  it('score the first of several intervals, and the quantiles of all', () => {
    const wide = { level: 0.95, lower: [0, 0, 0], upper: [40, 40, 40] };
    const scores = intervalScores(intervalSums(y, { yhat, intervals: [interval, wide] }, null));
    expect(scores.winkler).toBeCloseTo(14, 12);
    expect(scores.mqloss).toBeCloseTo((7.2 + 0.025 * (60 + 60)) / 15, 12);
    expect(scores.scaledMqloss).toBeNull();
  });

  it('of no points are no scores', () => {
    const none = intervalSums([], { yhat: [], intervals: [{ level: 0.8, lower: [], upper: [] }] }, 1);
    expect(none).toEqual(NO_INTERVALS);
    expect(intervalScores(none)).toEqual({ winkler: null, mqloss: null, scaledMqloss: null, scaledCrps: null });
  });
});
