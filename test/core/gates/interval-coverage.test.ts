import { describe, expect, it } from '@jest/globals';
import { intervalCoverageInBand } from '../../../core/gates/interval-coverage.ts';
import { broken, column, NO_SERIES, PERFECT, POLICY } from './perfect.ts';

const withBounds = (lower: (row: number) => number, upper: (row: number) => number) =>
  broken(({ challenger }) => ({ challenger: { ...challenger, lower: column(lower), upper: column(upper) } }));

describe('interval-coverage', () => {
  it('passes intervals that hold as many actuals as they should', () => {
    expect(intervalCoverageInBand(PERFECT, POLICY)).toMatchObject({
      outcome: 'pass',
      value: 0.8,
      threshold: '0.7 to 0.9',
      evidence: 'intervals of 80 % hold 0.8 of 240 actuals',
    });
  });

  it('passes a coverage of just what is allowed, at either end', () => {
    for (const coverage of [
      { min: 0.8, max: 0.9 },
      { min: 0.7, max: 0.8 },
    ]) {
      expect(intervalCoverageInBand(PERFECT, { ...POLICY, coverage })).toMatchObject({ outcome: 'pass', value: 0.8 });
    }
  });

  it('refuses intervals that are too narrow, and ones so wide that they say nothing', () => {
    const narrow = withBounds(
      () => 10,
      () => 11,
    );
    const wide = withBounds(
      () => 0,
      () => 99,
    );

    expect(intervalCoverageInBand(narrow, POLICY)).toMatchObject({ outcome: 'refuse', value: 160 / 240 });
    expect(intervalCoverageInBand(wide, POLICY)).toMatchObject({ outcome: 'refuse', value: 1 });
  });

  it('cannot be computed on an empty join, or with a bound that is no number', () => {
    const unbounded = withBounds(
      () => -Infinity,
      (row) => (row === 0 ? Infinity : 11),
    );
    const lost = withBounds(
      (row) => (row === 0 ? NaN : 0),
      () => 12,
    );
    for (const comparison of [NO_SERIES, unbounded, lost]) {
      expect(intervalCoverageInBand(comparison, POLICY)).toMatchObject({ outcome: 'refuse', value: null });
    }
  });
});
