import { describe, expect, it } from '@jest/globals';
import { seasonPositions } from '../../../core/series/season-position.ts';
import type { TimeAxis } from '../../../core/series/time-axis.ts';
import { parsePeriod } from '../../../core/series/time-axis.ts';

const day: TimeAxis = { frequency: 'day', phase: 0 };
const hour: TimeAxis = { frequency: 'hour', phase: 0 };

describe('seasonPositions', () => {
  it.each([
    ['2019-01-01', 0],
    ['2019-02-28', 58],
    ['2020-02-28', 58],
    ['2020-02-29', 58],
    ['2020-03-01', 59],
    ['2019-03-01', 59],
    ['1900-03-01', 59],
    ['2000-02-29', 58],
    ['2020-12-31', 364],
    ['1969-12-31', 364],
  ])('puts %s at day %d of the year', (text, position) => {
    expect(seasonPositions(day, 365).of(parsePeriod(day, text))).toBe(position);
  });

  it('agrees with the calendar on every day of 1600 to 2400', () => {
    const positions = seasonPositions(day, 365);
    for (let period = -135_140; period < 157_054; period++) {
      const date = new Date(period * 86_400_000);
      const isLeapDay = date.getUTCMonth() === 1 && date.getUTCDate() === 29;
      const inCommonYear = Date.UTC(2001, date.getUTCMonth(), isLeapDay ? 28 : date.getUTCDate());
      const expected = (inCommonYear - Date.UTC(2001, 0, 1)) / 86_400_000;
      if (positions.of(period) !== expected) throw new Error(`${date.toISOString()}: ${positions.of(period)}`);
    }
  });

  it('keeps the hour of the day in a year of hours', () => {
    const { of, stride } = seasonPositions(hour, 8766);
    expect(of(parsePeriod(hour, '2020-03-01T05:00:00Z'))).toBe(59 * 24 + 5);
    expect(stride).toBe(24);
  });

  it('counts other seasons from the epoch', () => {
    expect(seasonPositions(hour, 168).of(parsePeriod(hour, '1970-01-08T01:00:00Z'))).toBe(1);
    expect(seasonPositions(day, 7).of(-1)).toBe(6);
    expect(seasonPositions({ frequency: 'month', phase: 1 }, 12).of(13)).toBe(1);
  });

  it('gives the last days of a year to its 52nd week', () => {
    const week: TimeAxis = { frequency: 'week', phase: 5 };
    const { of, count } = seasonPositions(week, 52);
    expect(count).toBe(52);
    expect(of(parsePeriod(week, '2019-12-31'))).toBe(51);
    expect(of(parsePeriod(week, '2019-01-01'))).toBe(0);
  });
});
