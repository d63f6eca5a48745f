import { describe, expect, it } from '@jest/globals';
import { deliveryLimitsSchema, NO_DELIVERY_LIMITS, readingContract } from '../../../core/contracts/data-contract.ts';
import { DAILY } from '../../support/dataset.ts';

const LIMITS = {
  maxRestatedShare: 0.1,
  minSizeRatio: 0.5,
  maxSizeRatio: 2,
  maxNewSeriesShare: 1.5,
  maxVanishedSeriesShare: 0,
};

describe('the limits of a delivery', () => {
  it('are numbers, or null where there is none', () => {
    expect(deliveryLimitsSchema.parse(LIMITS)).toEqual(LIMITS);
    expect(deliveryLimitsSchema.parse(NO_DELIVERY_LIMITS)).toEqual(NO_DELIVERY_LIMITS);
  });

  it.each([
    { maxRestatedShare: -0.1 },
    { minSizeRatio: 1.1 },
    { minSizeRatio: 0 },
    { maxSizeRatio: 0.9 },
    { maxNewSeriesShare: undefined },
  ])('cannot be %j: every delivery would be beyond it, or none', (wrong) => {
    expect(deliveryLimitsSchema.safeParse({ ...LIMITS, ...wrong }).success).toBe(false);
  });

  it('decide nothing of what rows become', () => {
    const { deliveries, ...rest } = DAILY.contract;
    expect(deliveries).toEqual(NO_DELIVERY_LIMITS);
    expect(JSON.stringify(readingContract(DAILY.contract))).toBe(JSON.stringify(rest));
  });
});
