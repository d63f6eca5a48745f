import { describe, expect, test } from '@jest/globals';
import { calendarRounds } from '../../../core/series/calendar-positions.ts';
import { instantOf, type TimeAxis } from '../../../core/series/time-axis.ts';

const positionsAt = (axis: TimeAxis, period: number) => calendarRounds(axis).map(({ names, of }) => names[of(period)]);

describe('calendarRounds', () => {
  test('names where a period lies, coarse positions first', () => {
    const hour = Date.UTC(2015, 11, 31, 23) / 3_600_000;
    expect(positionsAt({ frequency: 'hour', phase: 0 }, hour)).toEqual([
      'December',
      'Thursday',
      '23:00',
      'Thursday 23:00',
    ]);
    expect(positionsAt({ frequency: 'day', phase: 0 }, -1)).toEqual(['December', 'Wednesday', 'day 31 of the month']);
    expect(positionsAt({ frequency: 'week', phase: 3 }, 0)).toEqual(['January']);
    expect(positionsAt({ frequency: 'month', phase: 0 }, 13)).toEqual(['February']);
    expect(positionsAt({ frequency: 'month', phase: 1 }, 13)).toEqual(['February']);
    expect(positionsAt({ frequency: 'quarter', phase: 1 }, 1)).toEqual(['June']);
    expect(positionsAt({ frequency: 'year', phase: 0 }, 5)).toEqual([]);
  });

  test('month, weekday and day of the month are those of the calendar, every day of 130 years', () => {
    const axis: TimeAxis = { frequency: 'day', phase: 0 };
    const [month, weekday, dayOfMonth] = calendarRounds(axis);
    const wrong: number[] = [];
    for (let day = -25_567; day < 22_000; day++) {
      const date = new Date(instantOf(axis, day));
      if (month.of(day) !== date.getUTCMonth() || weekday.of(day) !== (date.getUTCDay() + 6) % 7) wrong.push(day);
      if (dayOfMonth.of(day) !== date.getUTCDate() - 1) wrong.push(day);
    }
    expect(wrong).toEqual([]);
  });
});
