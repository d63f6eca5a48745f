import { describe, expect, it } from '@jest/globals';
import { significant, significantPercent } from '../../../core/contracts/figures.ts';

describe('a figure of a verdict', () => {
  it.each([
    [1.23456, '1.235'],
    [123456, '123500'],
    [0.5, '0.5'],
    [0.001234567, '0.001235'],
  ])('of %d has four significant digits', (value, expected) => {
    expect(significant(value)).toBe(expected);
  });

  it('as a share is in percent', () => {
    expect(significantPercent(0.123456)).toBe('12.35 %');
  });
});
