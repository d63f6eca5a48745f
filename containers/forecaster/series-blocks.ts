import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { DateRange } from '../../core/contracts/date-range.ts';
import type { RowBatch } from '../../core/contracts/table-schema.ts';
import { seriesSchema, TABLES } from '../../core/contracts/tables.ts';
import type { KnownRegressors } from '../../core/train/training-parameters.ts';
import { shardKnown } from './features.ts';
import { mergeColumns } from '../../core/series/merge-columns.ts';
import type { Series } from '../../core/series/series.ts';
import type { Frequency } from '../../core/contracts/frequency.ts';
import type { LongColumns } from '../../core/series/panel.ts';
import { panelFromSorted, seriesAt, sliceSeries, withoutPeriods } from '../../core/series/panel.ts';
import { inferAxis, type TimeAxis } from '../../core/series/time-axis.ts';
import { periodsOfColumn } from '../../core/series/ds-column.ts';
import { periodRange, periodsOf } from '../../core/series/period-range.ts';
import { readParquet } from '../../tables/index.ts';
import { SERIES_IN_BLOCK } from './map-blocks.ts';

/** Series of one shard, in ascending order of unique_id. */
export interface SeriesBlock {
  readonly index: number;
  readonly shard: number;
  readonly axis: TimeAxis;
  readonly series: readonly Series[];
}

interface Slice {
  readonly frequency: Frequency;
  readonly training: DateRange;
  /** Its dates are the data set's. */
  readonly forecast: DateRange;
  /** Of the window, what is not read. */
  readonly setAside?: readonly DateRange[];
  readonly regressors?: KnownRegressors | undefined;
}

/**
 * The window's observations, shard after shard in the order of their folders, so that only one shard stands in memory.
 * Series without an observation in the window do not appear.
 */
export async function* seriesBlocks(folder: string, slice: Slice): AsyncGenerator<SeriesBlock> {
  let index = 0;
  for (const [shard, files] of shardFiles(folder).entries()) {
    const { axis, series } = await readShard(files, slice);
    const known = await shardKnown({ folder, files }, axis, slice);
    for (let start = 0; start < series.length; start += SERIES_IN_BLOCK) {
      const block = series.slice(start, start + SERIES_IN_BLOCK).map((one) => known(compact(one)));
      yield { index: index++, shard, axis, series: block };
    }
  }
}

export interface PanelCalendar {
  readonly axis: TimeAxis;
  /** Ascending; none where the window is empty. */
  readonly observed: Int32Array;
}

/**
 * The periods of the window that any series was observed in: what the panel's cutoffs come from, known before the first series is. Reads no
 * more files than it takes to find one for each period.
 */
export async function panelCalendar(
  folder: string,
  { frequency, training, forecast, setAside = [] }: Slice,
): Promise<PanelCalendar> {
  const ds = seriesSchema(frequency).columns.filter(({ name }) => name === 'ds');
  const axis = inferAxis(frequency, Date.parse(forecast.start));
  const missing = new Set(learnedPeriods(axis, training, setAside));
  const observed = new Set<number>();
  for (const file of shardFiles(folder).flat()) {
    const { columns } = await readParquet(readFileSync(file), ds);
    for (const period of periodsOfColumn(frequency, columns.ds)) if (missing.delete(period)) observed.add(period);
    if (missing.size === 0) break;
  }
  return { axis, observed: Int32Array.from(observed).sort() };
}

function learnedPeriods(axis: TimeAxis, training: DateRange, setAside: readonly DateRange[]): readonly number[] {
  const left = setAside.map((range) => periodRange(axis, range));
  const isLeft = (period: number) => left.some(({ first, last }) => first <= period && period <= last);
  return [...periodsOf(periodRange(axis, training))].filter((period) => !isLeft(period));
}

/** The channel's Parquet files by folder; a series never spans two of them. */
function shardFiles(folder: string): readonly (readonly string[])[] {
  const shards = new Map<string, string[]>();
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isOfSeries);
  for (const path of paths.sort()) {
    const shard = shards.get(dirname(path)) ?? [];
    shards.set(dirname(path), [...shard, join(folder, path)]);
  }
  return [...shards.values()];
}

function isOfSeries(path: string): boolean {
  return path.endsWith('.parquet') && !path.startsWith(`${TABLES.features.name}${sep}`);
}

async function readShard(files: readonly string[], { frequency, training, forecast, setAside = [] }: Slice) {
  const columns = seriesSchema(frequency).columns.filter(({ name }) => READ.has(name));
  const batches = await Promise.all(files.map((file) => readParquet(readFileSync(file), columns)));
  const filled = batches.filter(({ rows }) => rows > 0);
  const axis = inferAxis(frequency, Date.parse(forecast.start));
  const panel = panelFromSorted(mergeColumns(filled.map((batch) => longColumns(frequency, batch))));
  const phases = phasesOf(filled);
  const { first, last } = periodRange(axis, training);
  const left = setAside.map((range) => periodRange(axis, range));
  const series = panel.uniqueIds.map((uniqueId, index) =>
    withoutPeriods(sliceSeries({ ...seriesAt(panel, index), ...phases.get(uniqueId) }, first, last), left),
  );
  return { axis, series: series.filter(({ ds }) => ds.length > 0) };
}

const READ: ReadonlySet<string> = new Set(['unique_id', 'ds', 'y', 'phase']);

/** How series date their periods, where the files say so. */
function phasesOf(batches: readonly RowBatch[]): ReadonlyMap<string, Pick<Series, 'phase'>> {
  const found = new Map<string, Pick<Series, 'phase'>>();
  for (const { rows, columns } of batches) {
    const { unique_id: uniqueId, phase = [] } = columns;
    for (let row = 0; row < rows; row++) {
      const isNext = row === 0 || uniqueId[row] !== uniqueId[row - 1];
      if (isNext && typeof phase[row] === 'number') found.set(String(uniqueId[row]), { phase: Number(phase[row]) });
    }
  }
  return found;
}

function longColumns(frequency: Frequency, { columns }: RowBatch): LongColumns {
  // The schema that readParquet was given: unique_id and y are required, a string and a double.
  const [uniqueId, y] = [columns.unique_id as readonly string[], columns.y as Float64Array];
  return { uniqueId, ds: periodsOfColumn(frequency, columns.ds), y };
}

/** A copy of its own, without the rest of the shard behind it: a view would take the whole shard along to another thread. */
function compact(series: Series): Series {
  return { ...series, ds: series.ds.slice(), y: series.y.slice() };
}
