import type { LearnedWindow } from '../contracts/explained-forecast.ts';
import type { SeasonalProfile } from '../contracts/seasonal-profile.ts';
import { occurring } from '../series/never-observed.ts';
import { type PeriodRange, periodsOf } from '../series/period-range.ts';
import { binOf } from '../series/quantile-bins.ts';
import { countsOfParts, seasonParts } from '../series/seasonal-profile.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { chanceIndex } from './chance-index.ts';
import { stabilityIndex } from './stability-index.ts';

/** How far the input of a series, or of many, has moved from the training window; null where there is too little to tell. */
export interface Drift {
  /** The population stability index less what chance gives, at least 0. */
  readonly stabilityIndex: number | null;
  /** Of the periods that would be there if as many were missing as in the training window. */
  readonly missingShare: number | null;
  /** Recent observations. */
  readonly observed: number;
}

export interface PanelDrift {
  readonly pooled: Drift;
  readonly bySegment: ReadonlyMap<string, Drift>;
  readonly bySeries: ReadonlyMap<string, Drift>;
  /** The series of the largest stability index above 0; of equal ones the first. */
  readonly worstSeries: string | null;
}

export interface DriftSetting {
  readonly axis: TimeAxis;
  readonly seasonLength: number;
  /** Of the version in force. */
  readonly training: PeriodRange;
  /** The periods since the look before. */
  readonly recent: PeriodRange;
}

export interface DriftSeries {
  readonly uniqueId: string;
  /** null where the panel has none. */
  readonly segment: string | null;
  /** undefined where the version in force knows nothing of the series. */
  readonly learned: LearnedWindow | undefined;
  /** The recent observations. */
  readonly y: Float64Array;
}

/** Series by series, then pooled by segment and over all: an index weighs as many rows as its series has. */
export function driftOf(panel: Iterable<DriftSeries>, setting: DriftSetting): PanelDrift {
  const sumsOf = drifting(setting);
  const bySeries = new Map<string, Drift>();
  const bySegment = new Map<string, DriftSums>();
  let all = NO_DRIFT;
  for (const { uniqueId, segment, ...series } of panel) {
    const sums = sumsOf(series);
    bySeries.set(uniqueId, pooled(sums));
    if (segment !== null) bySegment.set(segment, add(bySegment.get(segment) ?? NO_DRIFT, sums));
    all = add(all, sums);
  }
  return {
    pooled: pooled(all),
    bySegment: new Map([...bySegment].map(([segment, sums]) => [segment, pooled(sums)])),
    bySeries,
    worstSeries: worstOf(bySeries),
  };
}

/** The share of the expected observations that are not there; null where none is expected. */
export function missingShare(observed: number, expected: number): number | null {
  return expected === 0 ? null : Math.max(0, 1 - observed / expected);
}

interface DriftSums {
  readonly observed: number;
  readonly expected: number;
  /** Rows of the series that have an index, and their indices less chance times those rows: below 0 as often as chance has it. */
  readonly indexed: number;
  readonly index: number;
}

const NO_DRIFT: DriftSums = { observed: 0, expected: 0, indexed: 0, index: 0 };

/** Fewer rows on either side say nothing about a distribution. */
const MIN_ROWS = 10;

function drifting(setting: DriftSetting): (series: Pick<DriftSeries, 'learned' | 'y'>) => DriftSums {
  const { axis, seasonLength, training, recent } = setting;
  const parts = seasonParts(axis, seasonLength);
  const lookedAt = new Set(Array.from(periodsOf(recent), parts.of));
  // Less than one season of a series need not hold the like of the recent rows.
  const isLike = ({ first }: SeasonalProfile) => {
    const isShort = training.last - first + 1 < seasonLength;
    return (part: number) => isShort || lookedAt.has(part);
  };
  return ({ learned, y }) => {
    if (learned === undefined) return { ...NO_DRIFT, observed: y.length };
    const { profile } = learned;
    const sums = { ...NO_DRIFT, observed: y.length, expected: expectedRows(learned, setting) };
    const reference = binNumbers(countsOfParts(profile, isLike(profile)));
    if (y.length < MIN_ROWS || reference.length < MIN_ROWS) return sums;
    // About twenty recent rows a bin: more bins see more chance and no more drift.
    const bins = Math.min(10, Math.max(3, Math.floor(y.length / 20)));
    const { correlation } = profile;
    const chance = chanceIndex({ reference: reference.length, recent: y.length, correlation }, bins);
    const index = stabilityIndex(
      reference,
      y.map((value) => binOf(profile, value)),
      bins,
    )!;
    return { ...sums, indexed: y.length, index: (index - chance) * y.length };
  };
}

/** A profile's rows, each by the number of its bin: the bins of the index are made of these. */
function binNumbers(counts: Float64Array): Float64Array {
  const numbers = new Float64Array(counts.reduce((sum, rows) => sum + rows, 0));
  let end = 0;
  counts.forEach((rows, bin) => numbers.fill(bin, end, (end += rows)));
  return numbers;
}

/**
 * As large a share of the periods as in training, since the series began: of those at positions of the calendar at which it occurs, so that a business
 * that is closed in winter misses nothing in January.
 */
function expectedRows({ profile, unobserved }: LearnedWindow, { axis, training, recent }: DriftSetting): number {
  const periods = (range: PeriodRange) => countOccurring(range, axis, unobserved);
  return (profile.rows / periods({ first: profile.first, last: training.last })) * periods(recent);
}

function countOccurring(range: PeriodRange, axis: TimeAxis, never: readonly string[]): number {
  return never.length === 0 ? range.last - range.first + 1 : occurring(periodsOf(range), axis, never).length;
}

function add(a: DriftSums, b: DriftSums): DriftSums {
  return {
    observed: a.observed + b.observed,
    expected: a.expected + b.expected,
    indexed: a.indexed + b.indexed,
    index: a.index + b.index,
  };
}

function pooled({ observed, expected, indexed, index }: DriftSums): Drift {
  return {
    stabilityIndex: indexed === 0 ? null : Math.max(0, index / indexed),
    missingShare: missingShare(observed, expected),
    observed,
  };
}

function worstOf(bySeries: ReadonlyMap<string, Drift>): string | null {
  let worst: string | null = null;
  let largest = 0;
  for (const [uniqueId, drift] of bySeries) {
    if ((drift.stabilityIndex ?? 0) <= largest) continue;
    worst = uniqueId;
    largest = drift.stabilityIndex!;
  }
  return worst;
}
