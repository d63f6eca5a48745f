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

  it.each([
    [',', false, '1,287', 1287],
    [',', false, '-1,234,567.5', -1234567.5],
    [',', false, '12,34,567', 1234567],
    [',', false, '-1,00,00,000.5', -10000000.5],
    [',', false, '1287.5', 1287.5],
    [',', false, '999', 999],
    ['.', true, '1.287', 1287],
    ['.', true, '1.234.567,25', 1234567.25],
    ['.', true, '12,5', 12.5],
    [' ', true, '1 234,5', 1234.5],
    [' ', false, '1\u202f234\u00a0567.5', 1234567.5],
    ["'", false, "1'234.5", 1234.5],
    ["'", false, '12’345', 12345],
  ] as const)('with %j between thousands, decimal comma %p, reads %j as %d', (separator, decimalComma, text, value) => {
    expect(parseValue(text, { ...contract, thousandsSeparator: separator, decimalComma })).toBe(value);
  });

  it.each([
    [',', '1,28'],
    [',', '1,2870'],
    [',', '1287,500'],
    [',', '0,123'],
    [',', ',123'],
    [',', '1,234,56'],
    [',', '123,45,678'],
    [',', '12,34'],
    [',', '12,34,5678'],
    [',', '1,23,456,78'],
    ['.', '12.34.567'],
    [',', '1,,234'],
    [',', '1 234'],
    [' ', '1  234'],
    [' ', '1 234 56'],
    [' ', '1 2345'],
    ["'", "1'2345"],
    ["'", '1,234'],
  ] as const)('with %j between thousands finds no number in %j: groups have three digits', (separator, text) => {
    expect(parseValue(text, { ...contract, thousandsSeparator: separator })).toBe('not-a-number');
  });

  it('reads a typesetter’s minus', () => {
    expect(parseValue('−5.5', contract)).toBe(-5.5);
  });

  it('reads back numbers as every country writes them', () => {
    const styles = [
      ['en-US', { thousandsSeparator: ',', decimalComma: false }],
      ['de-DE', { thousandsSeparator: '.', decimalComma: true }],
      ['de-CH', { thousandsSeparator: "'", decimalComma: false }],
      ['fr-FR', { thousandsSeparator: ' ', decimalComma: true }],
      ['sv-SE', { thousandsSeparator: ' ', decimalComma: true }],
    ] as const;
    const cents = fc.integer({ min: -1e12, max: 1e12 }).map((value) => value / 100);
    fc.assert(
      fc.property(cents, fc.constantFrom(...styles), (value, [locale, style]) => {
        const text = value.toLocaleString(locale, { maximumFractionDigits: 2 });
        expect(parseValue(text, { ...contract, ...style })).toBe(value + 0);
      }),
    );
  });

  it('reads back every finite double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseValue(String(value), contract)).toBe(value + 0);
      }),
    );
  });
});
