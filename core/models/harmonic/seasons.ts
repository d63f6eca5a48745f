import type { Frequency } from '../../contracts/frequency.ts';

export interface Season {
  readonly name: 'daily' | 'weekly' | 'yearly' | 'season';
  /** In steps of the frequency; a year has 365.25 days. */
  readonly periodSteps: number;
}

const NATURAL: Readonly<Record<Frequency, readonly Season[]>> = {
  hour: [
    { name: 'daily', periodSteps: 24 },
    { name: 'weekly', periodSteps: 24 * 7 },
    { name: 'yearly', periodSteps: 24 * 365.25 },
  ],
  day: [
    { name: 'weekly', periodSteps: 7 },
    { name: 'yearly', periodSteps: 365.25 },
  ],
  week: [{ name: 'yearly', periodSteps: 365.25 / 7 }],
  month: [{ name: 'yearly', periodSteps: 12 }],
  quarter: [{ name: 'yearly', periodSteps: 4 }],
  year: [],
};

/**
 * The seasons that a series of this frequency may have, shortest first: those of clock and calendar, and the data set's own
 * where it is none of them (28 days, 11 years).
 */
export function seasonsOf(frequency: Frequency, seasonLength: number): readonly Season[] {
  const natural = NATURAL[frequency];
  // 365 days and 52 weeks are a year in round numbers.
  const isNatural = natural.some(({ periodSteps }) => Math.abs(seasonLength / periodSteps - 1) < 0.01);
  if (isNatural || seasonLength < 2) return natural;
  const own: Season = { name: 'season', periodSteps: seasonLength };
  return [...natural, own].sort((a, b) => a.periodSteps - b.periodSteps);
}
