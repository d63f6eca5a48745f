import { describe, expect, it } from '@jest/globals';
import type { DataContract } from '../../../../core/contracts/data-contract.ts';
import { valueTrouble } from '../../../../core/series/trouble/value-trouble.ts';
import { DAILY } from '../../../support/dataset.ts';

function troubleOf(text: string, contract: Partial<DataContract> = {}) {
  const { kind, has, remedies } = valueTrouble(text, { ...DAILY.contract, ...contract });
  return { kind, has, ways: remedies.map(({ field, reads }) => [field, reads]) };
}

describe('what keeps a value from being a number', () => {
  it.each([
    ['12,5', 'a decimal comma', [['contract.decimalComma true', '12.5']]],
    [
      '1,287',
      'a comma before three digits',
      [
        ["contract.thousandsSeparator ','", '1287'],
        ['contract.decimalComma true', '1.287'],
      ],
    ],
    ['1,287.5', 'a comma between thousands', [["contract.thousandsSeparator ','", '1287.5']]],
    ['1 287', 'a space between thousands', [["contract.thousandsSeparator ' '", '1287']]],
    ["1'287", 'an apostrophe between thousands', [['contract.thousandsSeparator "\'"', '1287']]],
    [
      '1.287,5',
      'a decimal comma and a point between thousands',
      [["contract.decimalComma true and contract.thousandsSeparator '.'", '1287.5']],
    ],
  ])('in %j is %s, and it is said how it is read', (text, has, ways) => {
    expect(troubleOf(text)).toEqual({ kind: 'number', has, ways });
  });

  it('is said against the contract', () => {
    const comma = { decimalComma: true } as const;
    expect(troubleOf('12.5', comma)).toMatchObject({
      has: 'a decimal point',
      ways: [['contract.decimalComma false', '12.5']],
    });
    expect(troubleOf('1.234.567', comma).ways).toEqual([["contract.thousandsSeparator '.'", '1234567']]);
    expect(troubleOf('1,28', { thousandsSeparator: ',' })).toMatchObject({ has: 'a decimal comma' });
  });

  it.each([
    ['$5.00', 'a currency sign'],
    ['5 EUR', 'a currency sign'],
    ['5.5 %', 'a percent sign'],
    ['(5.50)', 'brackets around a number'],
    ['5.50-', 'a sign behind the number'],
    ['5°C', 'letters beside the number'],
    ['４５７', 'digits of another script than 0 to 9'],
    ['٤٥٧', 'digits of another script than 0 to 9'],
    ['5.1.2', "the form '9.9.9'"],
  ])('in %j is %s, which no contract reads', (text, has) => {
    expect(troubleOf(text)).toMatchObject({ has, ways: [] });
  });

  it('is prose, which says nothing of other rows', () => {
    expect(troubleOf('x'.repeat(41))).toEqual({ kind: undefined, has: 'no digit', ways: [] });
    expect(troubleOf('x'.repeat(40)).kind).toBe(`text ${'x'.repeat(40)}`);
    expect(troubleOf(`1${'_'.repeat(60)}`).has).toBe(`the form '9${'_'.repeat(39)}'`);
  });

  it.each([
    ['#N/A', "'#N/A'"],
    ['--', "'--'"],
    ["can't say", '"can\'t say"'],
  ])('may be that %j means no value', (text, quoted) => {
    const field = `contract.missingValues ${quoted}, if it means no value`;
    expect(troubleOf(text)).toEqual({
      kind: `text ${text}`,
      has: `the text '${text}' and no number`,
      ways: [[field, undefined]],
    });
  });
});
