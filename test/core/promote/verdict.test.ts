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
const TOLD: GateVerdict = { ...UNSKILLED, gate: 'coverage', outcome: 'told' };
const UNSIGNED: ComplianceCheck = { check: 'signature', outcome: 'refuse', evidence: 'it is not signed' };
const OTHER: ComplianceCheck = { check: 'reproduction', outcome: 'refuse', evidence: 'differs' };
const WILD: ComplianceCheck = { check: 'plausible-forecasts', outcome: 'refuse', evidence: '-282' };
const PERFECT: Findings = { policy: 'gates', way: 'change', compliance: [OWNED], gates: [SKILLED] };
const PASS = { verdict: 'pass', reasons: [] };

describe('decide', () => {
  it('passes what complies and passes all gates that decide, whatever the others tell', () => {
    expect(decide(PERFECT)).toEqual(PASS);
    expect(decide({ ...PERFECT, gates: [SKILLED, TOLD] })).toEqual(PASS);
  });

  it('lists every refusal', () => {
    expect(decide({ ...PERFECT, compliance: [UNOWNED, OWNED], gates: [SKILLED, UNSKILLED, TOLD, UNKNOWN] })).toEqual({
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

  it.each(['promote-latest', 'refresh-latest'] as const)('asks only for compliance under %s', (policy) => {
    expect(decide({ ...PERFECT, policy, gates: [UNSKILLED] })).toEqual(PASS);
    expect(decide({ ...PERFECT, policy, compliance: [UNOWNED] })).toEqual({
      verdict: 'refuse',
      reasons: ['owner: is not recorded'],
    });
  });

  it('asks a refresh for compliance alone: the guard stands in the place of the gates', () => {
    expect(decide({ ...PERFECT, way: 'refresh', gates: [] })).toEqual(PASS);
    expect(decide({ ...PERFECT, way: 'refresh', gates: [], compliance: [UNSIGNED] })).toEqual({
      verdict: 'refuse',
      reasons: ['signature: it is not signed'],
    });
  });

  it.each([
    ['the naive is better', { gates: [UNSKILLED] }, 'naive'],
    ['nothing could be compared', { gates: [] }, 'naive'],
    ['its files are not those that were signed', { compliance: [OWNED, UNSIGNED, OTHER], gates: [] }, 'naive'],
    ['its forecasts go where nothing was ever observed', { compliance: [OWNED, WILD], gates: [] }, 'naive'],
    ['nobody owns it: nobody would own the naive', { compliance: [UNOWNED], gates: [] }, 'refuse'],
    ['both', { compliance: [UNSIGNED, UNOWNED], gates: [] }, 'refuse'],
    ['nobody has checked it', { compliance: [] }, 'refuse'],
    ['the policy looks at no gate', { policy: 'promote-latest', compliance: [UNSIGNED] }, 'refuse'],
    ['something is in Production', { way: 'change', gates: [UNSKILLED] }, 'refuse'],
  ] as const)('lets the naive take the place of a first version, or not: %s', (_, findings, verdict) => {
    expect(decide({ ...PERFECT, way: 'first', ...findings }).verdict).toBe(verdict);
  });
});
