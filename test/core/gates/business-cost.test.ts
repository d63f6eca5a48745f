import { describe, expect, it } from '@jest/globals';
import { placeholder } from '../../../core/contracts/placeholder.ts';
import { businessCost } from '../../../core/gates/business-cost.ts';
import { NO_SERIES, PERFECT, POLICY, sign, withErrors, withOneValue } from './perfect.ts';

describe('business-cost', () => {
  it('passes a challenger whose errors cost half as much', () => {
    expect(businessCost(PERFECT, POLICY)).toMatchObject({
      outcome: 'pass',
      value: 0.5,
      threshold: 'not above 1.1 with 90 % confidence',
      evidence:
        'a row costs 2 against 4 with Production, on 240 rows; prices: 1 a unit too high, 3 too low; ' +
        'above the tolerance with 0 % confidence by 200 resamples in blocks of 7 periods',
    });
  });

  it('says where the prices come from, once somebody has said so', () => {
    const evidence = (basis: string) => businessCost(PERFECT, { ...POLICY, cost: { ...POLICY.cost, basis } }).evidence;
    expect(evidence('stock that is left')).toContain('; prices: 1 a unit too high, 3 too low (stock that is left); ');
    expect(evidence(placeholder('where from?'))).toContain('; prices: 1 a unit too high, 3 too low; ');
  });

  it('refuses errors of the same size on the expensive side, and passes them on the cheap one', () => {
    expect(
      businessCost(
        withErrors(() => -2),
        POLICY,
      ),
    ).toMatchObject({ outcome: 'refuse', value: 1.5 });
    expect(
      businessCost(
        withErrors(() => 2),
        POLICY,
      ),
    ).toMatchObject({ outcome: 'pass', value: 0.5 });
  });

  it('passes a challenger that costs just what is allowed', () => {
    const asProduction = withErrors((row) => 2 * sign(row));
    const policy = { ...POLICY, cost: { over: 1, under: 3, tolerance: 0 } };
    expect(businessCost(asProduction, policy)).toMatchObject({ outcome: 'pass', value: 1 });
  });

  it('does not take a single expensive day for an expensive model', () => {
    const spoilt = withErrors((row) => (row === 20 ? -100 : 2 * sign(row)));
    const policy = { ...POLICY, cost: { over: 1, under: 3, tolerance: 0 } };
    const judged = (confidence: number) =>
      businessCost(spoilt, { ...policy, production: { ...POLICY.production, confidence } });
    expect(judged(0.9)).toMatchObject({ outcome: 'pass', value: expect.closeTo(2.241667, 6) });
    expect(judged(0.6).outcome).toBe('refuse');
  });

  it('cannot tell luck from loss on fewer than four blocks', () => {
    const short = { ...POLICY, production: { ...POLICY.production, blockLength: 16 } };
    expect(businessCost(PERFECT, short)).toMatchObject({ outcome: 'refuse', value: null });
    const enough = { ...POLICY, production: { ...POLICY.production, blockLength: 15 } };
    expect(businessCost(PERFECT, enough)).toMatchObject({ outcome: 'pass', value: 0.5 });
  });

  it('takes prices below one for prices', () => {
    const policy = { ...POLICY, cost: { over: 0.25, under: 0.5, tolerance: 0 } };
    expect(businessCost(PERFECT, policy)).toMatchObject({ outcome: 'pass', value: 0.5 });
  });

  it('cannot be computed without prices, on an empty join, or with a forecast that is no number', () => {
    expect(businessCost(PERFECT, { ...POLICY, cost: { over: 0, under: 0, tolerance: 1 } })).toMatchObject({
      outcome: 'refuse',
      value: null,
    });
    for (const comparison of [
      NO_SERIES,
      withOneValue('challenger', NaN),
      withOneValue('challenger', Infinity),
      withOneValue('production', Infinity),
    ]) {
      expect(businessCost(comparison, POLICY)).toMatchObject({ outcome: 'refuse', value: null });
    }
  });
});
