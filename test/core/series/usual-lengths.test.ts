import { describe, expect, it } from '@jest/globals';
import { rollingOriginFolds } from '../../../core/backtest/cutoffs.ts';
import { FREQUENCIES, type Frequency } from '../../../core/contracts/frequency.ts';
import { addDuration, inferAxis, parseDuration } from '../../../core/series/time-axis.ts';
import { leastBlock, USUAL_LENGTHS } from '../../../core/series/usual-lengths.ts';

/** Periods of one training window from 2001 on, and the folds of the cross-validation within it. */
function windowOf(frequency: Frequency) {
  const { train, cvInitial, cvPeriod, cvHorizon } = USUAL_LENGTHS[frequency];
  const axis = inferAxis(frequency, Date.UTC(2001, 0, 1));
  const first = { hour: 271_752, day: 11_323, week: 1_617, month: 372, quarter: 124, year: 31 }[frequency];
  const periods = addDuration(axis, first, parseDuration(train)) - first;
  const plan = {
    axis,
    initial: parseDuration(cvInitial),
    period: parseDuration(cvPeriod),
    horizon: parseDuration(cvHorizon),
  };
  const folds = rollingOriginFolds(
    Int32Array.from({ length: periods }, (_, at) => first + at),
    plan,
  );
  return { periods, folds: folds.length };
}

describe('USUAL_LENGTHS', () => {
  it('leaves enough history for folds, at every frequency', () => {
    expect(Object.fromEntries(FREQUENCIES.map((frequency) => [frequency, windowOf(frequency)]))).toEqual({
      hour: { periods: 1440, folds: 13 },
      day: { periods: 1826, folds: 35 },
      week: { periods: 260, folds: 17 },
      month: { periods: 120, folds: 16 },
      quarter: { periods: 40, folds: 16 },
      year: { periods: 30, folds: 10 },
    });
  });

  it.each(FREQUENCIES)('learns from two seasons at least, of every %s', (frequency) => {
    expect(windowOf(frequency).periods).toBeGreaterThanOrEqual(2 * USUAL_LENGTHS[frequency].season);
  });

  it('has a block that may shrink to its half, for a shorter holdout', () => {
    expect(FREQUENCIES.map((frequency) => [frequency, leastBlock(USUAL_LENGTHS[frequency])])).toEqual([
      ['hour', 6],
      ['day', 4],
      ['week', 2],
      ['month', 2],
      ['quarter', 1],
      ['year', 1],
    ]);
  });
});
