import { describe, expect, it } from '@jest/globals';
import { deliveredValues } from '../../../core/features/delivered-values.ts';
import { formatPeriod } from '../../../core/series/time-axis.ts';
import { bronzeOf } from '../../support/bronze.ts';
import { DAILY } from '../../support/dataset.ts';

const DATASET = { ...DAILY, regressors: ['price', 'promo'] };

/** Of price: date, value, and when it was known; '-' where always. */
function prices(dataset: typeof DATASET, ...files: readonly string[]) {
  const { values, axis } = deliveredValues(bronzeOf(dataset, ...files), dataset);
  const known = (at: number) => (Number.isNaN(at) ? '-' : formatPeriod(axis, at));
  return values
    .filter(({ regressor }) => regressor === 'price')
    .map(
      ({ uniqueId, period, value, knownAt }) => `${uniqueId} ${formatPeriod(axis, period)} ${value} ${known(knownAt)}`,
    );
}

const HEADER = 'station,date,temp,price,promo\n';
const FIRST = `${HEADER}a,2020-01-01,5,1.5,0\na,2020-01-02,6,1.6,1\na,2020-01-03,,1.7,0\n`;

describe('what was delivered of the regressors', () => {
  it('is always known where one delivery says it, of the past and of the dates to come', () => {
    expect(prices(DATASET, FIRST)).toEqual(['a 2020-01-01 1.5 -', 'a 2020-01-02 1.6 -', 'a 2020-01-03 1.7 -']);
  });

  it('is known from a later delivery on where it tells of dates to come, or says otherwise', () => {
    const second = `${HEADER}a,2020-01-03,7,1.7,0\na,2020-01-04,8,1.9,0\na,2020-01-05,,2.0,0\n`;
    const third = `${HEADER}a,2020-01-02,6,1.1,1\na,2020-01-05,9,2.0,0\na,2020-01-06,,2.2,0\n`;
    expect(prices(DATASET, FIRST, second, third)).toEqual([
      'a 2020-01-01 1.5 -',
      'a 2020-01-02 1.6 -',
      'a 2020-01-02 1.1 2020-01-05',
      'a 2020-01-03 1.7 -',
      // It came with its observation: the data set says that it is known ahead.
      'a 2020-01-04 1.9 -',
      'a 2020-01-05 2 2020-01-04',
      'a 2020-01-06 2.2 2020-01-05',
    ]);
  });

  it('arrives with the delivery before it where it brings no observation', () => {
    const plans = `${HEADER}a,2020-01-03,,9,0\na,2020-01-09,,8,0\n`;
    expect(prices(DATASET, FIRST, plans).slice(2)).toEqual([
      'a 2020-01-03 1.7 -',
      'a 2020-01-03 9 2020-01-02',
      'a 2020-01-09 8 2020-01-02',
    ]);
  });

  it('has not arrived later for a row that is dated in the future by mistake', () => {
    const second = `${HEADER}a,2020-01-03,7,1.7,0\na,2052-01-04,8,1.9,0\na,2020-01-05,,2.0,0\n`;
    expect(prices(DATASET, FIRST, second).slice(3)).toEqual([
      'a 2020-01-05 2 2020-01-03',
      'a 2052-01-04 1.9 2020-01-03',
    ]);
  });

  it('is taken from rows whose target is refused, and from none without an id or a date', () => {
    const rows = `${HEADER}a,2020-01-01,999,1,0\na,2020-01-02,cold,2,0\n,2020-01-03,5,3,0\na,some day,5,4,0\na,2020-01-05,5,,0\n`;
    expect(prices(DATASET, rows)).toEqual(['a 2020-01-01 1 -', 'a 2020-01-02 2 -']);
  });

  it('is nothing where one delivery says two things, and one thing where it says it twice', () => {
    const rows = `${HEADER}a,2020-01-01,5,1,0\na,2020-01-01,5,2,0\na,2020-01-02,5,3,0\na,2020-01-02,5,3,0\n`;
    expect(prices(DATASET, rows)).toEqual(['a 2020-01-01 NaN -', 'a 2020-01-02 3 -']);
  });

  it('reads numbers as the contract does, words of truth as 1 and 0, and names the first text that is none', () => {
    const rows =
      'station;date;temp;price;promo\na;2020-01-01;5;1,5;True\na;2020-01-02;5;dear;false\na;2020-01-03;5;x;NA\n';
    const dataset = { ...DATASET, contract: { ...DAILY.contract, decimalComma: true } };
    const { values, unreadable } = deliveredValues(bronzeOf(dataset, rows), dataset);
    expect(values.map(({ regressor, value }) => [regressor, value])).toEqual([
      ['price', 1.5],
      ['promo', 1],
      ['promo', 0],
    ]);
    expect(unreadable).toEqual([{ regressor: 'price', text: 'dear', line: 3 }]);
  });

  it('keeps its meaning where a column has the name of something that every object has', () => {
    const dataset = { ...DAILY, regressors: ['constructor', '__proto__'] };
    const rows = 'station,date,temp,constructor,__proto__\na,2020-01-01,5,1,2\n';
    const old = bronzeOf(DAILY, 'station,date,temp\na,2019-12-31,5\n');
    const { values } = deliveredValues([...old, ...bronzeOf(dataset, rows)], dataset);
    expect(values.map(({ regressor, value }) => [regressor, value])).toEqual([
      ['constructor', 1],
      ['__proto__', 2],
    ]);
  });

  it('lies in the period by which its series is dated, and is the mean where finer rows are gathered', () => {
    const weeks = `${HEADER}a,2020-01-06,5,1,0\na,2020-01-13,5,2,0\na,2020-01-20,5,3,0\nb,2020-01-05,5,4,0\nb,2020-01-12,5,5,0\n`;
    const weekly = { ...DATASET, frequency: 'week' as const };
    const { values } = deliveredValues(bronzeOf(weekly, weeks), weekly);
    const price = values.filter(({ regressor }) => regressor === 'price');
    expect(price.map(({ uniqueId, value }) => [uniqueId, value])).toEqual([
      ['a', 1],
      ['a', 2],
      ['a', 3],
      ['b', 4],
      ['b', 5],
    ]);
    const gathered = { ...DATASET, contract: { ...DAILY.contract, aggregate: 'sum' as const } };
    const hours = `${HEADER}a,2020-01-01T06:00,5,1,0\na,2020-01-01T18:00,5,2,1\n`;
    expect(prices(gathered, hours)).toEqual(['a 2020-01-01 1.5 -']);
  });
});
