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

/** Four significant digits, which is more than any error metric of a forecast deserves; a dash where there is none. */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const magnitude = Math.abs(value);
  // A count among the metrics.
  if (Number.isInteger(value) && magnitude >= 10) return thousands(value);
  if (magnitude >= 1000) return thousands(Math.round(value));
  if (magnitude > 0 && magnitude < 0.001) return value.toExponential(2);
  return value.toFixed(magnitude >= 100 ? 1 : magnitude >= 10 ? 2 : 3);
}

/** Where a ratio to the seasonal naive's error would be one to nothing, as of a constant series. */
export const NAIVE_ERRS_NOWHERE = "the naive's error is 0";

/** An error over the naive's on the same rows. */
export function ratioToNaive(error: number | null | undefined, naive: number | null | undefined): string {
  if (typeof error === 'number' && naive === 0) return NAIVE_ERRS_NOWHERE;
  return typeof error === 'number' && typeof naive === 'number' ? figure(error / naive) : figure(null);
}

export function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? '–' : `${(100 * share).toFixed(1)} %`;
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

/** Both ends by their dates. */
export function rangeText({ start, end }: DateRange): string {
  return `${start} to ${end}`;
}

export function plural(count: number, singular: string, many = `${singular}s`): string {
  return `${thousands(count)} ${count === 1 ? singular : many}`;
}
