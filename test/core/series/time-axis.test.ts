import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TimeAxis } from '../../../core/series/time-axis.ts';
import {
  addDuration,
  subtractDuration,
  daysOf,
  formatPeriod,
  inferAxis,
  instantOf,
  parsePeriod,
  periodAtOrBefore,
  periodOf,
} from '../../../core/series/time-axis.ts';
import { parseDuration } from '../../../core/series/duration.ts';

const DAY_MS = 86_400_000;
const day: TimeAxis = { frequency: 'day', phase: 0 };
const monthStart: TimeAxis = { frequency: 'month', phase: 0 };
const monthEnd: TimeAxis = { frequency: 'month', phase: 1 };

const anyAxis = fc.oneof(
  fc.record({ frequency: fc.constantFrom('hour' as const, 'day' as const), phase: fc.constant(0) }),
  fc.record({ frequency: fc.constant('week' as const), phase: fc.integer({ min: 0, max: 6 }) }),
  fc.record({
    frequency: fc.constantFrom('month' as const, 'quarter' as const, 'year' as const),
    phase: fc.integer({ min: 0, max: 1 }),
  }),
  fc.record({
    frequency: fc.constantFrom('quarter' as const, 'year' as const),
    phase: fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 2 })).map(([d, s]) => d + 64 * s),
  }),
);

/** Periods whose dates have a four-digit year. */
const LARGEST: Record<TimeAxis['frequency'], number> = {
  hour: 1_000_000,
  day: 700_000,
  week: 100_000,
  month: 20_000,
  quarter: 7_000,
  year: 1_900,
};

/** Of data sets. */
const axisAndPeriod = anyAxis.chain(withPeriod);
/** Of series: they know more ways to date a period. */
const ownAxisAndPeriod = fc
  .oneof(
    anyAxis,
    fc.record({ frequency: fc.constant('month' as const), phase: fc.integer({ min: 0, max: 30 }) }),
    fc.record({
      frequency: fc.constantFrom('quarter' as const, 'year' as const),
      phase: fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 2 })).map(([d, s]) => d + 64 * s),
    }),
  )
  .chain(withPeriod);

function withPeriod(axis: TimeAxis) {
  return fc.record({
    axis: fc.constant(axis),
    period: fc.integer({ min: -LARGEST[axis.frequency], max: LARGEST[axis.frequency] }),
  });
}

function shift(axis: TimeAxis, text: string, { duration, sign }: { duration: string; sign: 1 | -1 }): string {
  const moved = sign === 1 ? addDuration : subtractDuration;
  return formatPeriod(axis, moved(axis, parsePeriod(axis, text), parseDuration(duration)));
}

describe('period numbers', () => {
  it('come back from their instant, on every calendar', () => {
    fc.assert(
      fc.property(ownAxisAndPeriod, ({ axis, period }) => {
        expect(periodOf(axis, instantOf(axis, period))).toBe(period);
      }),
    );
  });

  it('come back from their text, on every calendar', () => {
    fc.assert(
      fc.property(ownAxisAndPeriod, ({ axis, period }) => {
        expect(parsePeriod(axis, formatPeriod(axis, period))).toBe(period);
      }),
    );
  });

  it('are neighbours when their dates are', () => {
    fc.assert(
      fc.property(ownAxisAndPeriod, ({ axis, period }) => {
        const [now, next] = [instantOf(axis, period), instantOf(axis, period + 1)];
        expect(next).toBeGreaterThan(now);
        expect(periodAtOrBefore(axis, next - 1)).toBe(period);
        expect(periodAtOrBefore(axis, now)).toBe(period);
      }),
    );
  });

  it.each([
    [{ frequency: 'hour', phase: 0 }, 0, '1970-01-01T00:00:00Z'],
    [{ frequency: 'hour', phase: 0 }, 24 * 31 + 5, '1970-02-01T05:00:00Z'],
    [{ frequency: 'day', phase: 0 }, 11_016, '2000-02-29'],
    [{ frequency: 'week', phase: 4 }, 0, '1970-01-05'],
    [{ frequency: 'week', phase: 4 }, -1, '1969-12-29'],
    [{ frequency: 'month', phase: 0 }, 133, '1981-02-01'],
    [{ frequency: 'month', phase: 1 }, 133, '1981-02-28'],
    [{ frequency: 'month', phase: 1 }, 361, '2000-02-29'],
    [{ frequency: 'quarter', phase: 0 }, 45, '1981-04-01'],
    [{ frequency: 'quarter', phase: 1 }, 45, '1981-06-30'],
    [{ frequency: 'year', phase: 0 }, 11, '1981-01-01'],
    [{ frequency: 'year', phase: 1 }, 11, '1981-12-31'],
  ] as const)('%j: %d is %s', (axis, period, text) => {
    expect(formatPeriod(axis, period)).toBe(text);
  });

  it('do not exist off the calendar', () => {
    expect(periodOf(day, DAY_MS + 1)).toBeUndefined();
    expect(periodOf(monthStart, Date.UTC(1981, 0, 2))).toBeUndefined();
    expect(periodOf(monthEnd, Date.UTC(2000, 1, 28))).toBeUndefined();
    expect(periodOf({ frequency: 'week', phase: 4 }, Date.UTC(1970, 0, 6))).toBeUndefined();
    expect(periodOf({ frequency: 'quarter', phase: 0 }, Date.UTC(1981, 1, 1))).toBeUndefined();
  });

  it('stand for days since the epoch, with the hour as a fraction', () => {
    expect(daysOf({ frequency: 'hour', phase: 0 }, 36)).toBe(1.5);
    expect(daysOf(monthEnd, 0)).toBe(30);
  });
});

describe('inferAxis', () => {
  it('finds the axis that any of its own instants lies on', () => {
    fc.assert(
      fc.property(axisAndPeriod, ({ axis, period }) => {
        expect(inferAxis(axis.frequency, instantOf(axis, period))).toEqual(axis);
      }),
    );
  });

  it('takes an instant that is on no monthly calendar for the one by the first day', () => {
    expect(inferAxis('month', Date.UTC(1981, 0, 15))).toEqual({ frequency: 'month', phase: 0 });
  });
});

describe('parsePeriod', () => {
  it.each(['1981-01-02', '1981-1-1', '1981-02-30', '1981-01-01T00:00:00Z', 'soon', ''])(
    'refuses %j on a monthly calendar',
    (text) => {
      expect(() => parsePeriod(monthStart, text)).toThrow(expect.objectContaining({ name: 'StepInputInvalid' }));
    },
  );

  it('refuses a date without an hour on an hourly calendar', () => {
    expect(() => parsePeriod({ frequency: 'hour', phase: 0 }, '1981-01-01')).toThrow('1981-01-01');
  });
});

describe('addDuration', () => {
  it.each([
    [day, '1981-01-01', '5y', 1, '1986-01-01'],
    [day, '2020-02-29', '1y', 1, '2021-02-28'],
    [day, '2020-02-29', '4y', 1, '2024-02-29'],
    [day, '2021-01-31', '1m', 1, '2021-02-28'],
    [day, '2021-03-31', '1m', -1, '2021-02-28'],
    [day, '2021-11-30', '1q', 1, '2022-02-28'],
    [day, '2021-01-01', '700d', -1, '2019-02-01'],
    [day, '2021-01-01', '2w', 1, '2021-01-15'],
    [day, '1969-12-31', '1d', 1, '1970-01-01'],
    [monthEnd, '2020-02-29', '1m', 1, '2020-03-31'],
    [monthEnd, '2020-01-31', '90d', 1, '2020-04-30'],
    [monthStart, '2020-01-01', '90d', 1, '2020-03-01'],
    [monthStart, '2020-01-01', '1y', -1, '2019-01-01'],
    [{ frequency: 'week', phase: 4 }, '2021-01-04', '1y', 1, '2022-01-03'],
    [{ frequency: 'hour', phase: 0 }, '2020-02-29T05:00:00Z', '1y', 1, '2021-02-28T05:00:00Z'],
    [{ frequency: 'hour', phase: 0 }, '2020-02-29T05:00:00Z', '36h', 1, '2020-03-01T17:00:00Z'],
    [{ frequency: 'year', phase: 1 }, '2019-12-31', '5y', 1, '2024-12-31'],
  ] as const)('%j: %s and %s (%d) is %s', (axis, text, duration, sign, expected) => {
    expect(shift(axis, text, { duration, sign })).toBe(expected);
  });

  it('goes forward and back in whole periods of every calendar', () => {
    const unit = { hour: 'h', day: 'd', week: 'w', month: 'm', quarter: 'q', year: 'y' } as const;
    fc.assert(
      fc.property(axisAndPeriod, fc.integer({ min: 1, max: 50 }), ({ axis, period }, amount) => {
        const duration = { amount, unit: unit[axis.frequency] };
        expect(addDuration(axis, period, duration)).toBe(period + amount);
        expect(subtractDuration(axis, period, duration)).toBe(period - amount);
      }),
    );
  });
});

describe('parseDuration', () => {
  it('reads an amount and a unit', () => {
    expect(parseDuration('36h')).toEqual({ amount: 36, unit: 'h' });
    expect(parseDuration('5y')).toEqual({ amount: 5, unit: 'y' });
  });

  it.each(['', '5', 'y', '0d', '-3d', '1.5y', '5 y', '5M'])('refuses %j', (text) => {
    expect(() => parseDuration(text)).toThrow(expect.objectContaining({ name: 'StepInputInvalid' }));
  });
});
