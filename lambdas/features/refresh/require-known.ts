import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { DateRange } from '../../../core/contracts/date-range.ts';
import {
  coverageNotes,
  type Lack,
  lacksOf,
  neverChanging,
  requireRegressors,
} from '../../../core/features/coverage.ts';
import type { UnreadableValue } from '../../../core/features/delivered-values.ts';
import { knownAsOf } from '../../../core/features/known-as-of.ts';
import { seriesAt } from '../../../core/series/panel.ts';
import { neverObserved, occurring } from '../../../core/series/never-observed.ts';
import { type PeriodRange, periodsOf } from '../../../core/series/period-range.ts';
import type { Regressors } from '../../../core/series/regressors.ts';
import { addDuration, parseDuration } from '../../../core/series/time-axis.ts';
import { silentSince } from '../../../core/train/silence.ts';
import type { Series } from '../../../core/series/series.ts';
import { shardRegressors } from '../../../lake/features.ts';
import { shardPanel } from '../../../lake/silver-panels.ts';
import type { SilverTable } from '../../../lake/silver-table.ts';
import type { Snapshot } from '../../../tables/index.ts';

interface Asked {
  readonly dataset: Dataset;
  readonly silver: SilverTable;
  /** The features table. */
  readonly table: Snapshot;
  readonly training: DateRange;
  readonly horizon: PeriodRange;
  readonly asOf: number;
  readonly unreadable: readonly UnreadableValue[];
}

/**
 * Holds what was known against what the models will ask for, one shard at a time.
 *
 * @returns for people, what of it nobody learns from
 * @throws RegressorMissing
 */
export async function requireKnown({
  dataset,
  silver,
  table,
  horizon,
  asOf,
  unreadable,
  training,
}: Asked): Promise<readonly string[]> {
  const { regressors: names, shards, maxFailedSeriesShare: maxShare, monitoring } = dataset;
  const lacks: Lack[] = [];
  const constant = new Map<string, number>();
  const cadencePeriods = Math.max(1, addDuration(silver.axis, asOf, parseDuration(monitoring.cadence)) - asOf);
  let series = 0;
  for (let shard = 0; shard < shards; shard++) {
    const rows = await shardRegressors(table, silver.axis, shard);
    const known = rows === undefined ? new Map<string, Regressors>() : knownAsOf(rows, names, asOf);
    for (const one of await shardSeries(silver, shard, training)) {
      series++;
      // Nobody plans for a series that has ended: it is named as that, and forecast by those that learn from none.
      const hasEnded = silentSince(one.ds, { last: asOf, cadencePeriods }) !== undefined;
      const planned = hasEnded ? new Int32Array(0) : periodsOf(horizon);
      const ahead = occurring(planned, silver.axis, neverObserved(one.ds, silver.axis, asOf));
      const regressors = known.get(one.uniqueId) ?? nothing(names);
      lacks.push(...lacksOf(one, regressors, ahead));
      for (const name of neverChanging(one, regressors)) constant.set(name, (constant.get(name) ?? 0) + 1);
    }
  }
  requireRegressors(lacks, { axis: silver.axis, series, maxShare, unreadable });
  return coverageNotes({ lacks, constant, axis: silver.axis, series });
}

function nothing(names: readonly string[]): Regressors {
  return { names, first: 0, values: new Float64Array(0) };
}

async function shardSeries(silver: SilverTable, shard: number, training: DateRange): Promise<readonly Series[]> {
  const panel = await shardPanel(silver, shard, training);
  return panel === undefined ? [] : panel.uniqueIds.map((_, index) => seriesAt(panel, index));
}
