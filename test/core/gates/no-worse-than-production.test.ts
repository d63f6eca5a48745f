import { describe, expect, it } from '@jest/globals';
import { correlatedNoise } from '../../../bench/data/noise.ts';
import { noWorseThanProduction } from '../../../core/gates/no-worse-than-production.ts';
import type { Comparison } from '../../../core/gates/comparison.ts';
import { broken, column, DAYS, NO_SERIES, PERFECT, POLICY, sign, withErrors, withOneValue } from './perfect.ts';

describe('no-worse-than-production', () => {
  it('passes a challenger that errs half as much', () => {
    expect(noWorseThanProduction(PERFECT, POLICY)).toMatchObject({
      outcome: 'pass',
      value: 0.5,
      threshold: 'not above 1.05 with 90 % confidence',
      evidence:
        'RMSE 1 against 2 of Production on 240 rows; above the tolerance with 0 % confidence by 200 resamples in blocks of 7 periods',
    });
  });

  it('refuses a challenger that always errs a little more than the tolerance, and passes one always inside it', () => {
    const above = noWorseThanProduction(
      withErrors((row) => 2.2 * sign(row)),
      POLICY,
    );
    const inside = noWorseThanProduction(
      withErrors((row) => 2.08 * sign(row)),
      POLICY,
    );

    expect(above).toMatchObject({ outcome: 'refuse', value: expect.closeTo(1.1, 12) });
    expect(above.evidence).toContain('with 100 % confidence');
    expect(inside).toMatchObject({ outcome: 'pass', value: expect.closeTo(1.04, 12) });
  });

  it('passes the very same model, even without a tolerance', () => {
    const same = broken(({ production }) => ({ challenger: production! }));
    const policy = { ...POLICY, production: { ...POLICY.production, tolerance: 0 } };

    expect(noWorseThanProduction(same, policy)).toMatchObject({ outcome: 'pass', value: 1 });
  });

  it('does not take a single bad day for a worse model', () => {
    const policy = { ...POLICY, production: { ...POLICY.production, tolerance: 0, confidence: 0.8 } };
    const spoilt = withErrors((row) => (row === 20 ? 20 : 2) * sign(row));

    expect(noWorseThanProduction(spoilt, policy)).toMatchObject({ outcome: 'pass', value: expect.closeTo(1.62788, 5) });
  });

  it('cannot be computed on an empty join, on fewer than four blocks, or with a forecast that is no number', () => {
    for (const comparison of [
      NO_SERIES,
      broken(() => ({ production: undefined })),
      broken(() => ({ ds: new Int32Array(DAYS).fill(100) })),
      broken(({ production }) => ({
        production: { ...production!, yhat: production!.yhat.map((value, row) => (row < 33 ? NaN : value)) },
      })),
      withOneValue('challenger', NaN),
      withOneValue('challenger', Infinity),
      withOneValue('production', Infinity),
      { ...PERFECT, series: broken(({ y }) => ({ production: { yhat: y, lower: y, upper: y } })).series },
    ]) {
      expect(noWorseThanProduction(comparison, POLICY)).toMatchObject({ outcome: 'refuse', value: null });
    }
  });

  it('is computed on four blocks, and says what is missing on fewer or where errors are not finite', () => {
    const over = (days: number) =>
      broken(({ ds, y, challenger, production }) => {
        const cut = ({ yhat, lower, upper }: typeof challenger) => {
          return { yhat: yhat.slice(0, days), lower: lower.slice(0, days), upper: upper.slice(0, days) };
        };
        return {
          ds: ds.slice(0, days),
          y: y.slice(0, days),
          challenger: cut(challenger),
          production: cut(production!),
        };
      });

    expect(noWorseThanProduction(over(28), POLICY)).toMatchObject({ outcome: 'pass', value: 0.5 });
    expect(noWorseThanProduction(over(27), POLICY).evidence).toBe(
      'cannot be computed: RMSE 1 against 2 of Production on 108 rows; ' +
        '27 periods, where finite errors and at least 4 blocks of 7 are needed',
    );
    expect(noWorseThanProduction(withOneValue('challenger', Infinity), POLICY).evidence).toBe(
      'cannot be computed: RMSE infinite against 2 of Production on 240 rows; ' +
        '60 periods, where finite errors and at least 4 blocks of 7 are needed',
    );
  });

  it('refuses with just the confidence that is asked for', () => {
    const spoilt = withErrors((row) => (row === 20 ? 20 : 2) * sign(row));
    const judged = (confidence: number) =>
      noWorseThanProduction(spoilt, { ...POLICY, production: { ...POLICY.production, tolerance: 0, confidence } });

    expect(judged(0.61)).toMatchObject({
      outcome: 'refuse',
      evidence: expect.stringContaining('with 61 % confidence'),
    });
    expect(judged(0.62).outcome).toBe('pass');
  });

  it('says the same for the same seed', () => {
    const comparison = drawn(1, { correlation: 0.7, scale: 1, days: 90, common: 0 });

    expect(noWorseThanProduction(comparison, POLICY)).toEqual(noWorseThanProduction(comparison, POLICY));
  });
});

interface Draw {
  readonly correlation: number;
  /** Standard deviation of the challenger's errors; Production's is 1. */
  readonly scale: number;
  readonly days: number;
  /** The share of an error that all four series have in common. */
  readonly common: number;
}

/** Two models whose errors are drawn alike, correlated from day to day. */
function drawn(seed: number, { correlation, scale, days, common }: Draw): Comparison {
  const errors = (side: number) => {
    const [shared, ...own] = [0, 1, 2, 3, 4].map((one) => correlatedNoise(seed * 10 + side * 5 + one, correlation));
    const sharedErrors = Array.from({ length: days }, shared);
    return own.map((next) =>
      Float64Array.from(sharedErrors, (value) => Math.sqrt(common) * value + Math.sqrt(1 - common) * next()),
    );
  };
  const [ours, theirs] = [errors(0).map((values) => values.map((value) => scale * value)), errors(1)];
  const noBounds = { lower: column(() => 0), upper: column(() => 0) };
  const series = PERFECT.series.map((one, index) => ({
    ...one,
    ds: Int32Array.from({ length: days }, (_, day) => day),
    y: new Float64Array(days),
    challenger: { ...noBounds, yhat: ours[index] },
    production: { ...noBounds, yhat: theirs[index] },
  }));
  return { ...PERFECT, series, seed };
}

describe('over many seeds, no-worse-than-production', () => {
  const SEEDS = 200;
  const policy = (blockLength: number, tolerance: number) => ({
    ...POLICY,
    production: { tolerance, confidence: 0.9, blockLength, resamples: 200 },
  });
  function refusals(draw: Draw, { blockLength = 14, tolerance = 0 } = {}): number {
    let refused = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { outcome } = noWorseThanProduction(drawn(seed, draw), policy(blockLength, tolerance));
      if (outcome === 'refuse') refused++;
    }
    return refused / SEEDS;
  }
  // Three standard errors of a share of 0.1 in 200 seeds.
  const LUCK = 0.064;

  it.each([
    ['independent days', { correlation: 0, scale: 1, days: 90, common: 0 }],
    ['correlated days', { correlation: 0.7, scale: 1, days: 90, common: 0 }],
    ['correlated days and series', { correlation: 0.5, scale: 1, days: 90, common: 0.8 }],
    ['four series that err as one', { correlation: 0, scale: 1, days: 90, common: 1 }],
    ['a year of correlated days', { correlation: 0.8, scale: 1, days: 365, common: 0 }],
  ])('refuses equal models as rarely as the confidence promises: %s', (_, draw) => {
    expect(refusals(draw)).toBeLessThan(0.1 + LUCK);
  });

  it('refuses equal models as rarely as promised on the shortest holdout that a replay gives: four blocks of four', () => {
    const draw = { correlation: 0.5, scale: 1, days: 16, common: 0 };
    expect(refusals(draw, { blockLength: 4, tolerance: 0.05 })).toBeLessThan(0.1 + LUCK);
  });

  it('refuses equal models far more rarely with a tolerance', () => {
    expect(refusals({ correlation: 0.7, scale: 1, days: 90, common: 0 }, { tolerance: 0.05 })).toBeLessThan(0.06);
  });

  it('would refuse equal models twice as often as promised if it drew single days', () => {
    const draw = { correlation: 0.8, scale: 1, days: 90, common: 0 };

    expect(refusals(draw, { blockLength: 1 })).toBeGreaterThan(0.2);
    expect(refusals(draw, { blockLength: 14 })).toBeLessThan(0.1 + LUCK);
  });

  it('refuses a challenger that is clearly worse', () => {
    expect(refusals({ correlation: 0.7, scale: 1.3, days: 90, common: 0 }, { tolerance: 0.05 })).toBeGreaterThan(0.75);
    expect(refusals({ correlation: 0, scale: 1.3, days: 90, common: 0 }, { tolerance: 0.05 })).toBeGreaterThan(0.95);
  });
});
