import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FREQUENCIES } from '../../../core/contracts/frequency.ts';
import { namedPosition, neverObserved, occurring } from '../../../core/series/never-observed.ts';
import { parsePeriod, type TimeAxis } from '../../../core/series/time-axis.ts';

const DAYS: TimeAxis = { frequency: 'day', phase: 0 };
const HOURS: TimeAxis = { frequency: 'hour', phase: 0 };
const MONTHS: TimeAxis = { frequency: 'month', phase: 0 };
const SUMMER = ['May', 'June', 'July', 'August', 'September'];

/** Every period from the first to the last that is kept. */
function observed(
  axis: TimeAxis,
  [first, last]: readonly [string, string],
  keeps: (period: number) => boolean,
): Int32Array {
  const [from, to] = [parsePeriod(axis, first), parsePeriod(axis, last)];
  return Int32Array.from({ length: to - from + 1 }, (_, i) => from + i).filter(keeps);
}

/** What is never observed of the periods in which `keeps` holds. */
function never(axis: TimeAxis, span: readonly [string, string], keeps: (period: number) => boolean): readonly string[] {
  return neverObserved(observed(axis, span, keeps), axis, parsePeriod(axis, span[1]));
}

const isWeekday = (day: number) => (day + 3) % 7 < 5;
const dayOf = (day: number) => new Date(day * 86_400_000).getUTCDate() - 1;
const monthOf = (day: number) => new Date(day * 86_400_000).getUTCMonth();

describe('neverObserved', () => {
  test('names the days of the week that a daily series never has', () => {
    expect(never(DAYS, ['2014-07-10', '2015-12-31'], isWeekday)).toEqual(['Saturday', 'Sunday']);
    expect(never(DAYS, ['2014-07-10', '2015-12-31'], () => true)).toEqual([]);
  });

  test('a single observation makes a position one that occurs', () => {
    const saturday = parsePeriod(DAYS, '2015-02-07');
    const keeps = (day: number) => isWeekday(day) || day === saturday;
    expect(never(DAYS, ['2014-07-10', '2015-12-31'], keeps)).toEqual(['Sunday']);
  });

  test('a series that has a row every so many periods names those between', () => {
    const [fourth, other] = ['days other than one in 4 from 2000-01-01', 'weeks other than one in 2 from 2000-01-06'];
    expect(never(DAYS, ['2015-01-01', '2015-03-31'], (day) => day % 4 === 1)).toEqual([fourth]);
    const weeks: TimeAxis = { frequency: 'week', phase: 0 };
    expect(never(weeks, ['2015-01-01', '2015-12-31'], (week) => week % 2 === 0)).toEqual([other]);
    const later = parsePeriod(weeks, '2016-01-28');
    const ahead = Int32Array.from({ length: 5 }, (_, step) => later + step);
    expect([...occurring(ahead, weeks, [other])]).toEqual([later, later + 2, later + 4]);
    expect(namedPosition(weeks, [other])(later + 1)).toBe(other);
    // By a date of another weekday, which is of the same week.
    expect([...occurring(ahead, { ...weeks, phase: 4 }, [other])]).toEqual([later, later + 2, later + 4]);
  });

  test('a stride is one with a gap, and none with a row between, of few rows, or of irregular ones', () => {
    const gap = (day: number) => day % 4 === 1 && day % 40 !== 1;
    expect(never(DAYS, ['2015-01-01', '2015-12-31'], gap)).toHaveLength(1);
    const between = parsePeriod(DAYS, '2015-02-01');
    expect(never(DAYS, ['2015-01-01', '2015-12-31'], (day) => day % 4 === 1 || day === between)).toEqual([]);
    expect(never(DAYS, ['2015-01-01', '2015-02-02'], (day) => day % 4 === 1)).toEqual([]);
    expect(never(DAYS, ['2015-01-01', '2015-12-31'], (day) => day % 8 === 1 || day % 20 === 1)).toEqual([]);
  });

  test('days of the month that a daily series never has, and not those that weekends hide', () => {
    const days = never(DAYS, ['2015-01-01', '2016-12-31'], (day) => [0, 10, 20].includes(dayOf(day)));
    expect(days).toHaveLength(28);
    expect(days.slice(0, 3)).toEqual(['day 2 of the month', 'day 3 of the month', 'day 4 of the month']);
    expect(never(DAYS, ['2015-01-01', '2015-06-30'], isWeekday)).toEqual(['Saturday', 'Sunday']);
    expect(never(DAYS, ['2016-02-01', '2016-03-30'], () => true)).toEqual([]);
  });

  test('a stride that the calendar says goes by the calendar alone', () => {
    expect(never(HOURS, ['2015-01-01T00:00:00Z', '2015-01-31T23:00:00Z'], (hour) => hour % 3 === 0)).not.toContainEqual(
      expect.stringContaining('other than'),
    );
  });

  test('two weeks tell, one does not', () => {
    expect(never(DAYS, ['2015-06-01', '2015-06-14'], isWeekday)).toEqual(['Saturday', 'Sunday']);
    expect(never(DAYS, ['2015-06-01', '2015-06-07'], isWeekday)).toEqual([]);
  });

  test('months that a short window has not seen are not known to be empty', () => {
    expect(never(DAYS, ['2015-01-01', '2015-10-31'], () => true)).toEqual([]);
    expect(never(MONTHS, ['2015-01-01', '2015-10-01'], () => true)).toEqual([]);
  });

  test('a season that is closed in the same months of two years names them, one winter does not', () => {
    const isOpen = (day: number) => monthOf(day) >= 4 && monthOf(day) <= 8;
    const winter = ['January', 'February', 'March', 'April', 'October', 'November', 'December'];
    expect(never(DAYS, ['2013-05-01', '2015-09-30'], isOpen)).toEqual(winter);
    expect(never(DAYS, ['2014-05-01', '2015-09-30'], isOpen)).toEqual([]);
    // Winter and spring came by twice, autumn once.
    expect(never(DAYS, ['2013-05-01', '2015-04-30'], isOpen)).toEqual(winter);
    expect(never(DAYS, ['2013-05-01', '2015-03-15'], isOpen)).toEqual(
      winter.filter((name) => !['March', 'April'].includes(name)),
    );
  });

  test('weekly and quarterly series have months, yearly ones a stride at most', () => {
    const week: TimeAxis = { frequency: 'week', phase: 1 };
    const isOpen = (period: number) => monthOf(period * 7 + 1) >= 4 && monthOf(period * 7 + 1) <= 8;
    expect(never(week, ['2012-05-04', '2015-12-25'], isOpen).filter((name) => SUMMER.includes(name))).toEqual([]);
    expect(never(week, ['2012-05-04', '2015-12-25'], isOpen)).toHaveLength(7);
    const quarter: TimeAxis = { frequency: 'quarter', phase: 1 };
    expect(never(quarter, ['2012-03-31', '2015-12-31'], (period) => period % 4 !== 2)).toEqual(['September']);
    expect(never({ frequency: 'year', phase: 0 }, ['1990-01-01', '2015-01-01'], (year) => year % 2 === 0)).toEqual([
      'years other than one in 2 from 2000-01-01',
    ]);
  });

  test('hours of a shop, and of an exchange that closes early on Fridays', () => {
    const shop = (hour: number) => hour % 24 >= 8 && hour % 24 < 20;
    expect(never(HOURS, ['2015-06-01T00:00:00Z', '2015-06-21T23:00:00Z'], shop)).toEqual([
      ...['00:00', '01:00', '02:00', '03:00', '04:00', '05:00', '06:00', '07:00'],
      ...['20:00', '21:00', '22:00', '23:00'],
    ]);
    const exchange = (hour: number) => {
      const [day, of] = [(Math.floor(hour / 24) + 3) % 7, hour % 24];
      return day < 5 && of >= 9 && of < (day === 4 ? 15 : 17);
    };
    const names = never(HOURS, ['2015-06-01T00:00:00Z', '2015-07-26T23:00:00Z'], exchange);
    expect(names.slice(0, 3)).toEqual(['Saturday', 'Sunday', '00:00']);
    expect(names.slice(-2)).toEqual(['Friday 15:00', 'Friday 16:00']);
    expect(names).toHaveLength(2 + 16 + 2);
  });

  test('gaps that fall anywhere name nothing', () => {
    // 27 observations in two years: a weekday may well be without one.
    const sparse = (day: number) => day % 24 === 0 && (day + 3) % 7 !== 2;
    expect(observed(DAYS, ['2014-01-01', '2015-12-31'], sparse)).toHaveLength(27);
    expect(never(DAYS, ['2014-01-01', '2015-12-31'], sparse)).toEqual(['days other than one in 24 from 2000-01-12']);
    expect(never(DAYS, ['2014-01-01', '2015-12-31'], (day) => sparse(day) || sparse(day - 1))).toEqual([]);
  });

  test('a series that ended says nothing by its silence', () => {
    const ds = observed(MONTHS, ['2012-03-01', '2012-10-01'], () => true);
    expect(neverObserved(ds, MONTHS, parsePeriod(MONTHS, '2015-12-01'))).toEqual([]);
    expect(neverObserved(new Int32Array(), MONTHS, 0)).toEqual([]);
  });
});

describe('occurring', () => {
  test('leaves the periods at named positions out, and copies nothing where none is named', () => {
    const week = observed(DAYS, ['2015-06-01', '2015-06-07'], () => true);
    expect(occurring(week, DAYS, ['Saturday', 'Sunday'])).toHaveLength(5);
    expect(occurring(week, DAYS, [])).toBe(week);
    expect(namedPosition(DAYS, ['June', 'Sunday'])(week[6])).toBe('June');
    expect(namedPosition(DAYS, ['Sunday'])(week[6])).toBe('Sunday');
    expect(namedPosition(DAYS, ['Sunday'])(week[0])).toBeUndefined();
  });
});

describe('whatever a series holds', () => {
  const series = fc
    .record({
      frequency: fc.constantFrom(...FREQUENCIES),
      first: fc.integer({ min: -2000, max: 20_000 }),
      kept: fc.array(fc.boolean(), { minLength: 1, maxLength: 400 }),
      /** Repeats as weekdays, days or months may. */
      period: fc.constantFrom(1, 7, 12, 24, 168),
      silent: fc.nat(200),
    })
    .map(({ frequency, first, kept, period, silent }) => {
      const length = kept.length * (period === 1 ? 1 : 4);
      const periods = Int32Array.from({ length }, (_, i) => first + i);
      const ds = periods.filter((_, i) => i === 0 || kept[period === 1 ? i : i % Math.min(period, kept.length)]);
      return { axis: { frequency, phase: 0 } as const, ds, last: first + length - 1 + silent };
    });

  test('no position that held an observation is named', () => {
    fc.assert(
      fc.property(series, ({ axis, ds, last }) => {
        const positionOf = namedPosition(axis, neverObserved(ds, axis, last));
        for (const period of ds) expect(positionOf(period)).toBeUndefined();
      }),
    );
  });

  test('every period of a horizon has a forecast or lies at a position that is named', () => {
    fc.assert(
      fc.property(series, ({ axis, ds, last }) => {
        const named = neverObserved(ds, axis, last);
        const horizon = Int32Array.from({ length: 200 }, (_, i) => last + 1 + i);
        const left = horizon.filter((period) => namedPosition(axis, named)(period) !== undefined);
        expect([...occurring(horizon, axis, named), ...left].sort((a, b) => a - b)).toEqual([...horizon]);
        expect(new Set(named).size).toBe(named.length);
      }),
    );
  });
});
