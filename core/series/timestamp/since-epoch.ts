import type { Moment } from './moment.ts';

/**
 * Seconds since 1970 with their fraction behind a point, or milliseconds, microseconds, nanoseconds, of 2001-09 to 2030-03: what begins with
 * 19 or 20 may be the year of '2012030405'.
 */
const SINCE_EPOCH = /^(1[0-8]\d{8})(\d{3}|\d{6}|\d{9}|\.\d{1,9})?$/;

/** The instant that a count from the epoch on names; undefined where the text is none. */
export function sinceEpoch(text: string): Moment | undefined {
  const [, seconds, finer = ''] = SINCE_EPOCH.exec(text) ?? [];
  if (seconds === undefined) return undefined;
  const fraction = Number(`0.${finer.replace('.', '')}0`);
  return { clockMs: Number(seconds) * 1000 + Math.floor(fraction * 1000), offsetMs: 0 };
}
