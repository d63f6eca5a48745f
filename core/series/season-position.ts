import type { TimeAxis } from './time-axis.ts';
import { daysOf } from './time-axis.ts';

/** Where in the season a period lies. */
export interface SeasonPositions {
  /** How many positions there are; they are 0 to count - 1, and the first one follows the last. */
  readonly count: number;
  /** How many positions further the like of a position comes: a day further for the hours of a year. */
  readonly stride: number;
  /** Hours, days or weeks of a year: so many positions that neighbours are alike. */
  readonly isFineYear: boolean;
  of(period: number): number;
}

const DAYS_IN_YEAR = 365;
const STEPS_IN_YEAR = { hour: 365.25 * 24, day: 365.25, week: 365.25 / 7, month: 12, quarter: 4, year: 1 } as const;

/**
 * Positions of a season of so many steps. A season of about a year follows the calendar, so that a date is at the same
 * position in leap years too (29 February shares the one of the 28th); any other one is counted from the epoch.
 */
export function seasonPositions(axis: TimeAxis, seasonLength: number): SeasonPositions {
  const isYear = Math.abs(seasonLength / STEPS_IN_YEAR[axis.frequency] - 1) < 0.01;
  if (isYear && axis.frequency === 'hour') {
    const of = (period: number) => dayOfYear(Math.floor(period / 24)) * 24 + floorMod(period, 24);
    return { count: DAYS_IN_YEAR * 24, stride: 24, isFineYear: true, of };
  }
  if (isYear && axis.frequency === 'day') return { count: DAYS_IN_YEAR, stride: 1, isFineYear: true, of: dayOfYear };
  if (isYear && axis.frequency === 'week') {
    // The 365th day belongs to the 52nd week.
    const of = (period: number) => Math.min(Math.floor(dayOfYear(daysOf(axis, period)) / 7), 51);
    return { count: 52, stride: 1, isFineYear: true, of };
  }
  return { count: seasonLength, stride: 1, isFineYear: false, of: (period) => floorMod(period, seasonLength) };
}

/**
 * 0 to 364: days since 1 January in a year without 29 February. Counted from 1 March, when the leap day is the last of its year
 * (H. Hinnant, chrono-compatible low-level date algorithms).
 */
function dayOfYear(daysSinceEpoch: number): number {
  const day = floorMod(daysSinceEpoch - DAYS_TO_MARCH_2000, 146_097);
  const century = Math.min(Math.floor(day / 36_524), 3);
  const inCentury = day - century * 36_524;
  const inFourYears = inCentury - Math.floor(inCentury / 1461) * 1461;
  const fromMarch = inFourYears - Math.min(Math.floor(inFourYears / 365), 3) * 365;
  return (Math.min(fromMarch, 364) + 59) % DAYS_IN_YEAR;
}

/** 2000-03-01 begins a cycle of 400 years. */
const DAYS_TO_MARCH_2000 = 11_017;

function floorMod(value: number, modulus: number): number {
  return value - Math.floor(value / modulus) * modulus;
}
