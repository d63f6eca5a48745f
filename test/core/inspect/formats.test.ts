import { describe, expect, it } from '@jest/globals';
import { dateOrderOf } from '../../../core/inspect/date-order.ts';
import { missingMarkers } from '../../../core/inspect/missing-markers.ts';
import { numberStyleOf } from '../../../core/inspect/number-style.ts';
import { DAILY } from '../../support/dataset.ts';

const { contract } = DAILY;
const DAY_MS = 86_400_000;

/** '31/12/2021' and the like: a text a period from the first on. */
function dates(count: number, write: (year: string, month: string, day: string) => string, monthly = false) {
  return Array.from({ length: count }, (_, at) => {
    const date = monthly ? Date.UTC(2015, at, 1) : Date.UTC(2024, 0, 1) + at * DAY_MS;
    const [year, month, day] = new Date(date).toISOString().slice(0, 10).split('-');
    return write(year, month, day);
  });
}

describe('the order of dates', () => {
  it('is none where the year stands first, or a name says which is the month', () => {
    expect(dateOrderOf(['2024-01-02', '', '20240103'], 'd')).toEqual({ dateOrder: 'iso', doubts: [] });
    expect(dateOrderOf(['4-Mar-12', '5-Mar-12'], 'd')).toEqual({ dateOrder: 'day-first', doubts: [] });
  });

  it('is the one that reads more of them, with the text that says so', () => {
    const dayFirst = dateOrderOf(
      dates(20, (year, month, day) => `${day}/${month}/${year}`),
      'd',
    );
    expect(dayFirst).toMatchObject({ dateOrder: 'day-first', doubts: [{ field: 'contract.dateOrder' }] });
    expect(dayFirst.doubts[0].says).toContain("'13/01/2024' is a date by day-first alone");
    expect(
      dateOrderOf(
        dates(20, (year, month, day) => `${month}/${day}/${year}`),
        'd',
      ).dateOrder,
    ).toBe('month-first');
  });

  it('is the one by which they lie evenly, where both read all', () => {
    const monthly = (write: (year: string, month: string, day: string) => string) => dates(36, write, true);
    expect(
      dateOrderOf(
        monthly((year, month, day) => `${day}.${month}.${year}`),
        'd',
      ).dateOrder,
    ).toBe('day-first');
    expect(
      dateOrderOf(
        monthly((year, month, day) => `${month}/${day}/${year}`),
        'd',
      ).dateOrder,
    ).toBe('month-first');
  });

  it.each([
    ['a fortnight that ends on the 12th', dates(12, (year, month, day) => `${day}/${month}/${year}`)],
    ['one date', ['03/04/2012']],
    ['years, each on the same day', Array.from({ length: 30 }, (_, at) => `03/04/${1990 + at}`)],
    ['a year of months', dates(12, (year, month, day) => `${day}/${month}/${year}`, true)],
  ])('is not guessed of %s', (_, texts) => {
    expect(() => dateOrderOf(texts, 'when')).toThrow("column 'when': every date can be read in two ways");
  });
});

describe('how values are written', () => {
  const style = (texts: readonly string[], asked = {}) =>
    numberStyleOf(
      texts.map((value, at) => ({ series: '', timestamp: '', value, line: at + 2, file: '' })),
      { column: 'y', contract, asked },
    ).style;

  it.each([
    [['1287.5', '3'], false, null],
    [['12,5', '3,25'], true, null],
    [['1,287', '999', '1,300', '998', '1,400', '997'], false, ','],
    [['1,287.5', '3'], false, ','],
    [['1.287,5', '3'], true, '.'],
    [['1 287', '3'], false, ' '],
    [["1'287.5", '3'], false, "'"],
    [['0.287', '1.287'], false, null],
  ])('%j', (texts, decimalComma, thousandsSeparator) => {
    expect(style(texts)).toEqual({ decimalComma, thousandsSeparator });
  });

  it.each([[['1.287', '1.301']], [['1,287', '22,301']]])('is not guessed of %j', (texts) => {
    expect(() => style(texts)).toThrow("column 'y': the values can be read in two ways");
  });

  it('is as it was asked for', () => {
    expect(style(['1,287', '22,301'], { thousandsSeparator: ',' })).toEqual({
      decimalComma: false,
      thousandsSeparator: ',',
    });
    expect(style(['1,287', '22,301'], { decimalComma: true })).toEqual({
      decimalComma: true,
      thousandsSeparator: null,
    });
    expect(style(['1.287', '1.301'], { thousandsSeparator: null })).toEqual({
      decimalComma: false,
      thousandsSeparator: null,
    });
  });
});

describe('texts that mean no value', () => {
  const times = (count: number, text: string) => new Array<string>(count).fill(text);

  it('stand three times at least, and are no numbers', () => {
    const values = [...times(3, 'closed'), ...times(2, 'open'), ...times(3, '#N/A'), ...times(5, 'NA'), '12', '13'];
    expect(missingMarkers(values, contract).markers).toEqual(['closed', '#N/A']);
  });

  it('are suspected of numbers that lie far from all others', () => {
    const says = missingMarkers([...times(3, '-999'), '2', '9'], contract).doubts.map((doubt) => doubt.says);
    expect(says).toEqual([
      "'-999' (3 rows) lies far from the other values; where it means no value, say so: --missing=-999",
    ]);
    expect(missingMarkers([...times(3, '-999'), '-1500', '9'], contract).doubts).toEqual([]);
    expect(missingMarkers([...times(2, '-999'), '2', '9'], contract).doubts).toEqual([]);
  });
});
