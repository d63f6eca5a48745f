import type { TimestampProblem } from '../timestamp-reading.ts';

/** What a text says of time: what a clock shows, as ms since the epoch as if it were UTC, and how far ahead of UTC that clock is, where it says so. */
export interface Moment {
  readonly clockMs: number;
  readonly offsetMs: number | undefined;
}

/** Why a text names no instant, and what that is to the row. */
export const COMPLAINTS = {
  /** Of no form that is read. */
  'no-date': 'bad-date',
  /** 30 February, month 13, week 53 of a year that has 52, a Monday that is a Tuesday. */
  'no-such-day': 'bad-date',
  'no-such-time': 'bad-date',
  /** There is no such day in the contract's order, but in the other one. */
  'other-order': 'bad-date',
  /** A month, a quarter or a year, where the series is finer than that. */
  'too-coarse': 'bad-date',
  /** The zone's clock was put forward over it. */
  'skipped-hour': 'bad-date',
  /** The year is last, and nothing says whether day or month is first. */
  unordered: 'ambiguous-date',
  /** As `unordered`, and the year has two digits. */
  'short-year': 'ambiguous-date',
  /** 'IST' is the clock of three countries; 'XYZ' is no clock. */
  'unknown-zone': 'ambiguous-date',
  /** 'FY2005Q1': when the year begins is not said. */
  fiscal: 'ambiguous-date',
} as const satisfies Readonly<Record<string, TimestampProblem>>;
export type Complaint = keyof typeof COMPLAINTS;
