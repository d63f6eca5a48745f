import { describe, expect, it } from '@jest/globals';
import { rule } from '../../../core/gates/gate.ts';

const MEASURED = { gate: 'size', value: 2, isMet: true, threshold: '<= 2', evidence: 'two' };

describe('rule', () => {
  it('passes what is met and refuses what is not, with the value either way', () => {
    const verdict = { gate: 'size', value: 2, threshold: '<= 2', evidence: 'two' };
    expect(rule(MEASURED)).toEqual({ ...verdict, outcome: 'pass' });
    expect(rule({ ...MEASURED, isMet: false })).toEqual({ ...verdict, outcome: 'refuse' });
  });

  it.each([null, NaN, Infinity])('refuses without a value for %p, whatever is met', (value) => {
    expect(rule({ ...MEASURED, value })).toEqual({
      gate: 'size',
      outcome: 'refuse',
      value: null,
      threshold: '<= 2',
      evidence: 'cannot be computed: two',
    });
  });
});
