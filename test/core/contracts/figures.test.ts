import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  alignedFigures,
  figure,
  kept,
  levelPercent,
  percent,
  significant,
  significantPercent,
} from '../../../core/contracts/figures.ts';

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

describe('a figure of a table', () => {
  it.each([
    [5.0331e-5, '5.03e-5'],
    [-5.0331e-5, '-5.03e-5'],
    [0.00123456, '0.00123'],
    [0.0717, '0.0717'],
    [0.7, '0.700'],
    [0.99996, '1.000'],
    [0.00099996, '0.00100'],
    [1.23456, '1.235'],
    [12.3456, '12.35'],
    [99.996, '100.0'],
    [123.456, '123.5'],
    [999.96, '1,000'],
    [-1234.5, '-1,234'],
    [12, '12'],
    [7, '7.000'],
    [1234567, '1,234,567'],
    [0, '0'],
    [NaN, '–'],
    [Infinity, '–'],
    [null, '–'],
    [undefined, '–'],
  ])('of %d has at least three significant digits', (value, expected) => {
    expect(figure(value)).toBe(expected);
  });

  it('is rounded once', () => {
    // By way of five digits it would be 1.235.
    expect(figure(1.234496)).toBe('1.234');
  });

  it.each([
    [[5.0331e-5, 1.2e-7], 6, ['0.0000503310', '0.0000001200']],
    [[1234.5678, 2], 6, ['1234.57', '2.00']],
    [[0, 0], 6, ['0.00000', '0.00000']],
    [[1234567.8], 6, ['1234568']],
  ])('among %j has the decimals of all', (values, digits, expected) => {
    expect(values.map(alignedFigures(values, digits))).toEqual(expected);
  });

  it.each([
    [0.717, '71.7 %'],
    [0, '0.0 %'],
    [1, '100.0 %'],
    [0.00041234, '0.0412 %'],
    [0.001, '0.1 %'],
    [null, '–'],
  ])('as the share %d is in percent', (share, expected) => {
    expect(percent(share)).toBe(expected);
  });
});

describe('a figure that a page keeps', () => {
  it('is shown as it is where it was never kept: 3.557497 as 3.557, and not by 3.5575 as 3.558', () => {
    expect(figure(kept(3.557497))).toBe('3.557');
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (value) => {
        expect(figure(kept(value))).toBe(figure(value));
      }),
    );
  });
});

describe('the level of an interval', () => {
  it.each([
    [0.8, '80 %'],
    [0.975, '97.5 %'],
    [0.07, '7 %'],
    [0.9999, '99.99 %'],
  ])('%d is %s', (level, text) => {
    expect(levelPercent(level)).toBe(text);
  });
});
