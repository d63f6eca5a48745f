import type { SeasonalProfile } from '../contracts/seasonal-profile.ts';
import { type Bins, binsOf } from './quantile-bins.ts';
import type { PeriodRange } from './period-range.ts';
import { seasonPositions } from './season-position.ts';
import type { Series } from './series.ts';
import type { TimeAxis } from './time-axis.ts';

/** About the weeks of a year: neighbours are alike in one. */
const MOST_PARTS = 53;
/** The three to ten bins of an index are made of these. */
const BINS = 20;
/** Of a year, the quantiles of every second month: what is no more than a bin in summer may be all that a winter has. */
const SEASONS = { count: 6, bins: 6 };
/** One a bin; no digit, and nothing that JSON would escape. Each of the cuts of all seasons may have a bin of its own. */
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%&*+-=';
/** Of a cut: more would only be longer. */
const DIGITS = 8;
/** Parts on both sides that make up the level of a part, where it is of a year: about a month. */
const NEAR_PARTS = 2;

/** The parts of a season that profiles tell apart. */
export interface SeasonParts {
  readonly count: number;
  readonly isFineYear: boolean;
  of(period: number): number;
}

export function seasonParts(axis: TimeAxis, seasonLength: number): SeasonParts {
  const { count, isFineYear, of } = seasonPositions(axis, seasonLength);
  const width = Math.ceil(count / MOST_PARTS);
  return { count: Math.ceil(count / width), isFineYear, of: (period) => Math.floor(of(period) / width) };
}

/** @returns takes the rows of a series in the window, one at least */
export function seasonalProfiler(
  parts: SeasonParts,
  window: PeriodRange,
): (series: Pick<Series, 'ds' | 'y'>) => SeasonalProfile {
  // Looked up once a period, not once a row of every series.
  const partOf = Uint8Array.from({ length: window.last - window.first + 1 }, (_, step) =>
    parts.of(window.first + step),
  );
  return ({ ds, y }) => {
    const rowParts = new Uint8Array(ds.length);
    for (let row = 0; row < ds.length; row++) rowParts[row] = partOf[ds[row] - window.first];
    const bins = shortened(fixedBins(y, rowParts, parts));
    const { cuts, atoms } = bins;
    const width = cuts.length + atoms.length + 1;
    const counts = encodeCounts(countRows(bins, { y, rowParts, count: parts.count, width }), width);
    return { first: ds[0], rows: ds.length, cuts, atoms, counts, correlation: correlationOf(y, rowParts, parts) };
  };
}

interface PartedRows {
  readonly y: Float64Array;
  readonly rowParts: Uint8Array;
  /** Of parts, and of bins. */
  readonly count: number;
  readonly width: number;
}

/** By part and bin. */
function countRows(bins: Bins, { y, rowParts, count, width }: PartedRows): Uint32Array {
  const counts = new Uint32Array(count * width);
  const [cuts, atoms] = [Float64Array.from(bins.cuts), Float64Array.from(bins.atoms)];
  // As binOf has it. Neighbours lie in bins that are near each other: each search begins where the last one ended.
  let [below, own] = [0, 0];
  for (let row = 0; row < y.length; row++) {
    const value = y[row];
    while (below < cuts.length && cuts[below] < value) below++;
    while (below > 0 && cuts[below - 1] >= value) below--;
    while (own < atoms.length && atoms[own] <= value) own++;
    while (own > 0 && atoms[own - 1] > value) own--;
    counts[rowParts[row] * width + below + own]++;
  }
  return counts;
}

/** Bins need not hold equally many, only be the same for both sides: rows from all over the window are enough to cut them by. */
const MOST_SORTED = 256;

function fixedBins(y: Float64Array, rowParts: Uint8Array, { count, isFineYear }: SeasonParts): Bins {
  const seasons = isFineYear ? SEASONS : { count: 1, bins: BINS };
  const values = Array.from({ length: seasons.count }, (): number[] => []);
  const sorted = Math.min(y.length, MOST_SORTED);
  for (let i = 0; i < sorted; i++) {
    const row = Math.floor((i * y.length) / sorted);
    values[Math.floor((rowParts[row] * seasons.count) / count)].push(y[row]);
  }
  const all = values.map((ofSeason) => binsOf(Float64Array.from(ofSeason), seasons.bins));
  return { cuts: ascending(all.flatMap(({ cuts }) => cuts)), atoms: ascending(all.flatMap(({ atoms }) => atoms)) };
}

function ascending(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** A value that has a bin of its own stays what it is. */
function shortened({ cuts, atoms }: Bins): Bins {
  const own = new Set(atoms);
  return { cuts: cuts.map((cut) => (own.has(cut) ? cut : Number(cut.toPrecision(DIGITS)))), atoms };
}

function encodeCounts(counts: Uint32Array, width: number): string {
  let text = '';
  for (let start = 0; start < counts.length; start += width) {
    if (start > 0) text += ' ';
    for (let bin = 0; bin < width; bin++) {
      if (counts[start + bin] > 0) text += LETTERS[bin] + String(counts[start + bin]);
    }
  }
  return text;
}

/** Rows by bin, of the parts that are wanted. */
export function countsOfParts(
  { counts }: Pick<SeasonalProfile, 'counts'>,
  isWanted: (part: number) => boolean,
): Float64Array {
  const sums = new Float64Array(LETTERS.length);
  counts.split(' ').forEach((text, part) => {
    if (!isWanted(part)) return;
    for (const [, letter, rows] of text.matchAll(/(\D)(\d+)/g)) sums[LETTERS.indexOf(letter)] += Number(rows);
  });
  return sums;
}

/**
 * Of the rows one after the other, each less the mean of its time of the season: what a look of about a month would find among the rows that it is
 * held against. 0 for a constant.
 */
function correlationOf(y: Float64Array, rowParts: Uint8Array, parts: SeasonParts): number {
  const levels = levelsOf(y, rowParts, parts);
  let [products, squares] = [0, 0];
  for (let row = 0; row < y.length; row++) {
    const level = levels[rowParts[row]];
    const difference = y[row] - level;
    squares += difference * difference;
    if (row > 0) products += difference * (y[row - 1] - level);
  }
  return squares === 0 ? 0 : Number((products / squares).toFixed(DECIMALS));
}

const DECIMALS = 4;

/** By part: the mean over it and its neighbours in a year; over all rows where a season is shorter than that, as a look goes over all of it. */
function levelsOf(y: Float64Array, rowParts: Uint8Array, { count, isFineYear }: SeasonParts): Float64Array {
  const [sums, rows] = [new Float64Array(count), new Float64Array(count)];
  for (let row = 0; row < y.length; row++) {
    sums[rowParts[row]] += y[row];
    rows[rowParts[row]]++;
  }
  const [before, after] = isFineYear ? [NEAR_PARTS, NEAR_PARTS] : [0, count - 1];
  const levels = new Float64Array(count);
  for (let part = 0; part < count; part++) {
    let [sum, number] = [0, 0];
    for (let step = -before; step <= after; step++) {
      const other = (part + step + count) % count;
      sum += sums[other];
      number += rows[other];
    }
    levels[part] = sum / number;
  }
  return levels;
}
