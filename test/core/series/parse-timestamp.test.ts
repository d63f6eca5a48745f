import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseTimestamp } from '../../../core/series/parse-timestamp.ts';

const daily = { dateOrder: 'iso', frequency: 'day', zone: null } as const;

describe('parseTimestamp', () => {
  it.each([
    ['2012-02-29', '2012-02-29T00:00:00.000Z'],
    [' 2012-02-29 ', '2012-02-29T00:00:00.000Z'],
    ['2012/2/9', '2012-02-09T00:00:00.000Z'],
    ['2012.02.09', '2012-02-09T00:00:00.000Z'],
    ['20120209', '2012-02-09T00:00:00.000Z'],
    ['2012-02-29T13:45:10', '2012-02-29T13:45:10.000Z'],
    ['2012-02-29 13:45', '2012-02-29T13:45:00.000Z'],
    ['2012-02-29 9:05', '2012-02-29T09:05:00.000Z'],
    ['2012-02-29T13:45:10.125Z', '2012-02-29T13:45:10.125Z'],
    ['2012-02-29T13:45:10,9999', '2012-02-29T13:45:10.999Z'],
    ['2012-02-29T12:00+24:00', '2012-02-28T12:00:00.000Z'],
    ['2012-02-29T00:30:00+02:00', '2012-02-28T22:30:00.000Z'],
    ['2012-02-29T23:00:00-0130', '2012-03-01T00:30:00.000Z'],
    ['2012-02-29 23:00 +05', '2012-02-29T18:00:00.000Z'],
    ['20120229T134510Z', '2012-02-29T13:45:10.000Z'],
    ['1900-02-28', '1900-02-28T00:00:00.000Z'],
    ['2000-02-29', '2000-02-29T00:00:00.000Z'],
  ])('reads %j as %s', (text, iso) => {
    expect(parseTimestamp(text, daily)).toBe(Date.parse(iso));
  });

  it.each([
    '',
    '   ',
    'yesterday',
    '2012-13-01',
    '2012-00-10',
    '2012-02-30',
    '2011-02-29',
    '1900-02-29',
    '2012-01-32',
    '2012-04-31',
    '2012-06-31',
    '2012-09-31',
    '2012-11-31',
    '2012-02-29T24:00',
    '2012-02-29T12:60',
    '2012-02-29T12:00:60',
    '2012-02-29T12:00+25:00',
    '2012-02-29Tnoon',
    '2012-02/29',
    '0001-01-01',
    '0000-00-00',
    '41275',
    '2012-1a-01',
    '2112-1:-11',
    '2112-1/-11',
    'x012-01-01',
    '2012-02-009',
    '2012.02-29',
    '2012-02.29',
    '99/99/2012x',
  ])('finds no date in %j', (text) => {
    expect(parseTimestamp(text, daily)).toBe('bad-date');
  });

  it('finds no date in a missing cell', () => {
    expect(parseTimestamp(null, daily)).toBe('bad-date');
  });

  it.each(['03/04/2012', '3.4.2012', '25-12-2012', '03/04/2012 10:00'])('is told no order for %j', (text) => {
    expect(parseTimestamp(text, daily)).toBe('ambiguous-date');
  });

  it('reads dates with the year last in the order of the contract', () => {
    expect(parseTimestamp('03/04/2012', { ...daily, dateOrder: 'day-first' })).toBe(Date.UTC(2012, 3, 3));
    expect(parseTimestamp('03/04/2012', { ...daily, dateOrder: 'month-first' })).toBe(Date.UTC(2012, 2, 4));
    expect(parseTimestamp('3.4.2012 06:00', { ...daily, dateOrder: 'day-first' })).toBe(Date.UTC(2012, 3, 3, 6));
  });

  it('does not turn the order round to make a date valid', () => {
    expect(parseTimestamp('25/12/2012', { ...daily, dateOrder: 'month-first' })).toBe('bad-date');
  });

  it('does not guess the century', () => {
    expect(parseTimestamp('03/04/12', { ...daily, dateOrder: 'day-first' })).toBe('ambiguous-date');
  });

  it.each([
    ['month', '2012-03', Date.UTC(2012, 2, 1)],
    ['quarter', '2012-04', Date.UTC(2012, 3, 1)],
    ['year', '2012', Date.UTC(2012, 0, 1)],
    ['year', '2012-03', Date.UTC(2012, 2, 1)],
    ['month', '2012', 'bad-date'],
    ['day', '2012-03', 'bad-date'],
    ['week', '2012-03', 'bad-date'],
    ['month', '2012-13', 'bad-date'],
  ] as const)('for a series by the %s reads %j as %p', (frequency, text, instant) => {
    expect(parseTimestamp(text, { ...daily, frequency })).toBe(instant);
  });

  it('agrees with the engine on every ISO instant', () => {
    const dates = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        expect(parseTimestamp(date.toISOString(), daily)).toBe(date.getTime());
        expect(parseTimestamp(date.toISOString().slice(0, 10), daily)).toBe(
          Date.parse(date.toISOString().slice(0, 10)),
        );
      }),
    );
  });
});
