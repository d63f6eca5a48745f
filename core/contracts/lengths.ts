import type { Frequency } from './frequency.ts';

/** A year has 365 days and a month a twelfth of them, as the field counts: what a length holds then depends on no date. */
const UNIT_HOURS: Readonly<Record<string, number>> = { h: 1, d: 24, w: 168, m: 730, q: 2190, y: 8760 };

export const PERIOD_HOURS = {
  hour: 1,
  day: 24,
  week: 168,
  month: 730,
  quarter: 2190,
  year: 8760,
} as const satisfies Record<Frequency, number>;

/** @param length a whole number and a unit, as the data set's schema has checked it */
export function hoursIn(length: string): number {
  return Number(length.slice(0, -1)) * UNIT_HOURS[length.slice(-1)];
}

/** Whole periods that a length holds. */
export function periodsIn(length: string, frequency: Frequency): number {
  return Math.floor(hoursIn(length) / PERIOD_HOURS[frequency]);
}

const WORDS = {
  hour: { unit: 'h', many: [24, 'd'] },
  day: { unit: 'd', many: undefined },
  week: { unit: 'w', many: undefined },
  month: { unit: 'm', many: [12, 'y'] },
  quarter: { unit: 'q', many: [4, 'y'] },
  year: { unit: 'y', many: undefined },
} as const satisfies Record<Frequency, { readonly unit: string; readonly many: readonly [number, string] | undefined }>;

/** As a data set's literal says so many periods: '90d', '36h' but '2d', '18m' but '1y'. */
export function lengthOf(periods: number, frequency: Frequency): string {
  const { unit, many } = WORDS[frequency];
  if (many !== undefined && periods % many[0] === 0) return `${periods / many[0]}${many[1]}`;
  return `${periods}${unit}`;
}

/** What cross-validation is made of, in periods; the holdout is as long as the horizon. */
export interface Folds {
  readonly initial: number;
  readonly period: number;
  readonly horizon: number;
}

/**
 * Folds in proportion to a training window: half of it to start from, a sixth to forecast, two cutoffs a horizon. So there are whole folds before
 * the holdout, too.
 *
 * @param training in periods
 * @param leastHoldout periods that a holdout takes
 * @returns undefined where the window is too short for any
 */
export function foldsThatFit(training: number, leastHoldout: number): Folds | undefined {
  const horizon = Math.max(Math.floor(training / 6), leastHoldout);
  const initial = Math.min(Math.floor(training / 2), training - 2 * horizon - 1);
  if (initial < Math.ceil(horizon / 2)) return undefined;
  return { initial, period: Math.max(1, Math.floor(horizon / 2)), horizon };
}
