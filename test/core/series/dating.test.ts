import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  calendarSpan,
  dateOf,
  labelPhase,
  periodHolding,
  periodNumber,
  phasesAt,
} from '../../../core/series/dating.ts';

const at = (date: string) => Date.parse(date);
const text = (ms: number) => new Date(ms).toISOString().slice(0, 10);

describe('dateOf', () => {
  it.each([
    // frequency, phase, and the dates of three periods from the one that holds 2024-01-15
    ['month', 0, ['2024-01-01', '2024-02-01', '2024-03-01']],
    ['month', 1, ['2024-01-31', '2024-02-29', '2024-03-31']],
    ['month', 2, ['2024-01-31', '2024-02-29', '2024-03-29']],
    ['month', 3, ['2024-01-01', '2024-02-01', '2024-03-01']],
    ['month', 4, ['2024-01-02', '2024-02-02', '2024-03-02']],
    ['month', 30, ['2024-01-28', '2024-02-28', '2024-03-28']],
    ['quarter', 65, ['2024-01-31', '2024-04-30', '2024-07-31']],
    ['quarter', 64, ['2024-02-01', '2024-05-01', '2024-08-01']],
    ['year', 1 + 64 * 3, ['2024-03-31', '2025-03-31', '2026-03-31']],
  ] as const)('%s, phase %d', (frequency, phase, dates) => {
    const first = periodNumber(frequency, at('2024-01-15'));
    expect([0, 1, 2].map((step) => text(dateOf(frequency, phase, first + step)))).toEqual(dates);
  });

  it('moves a weekend to the weekday before it, or after it', () => {
    const june = periodNumber('month', at('2024-06-10'));
    expect(text(dateOf('month', 2, june))).toBe('2024-06-28');
    expect(text(dateOf('month', 3, june))).toBe('2024-06-03');
    const september = periodNumber('month', at('2024-09-10'));
    expect(text(dateOf('month', 3, september))).toBe('2024-09-02');
    expect(text(dateOf('month', 2, periodNumber('month', at('2024-03-01'))))).toBe('2024-03-29');
  });
});

describe('phasesAt', () => {
  it.each([
    ['month', '2024-05-31', [1, 2]],
    ['month', '2024-03-29', [2]],
    ['month', '2024-03-30', []],
    ['month', '2024-01-01', [0, 3]],
    ['month', '2024-02-28', [30]],
    ['quarter', '2024-01-31', [65, 66]],
    ['quarter', '2024-03-31', [1]],
    ['year', '2024-04-06', [200]],
    ['week', '2022-01-02', [3]],
    ['day', '2022-01-02', [0]],
  ] as const)('%s %s', (frequency, date, phases) => {
    expect(phasesAt(frequency, at(date))).toEqual(phases);
  });

  it('is empty at a time of day, but for full hours', () => {
    expect(phasesAt('week', at('2022-01-02T07:00Z'))).toEqual([]);
    expect(phasesAt('hour', at('2022-01-02T07:00Z'))).toEqual([0]);
    expect(phasesAt('hour', at('2022-01-02T07:30Z'))).toEqual([]);
  });

  it('has every phase whose date it is', () => {
    const any = fc.constantFrom('month' as const, 'quarter' as const, 'year' as const);
    const phase = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 11 }));
    fc.assert(
      fc.property(any, phase, fc.integer({ min: -400, max: 400 }), (frequency, [day, shift], period) => {
        const months = { month: 1, quarter: 3, year: 12 }[frequency];
        const own = day + 64 * (shift % months);
        const date = dateOf(frequency, own, period);
        expect(phasesAt(frequency, date)).toContain(own);
        expect(periodNumber(frequency, date)).toBe(period);
        expect(periodHolding(frequency, own, date)).toBe(period);
        const label = labelPhase(frequency, own);
        expect(labelPhase(frequency, label)).toBe(label);
      }),
    );
  });
});

describe('periodHolding', () => {
  it.each([
    // A fiscal quarter from February to April, dated by its first and by its last day.
    ['quarter', 64, '2024-04-30', '2024-02-01'],
    ['quarter', 64, '2024-01-31', '2023-11-01'],
    ['quarter', 65, '2024-02-01', '2024-04-30'],
    ['quarter', 65, '2024-05-01', '2024-07-31'],
    ['year', 200, '2024-04-05', '2023-04-06'],
    ['year', 200, '2024-12-31', '2024-04-06'],
    ['month', 2, '2024-03-30', '2024-03-29'],
    ['month', 3, '2024-06-01', '2024-06-03'],
    ['month', 17, '2024-06-14', '2024-05-15'],
  ] as const)('%s, phase %d: %s lies in that of %s', (frequency, phase, date, holding) => {
    expect(text(dateOf(frequency, phase, periodHolding(frequency, phase, at(date))))).toBe(holding);
  });

  it('has weeks begin at the weekday of the phase', () => {
    expect(periodHolding('week', 4, at('2022-01-09'))).toBe(periodNumber('week', at('2022-01-03')));
    expect(periodHolding('week', 4, at('2022-01-10'))).toBe(periodNumber('week', at('2022-01-10')));
  });
});

describe('calendarSpan', () => {
  it('holds the dates that have its number, and no others', () => {
    const any = fc.constantFrom('hour', 'day', 'week', 'month', 'quarter', 'year') satisfies fc.Arbitrary<string>;
    fc.assert(
      fc.property(any, fc.integer({ min: -1e12, max: 4e12 }), (frequency, ms) => {
        const period = periodNumber(frequency, ms);
        const { startMs, endMs } = calendarSpan(frequency, period);
        expect(startMs <= ms && ms < endMs).toBe(true);
        expect(periodNumber(frequency, startMs)).toBe(period);
        expect(periodNumber(frequency, endMs)).toBe(period + 1);
      }),
    );
  });
});
