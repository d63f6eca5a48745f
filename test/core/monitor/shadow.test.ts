import { describe, expect, it } from '@jest/globals';
import { betterShadow } from '../../../core/monitor/shadow.ts';
import { BAD, POLICY, withShadow } from './support.ts';

describe('betterShadow', () => {
  it('says by how much the former version would have been better', () => {
    expect(betterShadow([withShadow(BAD, 8), withShadow(BAD, 8)], [], POLICY)).toEqual({
      isBetter: true,
      version: 4,
      evidence: 'on the same rows version 4 has RMSE 8.000, the present one 11.00',
    });
  });

  it('says the same of one that would not have been, and names no version to go to', () => {
    expect(betterShadow([withShadow(BAD, 10), withShadow(BAD, 10)], [], POLICY)).toEqual({
      isBetter: false,
      evidence: 'on the same rows version 4 has RMSE 10.00, the present one 11.00',
    });
  });

  it('has nothing to say before the first window', () => {
    expect(betterShadow([], [], POLICY)).toEqual({ isBetter: false, evidence: 'no former version to roll back to' });
  });

  it('compares nothing where the version in force has no error', () => {
    const unknown = withShadow({ ...BAD, rmse: null, drift: { ...BAD.drift, missingShare: 1 } }, 8);
    expect(betterShadow([unknown, withShadow(BAD, 8)], [], POLICY)).toEqual({
      isBetter: false,
      evidence: 'version 4 has not forecast the same rows',
    });
  });
});
