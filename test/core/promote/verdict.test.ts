import { describe, expect, it } from '@jest/globals';
import type { ComplianceCheck, GateVerdict } from '../../../core/contracts/promotion.ts';
import type { Findings } from '../../../core/promote/verdict.ts';
import { decide } from '../../../core/promote/verdict.ts';

const OWNED: ComplianceCheck = { check: 'owner', outcome: 'pass', evidence: 'us' };
const UNOWNED: ComplianceCheck = { check: 'owner', outcome: 'refuse', evidence: 'is not recorded' };
const SKILLED: GateVerdict = { gate: 'skill', outcome: 'pass', value: 0.3, threshold: '>= 0', evidence: '' };
const UNSKILLED: GateVerdict = {
  gate: 'skill',
  outcome: 'refuse',
  value: -0.3,
  threshold: '>= 0',
  evidence: 'RMSE 2, not 1',
};
const UNKNOWN: GateVerdict = { gate: 'bias', outcome: 'refuse', value: null, threshold: '<= 1', evidence: 'no rows' };
const PERFECT: Findings = {
  policy: 'gates',
  compliance: [OWNED],
  gates: [SKILLED],
  crossValidation: { challenger: 1, production: 2 },
};
const PASS = { verdict: 'pass', reasons: [] };

describe('decide', () => {
  it('passes what complies and passes all gates, whatever cross-validation says', () => {
    expect(decide(PERFECT)).toEqual(PASS);
    expect(decide({ ...PERFECT, crossValidation: { challenger: null, production: 1 } })).toEqual(PASS);
  });

  it('lists every refusal', () => {
    expect(decide({ ...PERFECT, compliance: [UNOWNED, OWNED], gates: [SKILLED, UNSKILLED, UNKNOWN] })).toEqual({
      verdict: 'refuse',
      reasons: [
        'owner: is not recorded',
        'skill: -0.3, must be >= 0 (RMSE 2, not 1)',
        'bias: no value, must be <= 1 (no rows)',
      ],
    });
  });

  it('refuses what was not checked or not judged', () => {
    expect(decide({ ...PERFECT, compliance: [], gates: [] })).toEqual({
      verdict: 'refuse',
      reasons: ['compliance was not checked', 'no gate was judged'],
    });
  });

  it('asks only for compliance under promote-latest', () => {
    expect(decide({ ...PERFECT, policy: 'promote-latest', gates: [UNSKILLED] })).toEqual(PASS);
    expect(decide({ ...PERFECT, policy: 'promote-latest', compliance: [UNOWNED] })).toEqual({
      verdict: 'refuse',
      reasons: ['owner: is not recorded'],
    });
  });

  it.each([
    [1, 2, 'pass'],
    [2, 2, 'refuse'],
    [3, 2, 'refuse'],
    [3, null, 'pass'],
    [null, 2, 'refuse'],
    [null, null, 'refuse'],
    [NaN, 2, 'refuse'],
    [1, NaN, 'refuse'],
  ])('under promote-best-cv, %p against %p is a %s', (challenger, production, verdict) => {
    const findings: Findings = { ...PERFECT, policy: 'promote-best-cv', crossValidation: { challenger, production } };

    expect(decide({ ...findings, gates: [UNSKILLED] }).verdict).toBe(verdict);
    expect(decide({ ...findings, compliance: [UNOWNED] }).verdict).toBe('refuse');
  });
});
