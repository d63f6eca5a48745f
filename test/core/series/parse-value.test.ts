import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseValue } from '../../../core/series/parse-value.ts';
import { DAILY } from '../../support/dataset.ts';

const contract = DAILY.contract;
const comma = { ...contract, decimalComma: true };

describe('parseValue', () => {
  it.each([
    ['5.1', 5.1],
    [' -5 ', -5],
    ['+3.', 3],
    ['.5', 0.5],
    ['1e-3', 0.001],
    ['1E+21', 1e21],
    ['007', 7],
  ])('reads %j as %d', (text, value) => {
    expect(parseValue(text, contract)).toBe(value);
  });

  it('makes no difference between zero and minus zero', () => {
    expect(Object.is(parseValue('-0', contract), 0)).toBe(true);
  });

  it.each(['', '  ', null, 'NA', ' NA '])('finds no value in %p', (text) => {
    expect(parseValue(text, contract)).toBe('empty');
  });

  it.each(['abc', 'NaN', '0x10', '1,234', '1 000', '5°C', '--1', '1e', '.', 'na', '1_000', '5.1.2'])(
    'finds no number in %j',
    (text) => {
      expect(parseValue(text, contract)).toBe('not-a-number');
    },
  );

  it.each(['inf', '-Infinity', '+INF', '∞', '1e999', '-1e999'])('finds %j infinite', (text) => {
    expect(parseValue(text, contract)).toBe('infinite');
  });

  it('reads a decimal comma only where the contract says so', () => {
    expect(parseValue('5,1', comma)).toBe(5.1);
    expect(parseValue('5,1', contract)).toBe('not-a-number');
  });

  it('refuses a point beside decimal commas: it may separate thousands', () => {
    expect(parseValue('1.234', comma)).toBe('not-a-number');
    expect(parseValue('1.234,5', comma)).toBe('not-a-number');
    expect(parseValue('1,2,3', comma)).toBe('not-a-number');
  });

  it('reads back every finite double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseValue(String(value), contract)).toBe(value + 0);
      }),
    );
  });
});
