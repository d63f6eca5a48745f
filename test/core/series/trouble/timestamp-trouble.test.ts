import { describe, expect, it } from '@jest/globals';
import { zoneNamed } from '../../../../core/series/time-zone.ts';
import type { TimestampReading } from '../../../../core/series/timestamp-reading.ts';
import { timestampTrouble } from '../../../../core/series/trouble/timestamp-trouble.ts';

const DAILY: TimestampReading = { dateOrder: 'iso', frequency: 'day', zone: null };

function troubleOf(text: string, reading: Partial<TimestampReading> = {}) {
  const { kind, has, remedies } = timestampTrouble(text, { ...DAILY, ...reading });
  return { kind, has, ways: remedies.map(({ field, reads }) => `${field}: ${reads}`) };
}

describe('what keeps a timestamp from being a date', () => {
  it('is the order, which either of two may be, or one', () => {
    expect(troubleOf('03/04/2012')).toEqual({
      kind: 'order unordered',
      has: 'the year last, and the contract does not say whether day or month is first',
      ways: ["contract.dateOrder \'day-first\': 2012-04-03", "contract.dateOrder \'month-first\': 2012-03-04"],
    });
    expect(troubleOf('1/31/22 13:00')).toEqual({
      kind: 'order short-year',
      has: 'a year of two digits, and the contract does not say the order',
      ways: ["contract.dateOrder \'month-first\': 2022-01-31T13:00:00"],
    });
  });

  it('is the other order', () => {
    expect(troubleOf('1/31/22', { dateOrder: 'day-first' })).toEqual({
      kind: 'order other-order',
      has: 'a month above 12 when read day-first, as contract.dateOrder says',
      ways: ["contract.dateOrder \'month-first\': 2022-01-31"],
    });
  });

  it('is that it names no day', () => {
    expect(troubleOf('Jan-2005')).toEqual({
      kind: 'coarse',
      has: 'no day of its own, which a series by the day needs',
      ways: ["frequency \'month\': 2005-01-01"],
    });
    expect(troubleOf('201301').has).toBe('no day of its own, which a series by the day needs');
    expect(troubleOf('200131')).toEqual({
      kind: 'coarse',
      has: 'six digits, of a month or of a day without its century',
      ways: [],
    });
    expect(troubleOf('220112')).toEqual({
      kind: 'coarse',
      has: 'six digits, of a month or of a day without its century',
      ways: [],
    });
    expect(troubleOf('200112')).toEqual({
      kind: 'coarse',
      has: 'six digits, of a month or of a day without its century',
      ways: ["frequency \'month\': 2001-12-01"],
    });
    expect(troubleOf('2005-W03').ways).toEqual(["frequency \'week\': 2005-01-17"]);
    expect(troubleOf('2005Q2', { frequency: 'month' }).ways).toEqual(["frequency \'quarter\': 2005-04-01"]);
  });

  it.each(['2005-03', '200503', '3/2005'])('in %j is a number that may be a month or a week', (text) => {
    expect(troubleOf(text, { frequency: 'week' })).toEqual({
      kind: 'coarse',
      has: "a year and a number, which are a month's: a week's are written 2012-W03",
      ways: [],
    });
  });

  it.each([
    ['2012-01-01 05:00 IST', 'zone IST', "'IST', which names no one zone"],
    ['2012-01-01T05:00[Mars/Olympus]', 'zone Mars/Olympus', "'Mars/Olympus', which names no one zone"],
    ['41275', 'form 9', 'the number of a day, as spreadsheets count them (of most it is 2013-01-01)'],
    ['41275.75', 'form 9.9', 'the number of a day, as spreadsheets count them (of most it is 2013-01-01)'],
    ['1925376000', 'form 9', '10 digits, as of seconds since 1970'],
    ['1925376000000', 'form 9', '13 digits, as of seconds since 1970'],
    ['1.32538E+12', 'form 9.9a+9', 'a power of ten, in which digits are lost'],
    ['1. Januar 2012', 'form 9. a 9', "the word 'Januar', which is no month's name in English"],
    ['janv 2012', 'form a 9', "the word 'janv', which is no month's name in English"],
    ['août 2012', 'form a 9', "the word 'août', which is no month's name in English"],
    ['2012w3', 'form 9a9', 'the number of a week, and not by which rule weeks are counted'],
    ['Week 3 2012', 'form a 9 9', 'the number of a week, and not by which rule weeks are counted'],
    ['May 2012 x', 'form a 9 a', "the form 'a 9 a'"],
    ['FY12Q1', 'fiscal', 'a fiscal name, which does not say when the year begins'],
  ])('in %j is what no option reads', (text, kind, has) => {
    expect(troubleOf(text)).toEqual({ kind, has, ways: [] });
  });

  it.each([
    ['2012-02-30', {}, 'a day that the calendar does not have'],
    ['31/02/2012', {}, 'a day that the calendar does not have'],
    ['31/02/12', {}, 'a day that the calendar does not have'],
    ['2012-01-01 25:00', {}, 'a time that no clock shows'],
    ['soon', {}, 'no digit'],
    ['', {}, 'no text'],
    [
      '2022-03-27 02:30',
      { frequency: 'hour', zone: zoneNamed('Europe/Berlin') },
      'an hour that the clock of Europe/Berlin skips',
    ],
  ] as const)('in %j is bad by itself, however often', (text, reading, has) => {
    expect(troubleOf(text, reading)).toEqual({ kind: undefined, has, ways: [] });
  });
});
