import type { Frequency } from '../../contracts/frequency.ts';
import type { ProphetOptions, Seasonality } from './options.ts';

export const SEASONS = ['yearly', 'weekly', 'daily'] as const;
export type Season = (typeof SEASONS)[number];

/**
 * Prophet's built-in seasons: period in days, Fourier pairs where none are asked for, and the history that 'auto' wants: at least
 * two periods, with neighbours closer than one period (yearly: at any spacing).
 */
const RULES = {
  yearly: { periodDays: 365.25, defaultOrder: 10, minSpanDays: 730, spacingBelowDays: Infinity },
  weekly: { periodDays: 7, defaultOrder: 3, minSpanDays: 14, spacingBelowDays: 7 },
  daily: { periodDays: 1, defaultOrder: 4, minSpanDays: 2, spacingBelowDays: 1 },
} as const;

/** The shortest distance of two periods in days: what 'auto' can at best find in a history. */
const SHORTEST_SPACING_DAYS: Record<Frequency, number> = {
  hour: 1 / 24,
  day: 1,
  week: 7,
  month: 28,
  quarter: 90,
  year: 365,
};

/** What the automatic seasons are decided by. */
export interface HistoryExtent {
  readonly spanDays: number;
  readonly minSpacingDays: number;
}

export function periodDays(season: Season): number {
  return RULES[season].periodDays;
}

/** Fourier pairs of the season for this history; 0 leaves it out. Source: Prophet.set_auto_seasonalities. */
export function fourierOrder(
  season: Season,
  options: ProphetOptions,
  { spanDays, minSpacingDays }: HistoryExtent,
): number {
  const { defaultOrder, minSpanDays, spacingBelowDays } = RULES[season];
  const asked = seasonalityOf(season, options);
  if (asked === false) return 0;
  if (asked !== 'auto') return asked;
  return spanDays >= minSpanDays && minSpacingDays < spacingBelowDays ? defaultOrder : 0;
}

/** The most pairs that any history at this frequency can call for. */
export function largestFourierOrder(season: Season, options: ProphetOptions, frequency: Frequency): number {
  return fourierOrder(season, options, { spanDays: Infinity, minSpacingDays: SHORTEST_SPACING_DAYS[frequency] });
}

function seasonalityOf(season: Season, options: ProphetOptions): Seasonality {
  switch (season) {
    case 'yearly':
      return options.yearlySeasonality;
    case 'weekly':
      return options.weeklySeasonality;
    case 'daily':
      return options.dailySeasonality;
    default:
      return season satisfies never;
  }
}
