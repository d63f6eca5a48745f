import { describe, expect, it } from '@jest/globals';
import { skillOverNaive } from '../../../core/gates/skill-over-naive.ts';
import { broken, column, NO_SERIES, PERFECT, POLICY, sign, withErrors, withOneValue } from './perfect.ts';

describe('skill-over-naive', () => {
  it('passes a challenger that errs a quarter as much as the naive', () => {
    expect(skillOverNaive(PERFECT, POLICY)).toMatchObject({ outcome: 'pass', value: 0.75, threshold: '>= 0.1' });
  });

  it('passes a skill of just what is asked for', () => {
    expect(skillOverNaive(PERFECT, { ...POLICY, minSkill: 0.75 })).toMatchObject({ outcome: 'pass', value: 0.75 });
  });

  it('refuses a challenger that is hardly better than the naive', () => {
    expect(
      skillOverNaive(
        withErrors((row) => 3.8 * sign(row)),
        POLICY,
      ),
    ).toMatchObject({
      outcome: 'refuse',
      value: expect.closeTo(0.05, 12),
    });
  });

  it('cannot be computed without enough rows that have a naive, or with a forecast that is no number', () => {
    const scarce = broken(({ naive }) => ({ naive: naive.map((value, row) => (row < 50 ? NaN : value)) }));
    const perfectNaive = broken(({ y }) => ({ naive: y }));
    for (const comparison of [
      NO_SERIES,
      scarce,
      perfectNaive,
      broken(() => ({ naive: column(() => NaN) })),
      withOneValue('challenger', NaN),
      withOneValue('challenger', Infinity),
      withOneValue('naive', -Infinity),
    ]) {
      expect(skillOverNaive(comparison, POLICY)).toMatchObject({ outcome: 'refuse', value: null });
    }
  });
});
