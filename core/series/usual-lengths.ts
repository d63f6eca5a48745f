import type { Frequency } from '../contracts/frequency.ts';

export interface UsualLengths {
  readonly train: string;
  readonly evaluate: string;
  readonly cvInitial: string;
  readonly cvPeriod: string;
  readonly cvHorizon: string;
  /** Steps of the main season. */
  readonly season: number;
  /** How often the monitor looks. */
  readonly cadence: string;
  /** For how many periods errors may stay correlated. */
  readonly block: number;
}

/** Lengths that suit most series of a frequency, for a data set about which no more is known. */
export const USUAL_LENGTHS = {
  hour: {
    train: '60d',
    evaluate: '7d',
    cvInitial: '28d',
    cvPeriod: '2d',
    cvHorizon: '7d',
    season: 168,
    cadence: '1d',
    block: 12,
  },
  day: {
    train: '5y',
    evaluate: '1y',
    cvInitial: '700d',
    cvPeriod: '30d',
    cvHorizon: '90d',
    season: 365,
    cadence: '30d',
    block: 7,
  },
  week: {
    train: '5y',
    evaluate: '1y',
    cvInitial: '2y',
    cvPeriod: '8w',
    cvHorizon: '26w',
    season: 52,
    cadence: '4w',
    block: 4,
  },
  month: {
    train: '10y',
    evaluate: '1y',
    cvInitial: '5y',
    cvPeriod: '3m',
    cvHorizon: '1y',
    season: 12,
    cadence: '3m',
    block: 3,
  },
  quarter: {
    train: '10y',
    evaluate: '1y',
    cvInitial: '5y',
    cvPeriod: '1q',
    cvHorizon: '1y',
    season: 4,
    cadence: '1q',
    block: 1,
  },
  year: {
    train: '30y',
    evaluate: '5y',
    cvInitial: '15y',
    cvPeriod: '1y',
    cvHorizon: '5y',
    season: 1,
    cadence: '1y',
    block: 1,
  },
} as const satisfies Readonly<Record<Frequency, UsualLengths>>;

/**
 * Half of the usual block is the least that a shorter holdout gets: where errors a period apart correlate by 0.5, four blocks of four still refuse an
 * equal recipe in a tenth of all cases, as promised, and four of three in a seventh.
 */
export function leastBlock({ block }: Pick<UsualLengths, 'block'>): number {
  return Math.ceil(block / 2);
}
