import { describe, expect, it } from '@jest/globals';
import type { RollingOrigin } from '../../../core/backtest/cutoffs.ts';
import { foldsAt, panelCutoffs, rollingOriginFolds, rowsBehind } from '../../../core/backtest/cutoffs.ts';
import { parseDuration } from '../../../core/series/duration.ts';
import type { TimeAxis } from '../../../core/series/time-axis.ts';
import { formatPeriod, parsePeriod } from '../../../core/series/time-axis.ts';

const day: TimeAxis = { frequency: 'day', phase: 0 };
const START = parsePeriod(day, '1981-01-01');

function plan(axis: TimeAxis, [initial, period, horizon]: [string, string, string]): RollingOrigin {
  return {
    axis,
    initial: parseDuration(initial),
    period: parseDuration(period),
    horizon: parseDuration(horizon),
  };
}

/** Days since 1981-01-01, both ends included. */
function days(...ranges: [number, number][]): Int32Array {
  return Int32Array.from(
    ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => START + first + i)),
  );
}

/** The last date that each fold learns from. */
function trainingEnds(ds: Int32Array, origin: RollingOrigin): string[] {
  return rollingOriginFolds(ds, origin).map(({ train }) => formatPeriod(origin.axis, ds[train - 1]));
}

// Expected cutoffs: prophet 1.5.0, prophet.diagnostics.generate_cutoffs(df, horizon, initial, period).
describe('rollingOriginFolds', () => {
  it('plans the 35 folds of Prophet on five years of days', () => {
    const ds = days([0, 1825]);
    const ends = trainingEnds(ds, plan(day, ['700d', '30d', '90d']));
    expect(ends).toHaveLength(35);
    expect([ends[0], ends[1], ends[34]]).toEqual(['1982-12-17', '1983-01-16', '1985-10-02']);
  });

  it('holds every fold against the observations of its horizon', () => {
    const folds = rollingOriginFolds(days([0, 1825]), plan(day, ['700d', '30d', '90d']));
    expect(folds[0]).toEqual({ cutoff: START + 715, train: 716, testEnd: 806 });
    expect(folds[34]).toEqual({ cutoff: START + 1735, train: 1736, testEnd: 1826 });
  });

  it('skips an empty stretch as Prophet does', () => {
    // generate_cutoffs(1981-01-01.. 400 days without 1981-04-11..1981-09-30, '20d', '60d', '15d'); the cutoff 1981-09-17 lies
    // in the gap, so its fold learns up to 1981-04-10.
    expect(trainingEnds(days([0, 99], [273, 399]), plan(day, ['60d', '15d', '20d']))).toEqual([
      '1981-03-06',
      '1981-03-21',
      '1981-04-10',
      '1981-10-02',
      '1981-10-17',
      '1981-11-01',
      '1981-11-16',
      '1981-12-01',
      '1981-12-16',
      '1981-12-31',
      '1982-01-15',
    ]);
  });

  it('goes on from the observation before the gap', () => {
    // generate_cutoffs(1981-01-01..04-10 and 1981-10-28..11-26, '20d', '30d', '25d'): 1981-02-24, 03-21, 10-12, 11-06
    expect(trainingEnds(days([0, 99], [300, 329]), plan(day, ['30d', '25d', '20d']))).toEqual([
      '1981-02-24',
      '1981-03-21',
      '1981-04-10',
      '1981-11-06',
    ]);
  });

  it('needs initial and horizon, and takes a series that just has them', () => {
    expect(trainingEnds(days([0, 119]), plan(day, ['60d', '30d', '30d']))).toEqual(['1981-03-31']);
    expect(trainingEnds(days([0, 120]), plan(day, ['60d', '30d', '30d']))).toEqual(['1981-03-02', '1981-04-01']);
    expect(trainingEnds(days([0, 99]), plan(day, ['30d', '30d', '90d']))).toEqual([]);
    expect(trainingEnds(days([0, 99]), plan(day, ['30d', '30d', '120d']))).toEqual([]);
    expect(rollingOriginFolds(new Int32Array(0), plan(day, ['30d', '30d', '90d']))).toEqual([]);
  });

  it('takes a window of exactly initial and horizon, where Prophet has no cutoff', () => {
    expect(trainingEnds(days([0, 89]), plan(day, ['60d', '30d', '30d']))).toEqual(['1981-03-01']);
    expect(trainingEnds(days([0, 88]), plan(day, ['60d', '30d', '30d']))).toEqual([]);
  });

  it.each([
    [0, '2000-01-01', 72, ['2004-12-01']],
    [1, '2000-02-29', 72, ['2005-01-31']],
    [0, '2000-01-01', 71, []],
  ] as const)('counts months on the calendar, dated by their first or last day (%s)', (phase, first, months, ends) => {
    const month: TimeAxis = { frequency: 'month', phase };
    const ds = Int32Array.from({ length: months }, (_, i) => parsePeriod(month, first) + i);
    expect(trainingEnds(ds, plan(month, ['5y', '3m', '1y']))).toEqual(ends);
  });

  it('moves by days between the dates of months, as Prophet does', () => {
    // generate_cutoffs(48 months from 2015-01-01, '180d', '730d', '90d'): 2017-03-11, 06-09, 09-07, 12-06, 2018-03-06, 06-04
    const month: TimeAxis = { frequency: 'month', phase: 0 };
    const ds = Int32Array.from({ length: 48 }, (_, i) => parsePeriod(month, '2015-01-01') + i);
    expect(trainingEnds(ds, plan(month, ['730d', '90d', '180d']))).toEqual([
      '2017-03-01',
      '2017-06-01',
      '2017-09-01',
      '2017-12-01',
      '2018-03-01',
      '2018-06-01',
    ]);
  });

  it('moves by months on the calendar', () => {
    const monthEnd: TimeAxis = { frequency: 'month', phase: 1 };
    const ds = Int32Array.from({ length: 36 }, (_, i) => parsePeriod(monthEnd, '2018-03-31') + i);
    expect(trainingEnds(ds, plan(monthEnd, ['2y', '1q', '6m']))).toEqual(['2020-05-31', '2020-08-31']);
    expect(trainingEnds(days([0, 150]), plan(day, ['1m', '1m', '1m']))).toEqual([
      '1981-02-28',
      '1981-03-30',
      '1981-04-30',
    ]);
  });
});

describe('foldsAt', () => {
  // Of a panel of 120 days: 1981-03-02 and 1981-04-01, each with 30 days behind it.
  const cutoffs = panelCutoffs(days([0, 120]), plan(day, ['60d', '30d', '30d']));
  const ends = (ds: Int32Array) => foldsAt(ds, cutoffs, 1).map(({ train, testEnd }) => [train, testEnd]);

  it('cuts a series that is shorter than the panel where the panel is cut', () => {
    expect(cutoffs).toEqual([
      { last: START + 60, end: START + 90 },
      { last: START + 90, end: START + 120 },
    ]);
    expect(ends(days([80, 120]))).toEqual([[11, 41]]);
    expect(ends(days([60, 120]))).toEqual([
      [1, 31],
      [31, 61],
    ]);
    expect(ends(days([0, 70]))).toEqual([[61, 71]]);
  });

  it('leaves out a cutoff with nothing before it, or nothing behind it', () => {
    expect(ends(days([91, 120]))).toEqual([]);
    expect(ends(days([0, 60]))).toEqual([]);
    expect(ends(days([0, 10], [91, 91]))).toEqual([[11, 12]]);
    expect(foldsAt(days([80, 120]), cutoffs, 12)).toEqual([]);
    expect(foldsAt(days([80, 120]), cutoffs, 11)).toHaveLength(1);
  });

  it('counts what lies behind a cutoff, with or without something before it', () => {
    expect(rowsBehind(days([91, 120]), cutoffs)).toEqual([0, 30]);
    expect(rowsBehind(days([0, 70]), cutoffs)).toEqual([10, 0]);
  });
});
