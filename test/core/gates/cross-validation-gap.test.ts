import { describe, expect, it } from '@jest/globals';
import { crossValidationGap } from '../../../core/gates/cross-validation-gap.ts';
import { NO_SERIES, PERFECT, POLICY, sign, withErrors, withOneValue } from './perfect.ts';

describe('cross-validation-gap', () => {
  it('passes a model that keeps what its cross-validation promised', () => {
    expect(crossValidationGap(PERFECT, POLICY)).toMatchObject({
      outcome: 'pass',
      value: 1,
      threshold: '<= 1.5',
      evidence: 'RMSE 1 on 240 rows, 1 in cross-validation',
    });
  });

  it('passes a gap of just what is allowed', () => {
    const wider = withErrors((row) => 1.5 * sign(row));
    expect(crossValidationGap(wider, POLICY)).toMatchObject({ outcome: 'pass', value: 1.5 });
  });

  it('says where cross-validation gave no error', () => {
    expect(crossValidationGap({ ...PERFECT, crossValidatedRmse: null }, POLICY).evidence).toBe(
      'cannot be computed: RMSE 1 on 240 rows, none in cross-validation',
    );
  });

  it('refuses a model that errs twice as much as in its cross-validation', () => {
    expect(
      crossValidationGap(
        withErrors((row) => 2 * sign(row)),
        POLICY,
      ),
    ).toMatchObject({ outcome: 'refuse', value: 2 });
  });

  it('cannot be computed where either error is missing', () => {
    for (const comparison of [
      NO_SERIES,
      { ...PERFECT, crossValidatedRmse: null },
      { ...PERFECT, crossValidatedRmse: NaN },
      { ...PERFECT, crossValidatedRmse: Infinity },
      { ...PERFECT, crossValidatedRmse: 0 },
      withOneValue('challenger', NaN),
    ]) {
      expect(crossValidationGap(comparison, POLICY)).toMatchObject({ outcome: 'refuse', value: null });
    }
  });
});
