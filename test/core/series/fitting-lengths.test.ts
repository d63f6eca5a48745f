import { describe, expect, it } from '@jest/globals';
import { feasibility } from '../../../core/contracts/feasibility.ts';
import { FREQUENCIES } from '../../../core/contracts/frequency.ts';
import { periodsIn } from '../../../core/contracts/lengths.ts';
import { fittingLengths } from '../../../core/series/fitting-lengths.ts';
import { leastBlock, USUAL_LENGTHS } from '../../../core/series/usual-lengths.ts';
import { DAILY } from '../../support/dataset.ts';

describe('lengths that a history has room for', () => {
  it('are five parts to learn from and one to come true', () => {
    expect(fittingLengths(360, 'day')).toEqual({
      train: '300d',
      evaluate: '60d',
      cvInitial: '150d',
      cvPeriod: '25d',
      cvHorizon: '50d',
    });
  });

  it('leave each window of those asked for as much to come true', () => {
    expect(fittingLengths(84, 'month', 2)).toMatchObject({ train: '5y', evaluate: '1y' });
  });

  it('are none where no candidate could be cross-validated', () => {
    expect(fittingLengths(41, 'day')).toBeUndefined();
    expect(fittingLengths(42, 'day')).toMatchObject({ train: '41d', evaluate: '1d' });
  });

  it.each(FREQUENCIES)('go together, whatever the history of a %s', (frequency) => {
    const block = leastBlock(USUAL_LENGTHS[frequency]);
    for (let history = 1; history <= 400; history++) {
      const lengths = fittingLengths(history, frequency);
      if (lengths === undefined) continue;
      const { train, evaluate, cvInitial: initial, cvPeriod: period, cvHorizon: horizon } = lengths;
      expect(periodsIn(train, frequency) + periodsIn(evaluate, frequency)).toBe(history);
      const { gates } = DAILY.promotion;
      const literal = {
        frequency,
        columns: {},
        training: { length: train },
        evaluation: { length: evaluate },
        crossValidation: { initial, period, horizon },
        promotion: { holdout: horizon, gates: { ...gates, production: { blockLength: block } } },
        monitoring: { cadence: '1y' },
      };
      expect(feasibility(literal)).toEqual([]);
    }
  });
});
