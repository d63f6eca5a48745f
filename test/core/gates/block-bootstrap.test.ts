import { describe, expect, it } from '@jest/globals';
import { confidenceAboveZero } from '../../../core/gates/block-bootstrap.ts';

const RESAMPLING = { blockLength: 1, resamples: 200, seed: 1 };

describe('the confidence that a mean is above zero', () => {
  const values = Float64Array.of(
    ...[0.9, 1.4, 0.3, -0.8, -1.1, 0.2, 0.7, 1.9, 1.2, -0.4, -0.9, 0.1],
    ...[1.1, 0.6, -0.2, 0.8, -1.3, -0.6, 0.4, 1.5, 1.0, -0.7, 0.5],
  );

  it('is that of the formula, to the last of many resamples, as Python gives it', () => {
    // 23 values are five blocks rather than four; 94875 of the resamples stay below.
    expect(confidenceAboveZero(values, { blockLength: 5, resamples: 99_991, seed: 7 })).toBeCloseTo(0.948835, 6);
  });

  it.each([1e-7, 1e7])('does not depend on the unit of the values: times %d', (unit) => {
    const resampling = { blockLength: 5, resamples: 1000, seed: 7 };
    expect(
      confidenceAboveZero(
        values.map((value) => value * unit),
        resampling,
      ),
    ).toBe(0.949);
  });

  it.each([
    ['0.5', 1, 0.5],
    ['zero', 0, 0],
    ['below zero', 0, -0.5],
  ])('is certain where all values are the same: %s', (_, confidence, value) => {
    expect(confidenceAboveZero(new Float64Array(8).fill(value), RESAMPLING)).toBe(confidence);
  });

  it('is certain where values differ by no more than rounding', () => {
    expect(confidenceAboveZero(Float64Array.of(1e8 + 0.001, 1e8 - 0.001), RESAMPLING)).toBe(1);
  });

  it('counts every resample once', () => {
    const values = Float64Array.from({ length: 40 }, (_, at) => 1000 + at ** 2 / 100);
    expect(confidenceAboveZero(values, RESAMPLING)).toBe(1);
  });

  it('counts no resample that is shifted as far as the values themselves', () => {
    expect(confidenceAboveZero(Float64Array.of(1, -1), RESAMPLING)).toBe(0);
  });
});
