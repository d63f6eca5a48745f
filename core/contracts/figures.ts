import type { DateRange } from './date-range.ts';

/** Four significant digits: what a verdict cites, and what a person can compare with its threshold. In words where there is no such figure. */
export function significant(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'none' : 'infinite';
  return String(Number(value.toPrecision(4)));
}

/** A share as a verdict cites it. */
export function significantPercent(share: number): string {
  return `${significant(100 * share)} %`;
}

/**
 * At least three significant digits whatever the size, and no more than four but of whole numbers, which is what any error metric of a forecast
 * deserves; a dash where there is none.
 */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  // A count among the metrics.
  if (Number.isInteger(value) && magnitude >= 10) return thousands(value);
  // By what is shown: 999.96 is a thousand, and 0.99996 is one.
  const shown = Number(magnitude.toPrecision(magnitude < 1 ? 3 : 4));
  if (shown >= 1000) return thousands(Math.round(value));
  if (shown < 0.001) return value.toExponential(2);
  if (shown < 1) return value.toPrecision(3);
  return value.toFixed(shown >= 100 ? 1 : shown >= 10 ? 2 : 3);
}

/** Where a ratio to the seasonal naive's error would be one to nothing, as of a constant series. */
export const NAIVE_ERRS_NOWHERE = "the naive's error is 0";

/** An error over the naive's on the same rows. */
export function ratioToNaive(error: number | null | undefined, naive: number | null | undefined): string {
  if (typeof error === 'number' && naive === 0) return NAIVE_ERRS_NOWHERE;
  return typeof error === 'number' && typeof naive === 'number' ? figure(error / naive) : figure(null);
}

/**
 * All with the same decimals, so that a column can be added up: as many as give the largest one so many digits, and no more than `toFixed` has; a dash where there is none.
 *
 * @param values what is shown together
 */
export function alignedFigures(values: readonly (number | null)[], digits: number): (value: number | null) => string {
  const largest = values.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0);
  const before = largest === 0 ? 1 : Math.floor(Math.log10(largest)) + 1;
  const decimals = Math.min(MOST_DECIMALS, Math.max(0, digits - before));
  return (value) => (value === null ? '–' : value.toFixed(decimals));
}

const MOST_DECIMALS = 100;

/** One decimal; of less than a tenth of a per cent, three significant digits. */
export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined) return '–';
  const inPercent = 100 * share;
  const isTiny = inPercent !== 0 && Math.abs(inPercent) < 0.1;
  return `${isTiny ? String(Number(inPercent.toPrecision(3))) : inPercent.toFixed(1)} %`;
}

/** The level of an interval as it was asked for: '80 %', '97.5 %'. */
export function levelPercent(level: number): string {
  return `${Number((100 * level).toFixed(4))} %`;
}

/** '12,345', the same in every locale. */
export function thousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

export function milliseconds(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Both ends by their dates, hours without what every hour ends in. */
export function rangeText({ start, end }: DateRange): string {
  return `${periodText(start)} to ${periodText(end)}`;
}

/** '2021-04-12', or '2021-04-12 05:00' of an hour, in UTC. */
export function periodText(period: string): string {
  return period.replace(/T(\d\d:\d\d):00Z$/, ' $1');
}

export function plural(count: number, singular: string, many = `${singular}s`): string {
  return `${thousands(count)} ${count === 1 ? singular : many}`;
}
