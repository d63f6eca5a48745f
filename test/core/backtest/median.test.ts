import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { medianOf } from '../../../core/backtest/median.ts';

const errors = fc.array(fc.float({ min: 0, noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 60 });

function bySorting(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

describe('medianOf', () => {
  it('is the one that sorting finds, however the numbers are split', () => {
    fc.assert(
      fc.property(errors, fc.nat(60), (values, split) => {
        const chunks = [Float32Array.from(values.slice(0, split)), Float32Array.from(values.slice(split))];
        expect(medianOf(chunks)).toBe(bySorting(values));
      }),
    );
  });

  it('looks only at the part of a buffer that belongs to a chunk', () => {
    expect(medianOf([Float32Array.of(100, 1, 2, 3, 100).subarray(1, 4)])).toBe(2);
  });

  it('is null for no numbers', () => {
    expect(medianOf([new Float32Array(0)])).toBeNull();
  });
});
