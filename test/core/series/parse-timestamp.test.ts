import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseTimestamp } from '../../../core/series/parse-timestamp.ts';
import { zoneNamed } from '../../../core/series/time-zone.ts';

const DAY_MS = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (number: number): string => String(number).padStart(2, '0');
const parts = (date: Date) => [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()] as const;

const DAY_FORMS: readonly ((date: Date) => string)[] = [
  (date) => date.toISOString(),
  (date) => date.toISOString().slice(0, 10),
  (date) => date.toISOString().slice(0, 10).replaceAll('-', ''),
  (date) => date.toISOString().slice(0, 10).replaceAll('-', '/'),
  (date) => date.toUTCString(),
  (date) => parts(date).toReversed().join('.'),
  (date) => parts(date).map(two).toReversed().join('/'),
  (date) => `${date.getUTCDate()}-${MONTHS[date.getUTCMonth()]}-${date.getUTCFullYear()}`,
  (date) => `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`,
  (date) => date.toLocaleDateString('en-US', { dateStyle: 'full', timeZone: 'UTC' }),
  (date) => date.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' }),
  (date) => `${new Date(date.getTime() - DAY_MS).toISOString().slice(0, 10)} 24:00`,
];

const TIME_FORMS: readonly ((clock: string) => string)[] = [
  (clock) => clock,
  (clock) => clock.replaceAll(':', ''),
  (clock) => `${clock}Z`,
  (clock) => `${clock} UTC`,
  (clock) => `${clock}.000+00:00`,
  (clock) => new Date(`2012-02-29T${clock}Z`).toLocaleTimeString('en-US', { timeZone: 'UTC' }),
];

const MONTH_FORMS: readonly ((year: number, month: number) => string)[] = [
  (year, month) => `${year}-${two(month)}`,
  (year, month) => `${year}/${month}`,
  (year, month) => `${year}M${two(month)}`,
  (year, month) => `${year}${two(month)}`,
  (year, month) => `${two(month)}.${year}`,
  (year, month) => `${MONTHS[month - 1]}-${year}`,
  (year, month) => `${year} ${MONTHS[month - 1]?.toUpperCase()}`,
];

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
    ['20120209.0', '2012-02-09T00:00:00.000Z'],
    ['2012020905', '2012-02-09T05:00:00.000Z'],
    ['2012020924', '2012-02-10T00:00:00.000Z'],
    ['1328745600', '2012-02-09T00:00:00.000Z'],
    ['1328745600.0', '2012-02-09T00:00:00.000Z'],
    ['1328745600.25', '2012-02-09T00:00:00.250Z'],
    ['1328745600125', '2012-02-09T00:00:00.125Z'],
    ['1328745600125999', '2012-02-09T00:00:00.125Z'],
    ['1328745600125999999', '2012-02-09T00:00:00.125Z'],
    ['1000000000', '2001-09-09T01:46:40.000Z'],
    ['1899999999', '2030-03-17T17:46:39.000Z'],
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
    '2012-02-29T24:01',
    '2012-02-29T24:00:00.001',
    '2012-02-29T25:00',
    '2012-02-29 HE25',
    '2012-02-29 24:00 PM',
    '2012-02-29 00:30 PM',
    '2012-02-29 13:30 AM',
    '2005w03',
    '2012-02-29T12:60',
    '2012-02-29T12:00:60',
    '2012-02-29T12:00+25:00',
    '2012-02-29Tnoon',
    '2012-02/29',
    '0001-01-01',
    '0000-00-00',
    '41275',
    // Seconds of another year, or no count of them.
    '0999999999',
    '1999999999',
    '2012139905',
    '13287456001',
    '132874560012',
    '1328745600.',
    '20120209.5',
    '2012020.0',
    '2012-1a-01',
    '2112-1:-11',
    '2112-1/-11',
    'x012-01-01',
    '2012-02-009',
    '2012.02-29',
    '2012-02.29',
    '99/99/2012x',
    'Tue, 03 Jan 2005',
    '31 Feb 2005',
    '1. Januar 2005',
    '2005-W53-1',
    '2012-02-29T12:00+05:60',
    '2012-03-25T02:30[Europe/Berlin]',
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

  it.each([
    ['03/04/12', Date.UTC(2012, 3, 3)],
    ['31.12.68', Date.UTC(2068, 11, 31)],
    ['01-01-69', Date.UTC(1969, 0, 1)],
    ['1-Jan-05', Date.UTC(2005, 0, 1)],
    ['03/04/12 24:00', Date.UTC(2012, 3, 4)],
  ])('reads %j, a year of two digits, where the order is said', (text, instant) => {
    expect(parseTimestamp(text, { ...daily, dateOrder: 'day-first' })).toBe(instant);
    expect(parseTimestamp(text, daily)).toBe('ambiguous-date');
  });

  it.each([
    ['2012-02-29 24:00', '2012-03-01T00:00:00.000Z'],
    ['2012-12-31T24:00:00Z', '2013-01-01T00:00:00.000Z'],
    ['2012-12-31 2400', '2013-01-01T00:00:00.000Z'],
    ['2012-12-31T24:00+01:00', '2012-12-31T23:00:00.000Z'],
    ['2012-02-29 HE24', '2012-03-01T00:00:00.000Z'],
    ['2012-02-29 Hour 7', '2012-02-29T07:00:00.000Z'],
    ['2012-02-29 00:30 AM', '2012-02-29T00:30:00.000Z'],
    ['2012-02-29 13:00 PM', '2012-02-29T13:00:00.000Z'],
    ['2012-02-29 UTC', '2012-02-29T00:00:00.000Z'],
    ['2012-02-29 +01:00', '2012-02-28T23:00:00.000Z'],
    ['2012-07-01 00:00:00.000 America/New_York', '2012-07-01T04:00:00.000Z'],
    ['2012-02-29T13', '2012-02-29T13:00:00.000Z'],
    ['2012-02-29 1:05 PM', '2012-02-29T13:05:00.000Z'],
    ['2012-02-29 12:00:00 a.m.', '2012-02-29T00:00:00.000Z'],
    ['2012-02-29, 12 pm', '2012-02-29T12:00:00.000Z'],
    ['2012-02-29 13:45 UTC', '2012-02-29T13:45:00.000Z'],
    ['2012-02-29 13:45 GMT', '2012-02-29T13:45:00.000Z'],
    ['2012-02-29 13:45 GMT+0100 (Central European Standard Time)', '2012-02-29T12:45:00.000Z'],
    ['2012-02-29 13:45 CEST', '2012-02-29T11:45:00.000Z'],
    ['2012-02-29 13:45 EST', '2012-02-29T18:45:00.000Z'],
    ['2012-02-29 13:45 +5:30', '2012-02-29T08:15:00.000Z'],
    ['2012-02-29T13:45−03:00', '2012-02-29T16:45:00.000Z'],
    ['2012-07-01T00:00:00+02:00[Europe/Berlin]', '2012-06-30T22:00:00.000Z'],
    ['2012-07-01T00:00[America/New_York]', '2012-07-01T04:00:00.000Z'],
    ['2012-02-29\u00a0\u202f13:45', '2012-02-29T13:45:00.000Z'],
    ['20120229134510', '2012-02-29T13:45:10.000Z'],
    ['201202291345', '2012-02-29T13:45:00.000Z'],
    ['01-Jan-2005', '2005-01-01T00:00:00.000Z'],
    ['1 September 2005 9:05', '2005-09-01T09:05:00.000Z'],
    ['January 1, 2005', '2005-01-01T00:00:00.000Z'],
    ['Dec 31 2005, 11:00 PM', '2005-12-31T23:00:00.000Z'],
    ['2005-Jan-02', '2005-01-02T00:00:00.000Z'],
    ['Sat Jan 01 2005 00:00:00 GMT+0100', '2004-12-31T23:00:00.000Z'],
    ['Sat Jan  1 13:00:00 CET 2005', '2005-01-01T12:00:00.000Z'],
    ['Sat, 01 Jan 2005 13:00:00 GMT', '2005-01-01T13:00:00.000Z'],
    ['01JAN2005:13:00:00', '2005-01-01T13:00:00.000Z'],
    ['01/Jan/2005:13:00:00 +0100', '2005-01-01T12:00:00.000Z'],
    ['2005-W03-1', '2005-01-17T00:00:00.000Z'],
    ['2005W037', '2005-01-23T00:00:00.000Z'],
    ['2004-W53-6', '2005-01-01T00:00:00.000Z'],
  ])('reads %j as %s, in words, weeks, halves of days and zones', (text, iso) => {
    expect(parseTimestamp(text, daily)).toBe(Date.parse(iso));
  });

  it.each(['2012-02-29 13:45 IST', '2012-02-29 13:45 XYZ', '2012-02-29T00:00[Mars/Olympus]'])(
    'does not guess which zone %j is of',
    (text) => {
      expect(parseTimestamp(text, daily)).toBe('ambiguous-date');
    },
  );

  it.each([
    ['month', '2012-03', Date.UTC(2012, 2, 1)],
    ['quarter', '2012-04', Date.UTC(2012, 3, 1)],
    ['year', '2012', Date.UTC(2012, 0, 1)],
    ['year', '2012-03', Date.UTC(2012, 2, 1)],
    ['month', '2012', 'bad-date'],
    ['day', '2012-03', 'bad-date'],
    ['week', '2012-03', 'bad-date'],
    ['month', '2012-13', 'bad-date'],
    ['month', '2005M01', Date.UTC(2005, 0, 1)],
    ['month', '2005-M1', Date.UTC(2005, 0, 1)],
    ['month', '2005/03', Date.UTC(2005, 2, 1)],
    ['month', '03/2005', Date.UTC(2005, 2, 1)],
    ['month', '200503', Date.UTC(2005, 2, 1)],
    ['month', '2005.10', Date.UTC(2005, 9, 1)],
    // October, having lost its zero, or January.
    ['month', '2005.1', 'bad-date'],
    ['month', 'Jan-2005', Date.UTC(2005, 0, 1)],
    ['month', 'Jan 2005', Date.UTC(2005, 0, 1)],
    ['month', 'Jan-05', Date.UTC(2005, 0, 1)],
    ['month', 'December, 1999', Date.UTC(1999, 11, 1)],
    ['month', '2005 Sept', Date.UTC(2005, 8, 1)],
    ['day', 'Jan-2005', 'bad-date'],
    ['month', '2005-Q1', 'bad-date'],
    ['quarter', '2005-Q1', Date.UTC(2005, 0, 1)],
    ['quarter', '2005Q2', Date.UTC(2005, 3, 1)],
    ['quarter', 'Q3 2005', Date.UTC(2005, 6, 1)],
    ['quarter', '4Q2005', Date.UTC(2005, 9, 1)],
    ['quarter', 'Q5 2005', 'bad-date'],
    ['quarter', 'Q1 05', Date.UTC(2005, 0, 1)],
    ['quarter', "Q2'99", Date.UTC(1999, 3, 1)],
    ['quarter', '3Q24', Date.UTC(2024, 6, 1)],
    ['month', '3Q24', 'bad-date'],
    ['quarter', 'FY2005Q1', 'ambiguous-date'],
    ['week', '2005-W03', Date.UTC(2005, 0, 17)],
    ['week', '2005W3', Date.UTC(2005, 0, 17)],
    ['week', '2004-W53', Date.UTC(2004, 11, 27)],
    ['week', '2005-W53', 'bad-date'],
    ['week', '2005-W00', 'bad-date'],
    ['day', '2005-W03', 'bad-date'],
    ['month', '2005-W03', 'bad-date'],
    ['year', '2012.0', Date.UTC(2012, 0, 1)],
    ['month', '2005 M03', Date.UTC(2005, 2, 1)],
    ['week', '2005w03', 'bad-date'],
    ['week', 'W03-2005', Date.UTC(2005, 0, 17)],
    ['week', 'W3/2005', Date.UTC(2005, 0, 17)],
    ['week', 'KW03/2005', Date.UTC(2005, 0, 17)],
    ['week', 'KW 3, 2005', Date.UTC(2005, 0, 17)],
    ['week', '2005 W03', Date.UTC(2005, 0, 17)],
    ['week', '2005-KW3', Date.UTC(2005, 0, 17)],
    ['week', 'W53-2005', 'bad-date'],
    ['day', 'W03-2005', 'bad-date'],
    // Counted by whom is not said.
    ['week', 'w03-2005', 'bad-date'],
    ['week', 'Week 3 2005', 'bad-date'],
    ['month', '200503.0', Date.UTC(2005, 2, 1)],
    ['year', 'FY2005', Date.UTC(2005, 0, 1)],
    ['year', '2004/05', 'ambiguous-date'],
    ['year', '2004/06', Date.UTC(2004, 5, 1)],
    ['year', 'FY05', Date.UTC(2005, 0, 1)],
    ['year', "CY'99", Date.UTC(1999, 0, 1)],
    ['year', '05', 'bad-date'],
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

  it('reads every form of a day as that day', () => {
    const days = fc.date({ min: new Date('1000-01-02'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.constantFrom(...DAY_FORMS), (date, form) => {
        const dayMs = Math.floor(date.getTime() / DAY_MS) * DAY_MS;
        expect(parseTimestamp(form(new Date(dayMs)), { ...daily, dateOrder: 'day-first' })).toBe(dayMs);
      }),
    );
  });

  it('reads every form of a time as that time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_399 }), fc.constantFrom(...TIME_FORMS), (second, form) => {
        const clock = new Date(second * 1000).toISOString().slice(11, 19);
        expect(parseTimestamp(`2012-02-29 ${form(clock)}`, daily)).toBe(Date.parse(`2012-02-29T${clock}Z`));
      }),
    );
  });

  it('reads every form of a coarse period as its first day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 9999 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(...MONTH_FORMS),
        (year, month, form) => {
          expect(parseTimestamp(form(year, month), { ...daily, frequency: 'month' })).toBe(
            Date.UTC(year, month - 1, 1),
          );
          expect(parseTimestamp(form(year, month), daily)).toBe('bad-date');
        },
      ),
    );
  });

  it('dates an ISO week by its Monday', () => {
    const mondays = fc.integer({ min: -26_000, max: 40_000 }).map((week) => Date.UTC(1970, 0, 5) + week * 7 * DAY_MS);
    fc.assert(
      fc.property(mondays, (mondayMs) => {
        // The ISO year of a week is the year of its Thursday.
        const thursday = new Date(mondayMs + 3 * DAY_MS);
        const year = thursday.getUTCFullYear();
        const week = String(Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) + 1).padStart(
          2,
          '0',
        );
        expect(parseTimestamp(`${year}-W${week}`, { ...daily, frequency: 'week' })).toBe(mondayMs);
        expect(parseTimestamp(`${year}W${week}4`, daily)).toBe(thursday.getTime());
      }),
    );
  });
});

describe('parseTimestamp with a zone', () => {
  const berlin = zoneNamed('Europe/Berlin');
  const hourly = { dateOrder: 'iso', frequency: 'hour', zone: berlin } as const;

  it.each([
    ['2022-07-01', '2022-06-30T22:00:00.000Z'],
    ['2022-01-01 00:00', '2021-12-31T23:00:00.000Z'],
    ['2022-07-01 24:00', '2022-07-01T22:00:00.000Z'],
    ['2022-07-01 00:00Z', '2022-07-01T00:00:00.000Z'],
    ['2022-07-01T05:00-04:00', '2022-07-01T09:00:00.000Z'],
    // Twice there; the first time.
    ['2022-10-30 02:00', '2022-10-30T00:00:00.000Z'],
    ['2022-10-30 03:00', '2022-10-30T02:00:00.000Z'],
  ])('by the hour %j is %s in Berlin', (text, iso) => {
    expect(parseTimestamp(text, hourly)).toBe(Date.parse(iso));
  });

  it('by the hour refuses what the clock skips', () => {
    expect(parseTimestamp('2022-03-27 02:30', hourly)).toBe('bad-date');
    expect(parseTimestamp('2022-03-27 03:00', hourly)).toBe(Date.UTC(2022, 2, 27, 1));
  });

  it.each(['day', 'week', 'month', 'quarter', 'year'] as const)('by the %s keeps to local dates', (frequency) => {
    const reading = { ...hourly, frequency };
    const day = Date.UTC(2022, 6, 1);
    for (const text of ['2022-07-01', '2022-07-01T00:00', '2022-07-01T00:00+02:00', '2022-06-30T22:00:00Z'])
      expect(parseTimestamp(text, reading)).toBe(day);
    expect(parseTimestamp('2022-07-01T00:00Z', reading)).toBe(day + 2 * 3_600_000);
    expect(parseTimestamp('2022-03-27 02:30', reading)).toBe(Date.UTC(2022, 2, 27, 2, 30));
  });

  it('dates a day that begins at one o clock by its date', () => {
    const reading = { dateOrder: 'iso', frequency: 'day', zone: zoneNamed('America/Sao_Paulo') } as const;
    expect(parseTimestamp('2017-10-15T01:00:00-02:00', reading)).toBe(Date.UTC(2017, 9, 15));
    expect(parseTimestamp('2017-10-15T02:00:00-02:00', reading)).toBe(Date.UTC(2017, 9, 15, 2));
    expect(parseTimestamp('2017-10-16T01:00:00-02:00', reading)).toBe(Date.UTC(2017, 9, 16, 1));
  });
});
