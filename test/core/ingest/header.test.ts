import { describe, expect, it } from '@jest/globals';
import { delimiterOf, planColumns } from '../../../core/ingest/header.ts';
import { DAILY } from '../../support/dataset.ts';

const place = { file: 'weather/a.csv', line: 1 };
const plan = (header: string) => planColumns(header.split(','), DAILY, place);

describe('planColumns', () => {
  it('finds the columns by name, wherever they stand', () => {
    expect(plan('temp,station,date')).toMatchObject({ id: 1, timestamp: 2, target: 0, width: 3 });
  });

  it('leaves other columns alone, nameless ones too, and white space around names', () => {
    expect(plan(',station, date ,wind,temp')).toMatchObject({ id: 1, timestamp: 2, target: 4, width: 5 });
  });

  it('does not count empty columns at the end', () => {
    expect(plan('station,date,temp,,').width).toBe(3);
  });

  it('names no id column where the data set has none', () => {
    const dataset = { ...DAILY, columns: { timestamp: 'date', target: 'temp' } };
    expect(planColumns(['date', 'temp'], dataset, place).id).toBeUndefined();
  });

  it('refuses a missing column with file, line, column and the nearest name', () => {
    expect(() => plan('station,date,Tempp')).toThrow(
      "weather/a.csv, line 1, column 'temp': the column is missing; got 'station,date,Tempp'; " +
        "allowed: a header that names 'temp'; hint: the nearest name is 'Tempp': rename it, or name it " +
        '(columns.timestamp, columns.target, columns.id)',
    );
  });

  it('says that a column without a name may be the one', () => {
    expect(() => plan(',station,temp')).toThrow('; a column without a name is not read: give it one');
  });

  it('says that one field is no header of several columns, in a text file', () => {
    const hint = 'the first line is one field: take out what stands above the header';
    expect(() => plan('Sales of 2012')).toThrow(hint);
    expect(() => planColumns(['Sales'], DAILY, { file: 'a.parquet' })).toThrow("the nearest name is 'Sales'");
  });

  it('says that dates stand in the header', () => {
    expect(() => plan('station,2012-01,2012-02,2012-03')).toThrow(
      'the dates stand in the header: turn the table round, so that each row has one series, one date and one value',
    );
    expect(() => plan('station,2012-01,2012-02,temp')).toThrow("the nearest name is 'temp'");
  });

  it('names every missing column in one error', () => {
    expect(() => plan('station,day,Tempp')).toThrow("the columns 'date', 'temp' are missing");
  });

  it.each(['station', 'date', 'temp'])('refuses a header that names the wanted %s twice', (name) => {
    expect(() => plan(`station,date,temp,${name}`)).toThrow(
      `weather/a.csv, line 1, column '${name}': the header names this column more than once`,
    );
  });

  it('reads over names that nobody asks for, however often they stand there', () => {
    expect(plan('wind,station,date,wind,temp,wind')).toMatchObject({ id: 1, timestamp: 2, target: 4, width: 6 });
  });

  it('refuses data in the place of a header', () => {
    expect(() => plan('seattle,2012-01-01,5.1')).toThrow(
      "weather/a.csv, line 1: the first row looks like data, not like a header; got 'seattle,2012-01-01,5.1'; " +
        "allowed: a header that names the columns 'station', 'date', 'temp'",
    );
  });

  it('takes a header of other names for a header', () => {
    expect(() => plan('city,day,warmth')).toThrow('are missing');
  });
});

describe('delimiterOf', () => {
  it.each([
    ['a,b,c', ','],
    ['a;b;c', ';'],
    ['a\tb\tc', '\t'],
    ['a|b|c', '|'],
    ['"a;b;c;d",x,y', ','],
    ['single', ','],
  ])('splits %j by %j', (line, delimiter) => {
    expect(delimiterOf(line)).toBe(delimiter);
  });
});
