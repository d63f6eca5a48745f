import { describe, expect, it } from '@jest/globals';
import type { DataContract } from '../../../core/contracts/data-contract.ts';
import type { Frequency } from '../../../core/contracts/frequency.ts';
import { formatRefusal, refusedFormats } from '../../../core/ingest/format-refusal.ts';
import { formatCounter } from '../../../core/ingest/formats.ts';
import { datedRows } from '../../../core/ingest/observations.ts';
import { csvRows } from '../../support/csv-rows.ts';
import { DAILY } from '../../support/dataset.ts';

const CONTRACT: DataContract = { ...DAILY.contract, min: undefined, max: undefined };

/** What the rows of a file are refused for: its lines are `id;date;value`. */
function refusedOf(lines: readonly string[], contract: Partial<DataContract> = {}, frequency: Frequency = 'day') {
  const dataset = { ...DAILY, frequency, contract: { ...CONTRACT, ...contract } };
  const content = new TextEncoder().encode(`station;date;temp\n${lines.join('\n')}\n`);
  const counter = formatCounter(dataset);
  for (const text of csvRows(content, { file: 'a.csv', partition: {} }, dataset)) counter.add(datedRows(text, dataset));
  return refusedFormats(counter.found(), dataset);
}

const dayOf = (day: number): string => new Date(Date.UTC(2012, 0, 1 + day)).toISOString().slice(0, 10);
const byValue = (...values: readonly string[]) => values.map((value, day) => `a;${dayOf(day)};${value}`);
const byDate = (...dates: readonly string[]) => dates.map((date) => `a;${date};1`);
const problemsOf = (...asked: Parameters<typeof refusedOf>) => refusedOf(...asked).map(({ problem }) => problem);
const times = (count: number, text: string) => new Array<string>(count).fill(text);

describe('the message', () => {
  it('says once what helps all formats', () => {
    const formats = refusedOf(byValue('true', 'false', 'true', 'true', 'false', 'false'));
    expect(formats).toHaveLength(2);
    expect(formatRefusal('a.csv', formats).message.match(/another column/g)).toHaveLength(1);
  });
});

describe('the values of a delivery', () => {
  it('have a thousands separator where every one above 999 has it', () => {
    const [format, ...others] = refusedOf(byValue('998', '999', '1,000', '1,287', '12,345'));
    expect(others).toEqual([]);
    expect(format).toEqual({
      problem: '3 of 5 values have a comma before three digits',
      column: 'temp',
      rows: 3,
      line: 4,
      text: '1,000',
      remedy:
        "contract.thousandsSeparator ',' reads '1,000' as 1000, " + "or contract.decimalComma true reads '1,000' as 1",
    });
    expect(refusedOf(byValue('998', '999', '1,000', '1,287', '12,345'), { thousandsSeparator: ',' })).toEqual([]);
  });

  it('are told one way of reading where only one reads them all', () => {
    expect(refusedOf(byValue('1,287', '1,234,567', '2,000'))[0].remedy).toBe(
      "contract.thousandsSeparator ',' reads '1,287' as 1287",
    );
    expect(refusedOf(byValue('1,287', '12,5', '2,000'))[0].remedy).toBe(
      "contract.decimalComma true reads '1,287' as 1.287",
    );
  });

  it('are read with groups of two digits by the option that the message names', () => {
    const lakhs = byValue('99,999', '1,23,456', '12,34,567');
    expect(refusedOf(lakhs)[0].remedy).toBe("contract.thousandsSeparator ',' reads '99,999' as 99999");
    expect(refusedOf(lakhs, { thousandsSeparator: ',' })).toEqual([]);
  });

  it('are of another column where no row has a number', () => {
    expect(refusedOf(byValue('true', 'false', 'true', 'true')).map(({ remedy }) => remedy)).toEqual([
      'another column in columns.target: this one has no number in any row',
    ]);
    expect(refusedOf(byValue('true', 'true', 'true', '1'))[0].remedy).toContain("contract.missingValues 'true'");
    expect(refusedOf(byValue('$1', '$2', '$3'))[0].remedy).toBe('write plain numbers: 1287.5');
  });

  it('are no values in rows that are headings', () => {
    const heading = 'station;date;temp';
    expect(refusedOf([...byValue('1', '2'), heading, heading, heading, 'a;total;x', 'a;;x'])).toEqual([]);
    expect(refusedOf([...byValue('1', '2', 'temp', 'temp', 'temp')])).toHaveLength(1);
    expect(refusedOf(['a;9 x;temp', 'a;9 y z;temp', 'a;9-9;temp'])).toHaveLength(1);
  });

  it('are bad rows where one or two are written so: a typo stays a refused row', () => {
    expect(refusedOf(byValue('998', '999', '1,000'))).toEqual([]);
    expect(refusedOf(byValue('998', '999', '1,000', '1,287'))).toEqual([]);
    expect(problemsOf(byValue('998', '999', '1,000', '1,287', '1,300'))).toHaveLength(1);
  });

  it('are typos where more values keep to the mark that would be given up', () => {
    const points = byValue(...times(4, '12.5'), ...times(3, '12,5'));
    expect(refusedOf(points)).toEqual([]);
    const commas = byValue(...times(3, '12.5'), ...times(4, '12,5'));
    expect(problemsOf(commas)).toEqual(['4 of 7 values have a decimal comma']);
    // A thousands separator gives nothing up.
    expect(problemsOf(byValue(...times(9, '12.5'), ...times(3, '1,287.5')))).toEqual([
      '3 of 12 values have a comma between thousands',
    ]);
  });

  it('have a marker for no value where one text without digits stands three times', () => {
    expect(refusedOf(byValue('1', '#N/A', '2', '#N/A', '#N/A'))).toMatchObject([
      {
        problem: "3 of 5 values have the text '#N/A' and no number",
        remedy: "contract.missingValues '#N/A', if it means no value",
      },
    ]);
    expect(refusedOf(byValue('1', 'warm', 'cold', 'mild', 'hot'))).toEqual([]);
    expect(refusedOf(byValue('1', ...times(3, '#N/A')), { missingValues: ['#N/A'] })).toEqual([]);
    expect(refusedOf(byValue('1', ...times(3, 'NA'), ...times(3, ''), ...times(3, 'inf')))).toEqual([]);
  });

  it('have a form that no contract reads where it is half of what is refused', () => {
    expect(refusedOf(byValue('$1', '$2.50', '$3', '$4'))).toMatchObject([
      { problem: '3 of 4 values have a currency sign', remedy: 'write plain numbers: 1287.5', text: '$1' },
    ]);
    const rubbish = ['1-2', '1_2', '5.1.2', '9.9.9', '4.4.4'];
    expect(problemsOf(byValue('1', ...rubbish))).toEqual(["3 of 6 values have the form '9.9.9'"]);
    expect(problemsOf(byValue('1', ...rubbish, '1/2', '1:2'))).toEqual([]);
  });

  it('are misread where the decimal mark separates thousands', () => {
    const dots = byValue('998', '1.002', '999', '12.345', '997', '2.000');
    expect(refusedOf(dots)).toMatchObject([
      {
        problem: '3 of 6 values have a point before three digits, as between thousands, where the others are smaller',
        text: '1.002',
        remedy: "contract.thousandsSeparator '.' and contract.decimalComma true reads '1.002' as 1002",
      },
    ]);
    expect(refusedOf(dots, { decimalComma: true, thousandsSeparator: '.' })).toEqual([]);
    // What the contract says of thousands, no value bears out, or one does.
    expect(problemsOf(dots, { thousandsSeparator: ' ' })).toHaveLength(1);
    expect(refusedOf([...dots, 'a;2012-02-01;1 002'], { thousandsSeparator: ' ' })).toEqual([]);
    expect(problemsOf(byValue('998', '1998', '9999', '10.000', '12.345', '123.456'))).toHaveLength(1);
    const commas = dots.map((line) => line.replace('.', ','));
    expect(problemsOf(commas, { decimalComma: true })).toHaveLength(1);
  });

  it.each([
    [['998', '1.002', '999', '12.345', '997', '2.00']],
    [['998', '0.002', '999', '12.345', '997', '2.000', '3.000']],
    [['998', '1.002', '999', '12.345', '1997', '2.000', '997']],
    [['998', '10.002', '999', '12.345', '19970', '20.000', '997']],
    [['1.002', '2.345', '3.456', '7.000']],
    [['998', '1.002', '999', '12.345']],
    [['998', '1.002', '999', '12.345', '2.000']],
    [['98', '1.002', '99', '12.345', '97', '2.000']],
  ])('are decimals where %j say so', (values) => {
    expect(refusedOf(byValue(...values))).toEqual([]);
  });

  it('are decimals where the series with three of them has no number of three digits', () => {
    const rates = byValue('1.002', '2.345', '3.456').map((line) => line.replace('a;', 'b;'));
    expect(refusedOf([...byValue('997', '998', '999'), ...rates])).toEqual([]);
  });
});

describe('the timestamps of a delivery', () => {
  it('have an order that the contract does not say', () => {
    expect(refusedOf(byDate('1/1/22', '1/2/22', '1/13/22'))).toMatchObject([
      {
        problem: '3 of 3 timestamps have a year of two digits, and the contract does not say the order',
        column: 'date',
        remedy: "contract.dateOrder 'month-first' reads '1/1/22' as 2022-01-01",
      },
    ]);
    const [either] = refusedOf(byDate('01.02.2022', '02.02.2022', '03.02.2022'));
    expect(either.remedy).toContain("'day-first' reads '01.02.2022' as 2022-02-01");
    expect(either.remedy).toContain("or contract.dateOrder 'month-first' reads '01.02.2022' as 2022-01-02");
  });

  it('have the other order, which most of them are held against', () => {
    const dates = ['1/13/22', '1/14/22', '1/15/22'];
    expect(problemsOf(byDate('1/12/22', ...dates), { dateOrder: 'day-first' })).toEqual([
      '3 of 4 timestamps have a month above 12 when read day-first, as contract.dateOrder says',
    ]);
    const others = ['13/1/22', '14/1/22', '15/1/22'];
    const [both] = refusedOf(byDate(...dates, ...others), { dateOrder: 'day-first' });
    expect(both.remedy).toBe(
      'write dates as 2012-03-04, times as 2012-03-04T05:00:00+01:00, weeks as 2012-W03, months as 2012-03, quarters as 2012-Q1',
    );
    expect(refusedOf(byDate(...dates.slice(1), ...others), { dateOrder: 'day-first' })).toEqual([]);
  });

  it('are bad rows where they are no days, or no dates at all', () => {
    expect(refusedOf(byDate(...times(9, '2012-02-30'), ...times(9, 'soon'), ...times(9, '')))).toEqual([]);
  });

  it('are of another frequency', () => {
    expect(refusedOf(byDate('2005-01', '2005-02', '2005-03'))).toMatchObject([
      { remedy: "frequency 'month' reads '2005-01' as 2005-01-01" },
    ]);
  });

  const midnights = ['2022-03-26T00:00:00+01:00', '2022-03-27T00:00:00+01:00', '2022-03-28T00:00:00+02:00'];

  it('are midnights of a clock', () => {
    expect(refusedOf(byDate(...midnights))).toEqual([
      {
        problem: '3 of 3 timestamps are midnights of +01:00 and +02:00, which is no date of a series by the day',
        column: 'date',
        rows: 3,
        line: 2,
        text: '2022-03-26T00:00:00+01:00',
        remedy:
          "contract.timeZone 'Europe/Berlin', or whichever zone's midnights they are; where they are none, write the dates alone, as 2012-03-04, " +
          "or let each be of the day that it lies in (contract.aggregate 'last')",
      },
    ]);
    expect(refusedOf(byDate(...midnights), { timeZone: 'Europe/Berlin' })).toEqual([]);
    expect(problemsOf(byDate(...midnights), { timeZone: 'Asia/Tokyo' })).toHaveLength(1);
    expect(refusedOf(byDate(...midnights), {}, 'hour')).toEqual([]);
    expect(refusedOf(byDate(...midnights), { aggregate: 'mean' })).toEqual([]);
    expect(refusedOf(byDate(...midnights.slice(1)))).toEqual([]);
  });

  it('are midnights of a clock, said by UTC', () => {
    const [format] = refusedOf(byDate('2022-03-11T05:00Z', '2022-03-12T05:00Z', '2022-03-14T04:00Z'));
    expect(format.problem).toContain('3 of 3 timestamps are always at 05:00 or 04:00 UTC');
    expect(format.remedy).toContain("contract.timeZone 'America/New_York'");
    const london = refusedOf(
      byDate('2022-03-27T00:00Z', '2022-03-27T23:00Z', '2022-03-28T23:00Z', '2022-03-29T23:00Z'),
    );
    expect(london[0].remedy).toContain("'Europe/London'");
  });

  it('are no midnights where they are at all hours, or say no zone', () => {
    expect(refusedOf(byDate('2022-01-01T05:00Z', '2022-01-01T06:00Z', '2022-01-01T07:00Z'))).toEqual([]);
    expect(refusedOf(byDate(...midnights, '2022-01-01 05:00'))).toEqual([]);
    expect(refusedOf(byDate(...times(9, '2022-01-01T05:17Z')))).toEqual([]);
    const [everywhere] = refusedOf(
      byDate('2022-01-01T00:00+01:00', '2022-01-01T00:00-05:00', '2022-01-02T00:00+01:00'),
    );
    expect(everywhere.remedy).toBe('they are of no one zone: write the dates alone, as 2012-03-04');
  });
});

describe('the records of a delivery', () => {
  it('have the delimiter in their values', () => {
    expect(refusedOf(['a;2012-01-01;999', 'a;2012-01-02;1;287', 'a;2012-01-03;1;300', 'a;2012-01-04;2;000'])).toEqual([
      {
        problem: '3 of 4 records have another number of fields than the header',
        column: undefined,
        rows: 3,
        line: 3,
        text: 'a;2012-01-02;1;287',
        remedy:
          'put values that have the delimiter in them between quotes, or separate the fields by another one; ' +
          'where all rows have one more, name every column in the header',
      },
    ]);
    expect(refusedOf(['a;2012-01-01;1', ...times(5, 'total')])).toEqual([]);
  });
});

describe('the message', () => {
  it('shows the beginning of a text of any length', () => {
    const [{ text }] = refusedOf(byValue(...times(3, `1${'_'.repeat(500)}`)));
    expect(text.length).toBeLessThan(100);
    expect(text.startsWith('1___')).toBe(true);
  });

  it('says what was seen, how many, an example with its line, and how each is read', () => {
    const formats = refusedOf(
      byDate('01.01.2022', '02.01.2022', '13.01.2022').map((line) => line.replace(/;1$/, ';47,73')),
    );
    expect(formatRefusal('weather/a.csv', formats)).toMatchObject({
      name: 'SourceRefused',
      message:
        "weather/a.csv, line 2, column 'date': 3 of 3 timestamps have the year last, and the contract does not say whether day or month is first; " +
        "3 of 3 values have a decimal comma (line 2: '47,73'): that is a format and no bad rows, so nothing of the delivery is read; " +
        "got '01.01.2022'; hint: contract.dateOrder 'day-first' reads '01.01.2022' as 2022-01-01; " +
        "contract.decimalComma true reads '47,73' as 47.73. " +
        'Once the contract reads it, the next run does so, as long as the file lies in the landing bucket',
    });
  });
});
