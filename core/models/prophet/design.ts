import type { FeatureTable } from './feature-table.ts';
import type { ProphetOptions } from './options.ts';
import type { CalendarSums } from './prefix-sums.ts';
import { changepointRows } from './changepoints.ts';
import { SEASONS, fourierOrder } from './seasonality.ts';
import type { Season } from './seasonality.ts';

/** Which columns Prophet's regression has for the first n rows of a history. In order: m, k (unless growth is flat), features, changepoints. */
export interface Design {
  readonly n: number;
  /** From the first to the last of the n rows, in ticks: Prophet's t is ticks / span. */
  readonly span: number;
  /** Fourier pairs of each season in use. */
  readonly seasons: Readonly<Record<Season, number>>;
  /** Columns of the feature table that take part, ascending. */
  readonly features: Int32Array;
  /** Rows that changepoints stand at; none for flat growth. */
  readonly changepoints: Int32Array;
  /** 1 without k, 2 with it. */
  readonly trendColumns: number;
}

/** How many columns have a normal prior: all but the changepoints. */
export function ridgeColumns(design: Design): number {
  return design.trendColumns + design.features.length;
}

export function columnCount(design: Design): number {
  return ridgeColumns(design) + design.changepoints.length;
}

/** Decided by the first n rows alone; n is at least 2. */
export function designOf(
  sums: CalendarSums,
  n: number,
  { options, table }: { readonly options: ProphetOptions; readonly table: FeatureTable },
): Design {
  const span = sums.ticks[n - 1] - sums.ticks[0];
  const extent = {
    spanDays: span / sums.ticksPerDay,
    minSpacingDays: smallestStep(sums.ticks, n) / sums.ticksPerDay,
  };
  const seasons = {
    yearly: fourierOrder('yearly', options, extent),
    weekly: fourierOrder('weekly', options, extent),
    daily: fourierOrder('daily', options, extent),
  };
  const flat = options.growth === 'flat';
  return {
    n,
    span,
    seasons,
    features: featuresInUse(table, seasons),
    changepoints: flat ? new Int32Array(0) : changepointRows(n, options.nChangepoints, options.changepointRange),
    trendColumns: flat ? 1 : 2,
  };
}

/** Columns of the table, given the seasons: holidays and regressors always take part. */
export function featuresInUse(table: FeatureTable, seasons: Readonly<Record<Season, number>>): Int32Array {
  const inUse = SEASONS.filter((season) => seasons[season] > 0).map((season) => table.seasons[season]);
  return Int32Array.from(
    [...inUse, table.holidays, table.regressors].flatMap(({ start, count }) =>
      Array.from({ length: count }, (_, i) => start + i),
    ),
  );
}

function smallestStep(ticks: Float64Array, n: number): number {
  let smallest = Infinity;
  for (let i = 1; i < n; i++) smallest = Math.min(smallest, ticks[i] - ticks[i - 1]);
  return smallest;
}
