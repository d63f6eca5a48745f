import { describe, expect, it } from '@jest/globals';
import { biasInBound } from '../../../core/gates/bias.ts';
import { broken, NO_SERIES, PERFECT, POLICY, withErrors, withOneValue } from './perfect.ts';

describe('bias', () => {
  it('passes errors that even out', () => {
    expect(biasInBound(PERFECT, POLICY)).toMatchObject({ outcome: 'pass', value: 0, threshold: '-0.2 to 0.2' });
  });

  it('refuses forecasts that are too high or too low on the whole', () => {
    expect(
      biasInBound(
        withErrors(() => 1),
        POLICY,
      ),
    ).toMatchObject({ outcome: 'refuse', value: 0.25 });
    expect(
      biasInBound(
        withErrors(() => -1),
        POLICY,
      ),
    ).toMatchObject({ outcome: 'refuse', value: -0.25 });
  });

  it.each([0.25, -0.25])('passes a bias of just what is allowed: %d', (value) => {
    const biased = withErrors(() => Math.sign(value));
    expect(biasInBound(biased, { ...POLICY, maxBiasShare: 0.25 })).toMatchObject({ outcome: 'pass', value });
  });

  it('cannot be computed without the naive as a yardstick, or with a forecast that is no number', () => {
    for (const comparison of [
      NO_SERIES,
      broken(({ naive }) => ({ naive: naive.map((value, row) => (row === 0 ? NaN : value)) })),
      withOneValue('challenger', NaN),
      withOneValue('challenger', -Infinity),
      withOneValue('naive', Infinity),
    ]) {
      expect(biasInBound(comparison, POLICY)).toMatchObject({ outcome: 'refuse', value: null });
    }
  });
});
