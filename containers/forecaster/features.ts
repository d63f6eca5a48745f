import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DateRange } from '../../core/contracts/date-range.ts';
import type { Frequency } from '../../core/contracts/frequency.ts';
import type { RowBatch } from '../../core/contracts/table-schema.ts';
import { FEATURE_KINDS, featuresSchema, TABLES } from '../../core/contracts/tables.ts';
import { holidaysOf } from '../../core/features/calendar.ts';
import { knownValuesOf, REGRESSOR_COLUMNS } from '../../core/features/feature-columns.ts';
import { knownAsOf } from '../../core/features/known-as-of.ts';
import { axisOfColumn } from '../../core/series/ds-column.ts';
import type { HolidayDates } from '../../core/series/holidays.ts';
import { type Regressors, regressorsAt } from '../../core/series/regressors.ts';
import type { Series } from '../../core/series/series.ts';
import { periodAtOrBefore, type TimeAxis } from '../../core/series/time-axis.ts';
import type { KnownRegressors } from '../../core/train/training-parameters.ts';
import { readParquet } from '../../tables/index.ts';

type Kind = keyof typeof FEATURE_KINDS;

/** The holidays of the data set, as the channel's features have them; undefined where it knows none. */
export async function readHolidays(channel: string, frequency: Frequency): Promise<HolidayDates[] | undefined> {
  const [file] = filesOf(channel, 'calendar', 'shard=0');
  if (file === undefined) return undefined;
  const batch = await readColumns(file, frequency, ['ds', 'holiday']);
  const holidays = holidaysOf(batch, axisOfColumn(frequency, batch.columns.ds));
  return holidays.length === 0 ? undefined : holidays;
}

interface Shard {
  /** Of the channel. */
  readonly folder: string;
  /** The shard's files of series. */
  readonly files: readonly string[];
}

interface Slice {
  readonly frequency: Frequency;
  readonly training: DateRange;
  readonly regressors?: KnownRegressors | undefined;
}

/**
 * Gives the series of a shard their regressors, as they were known at the end of training; without any to know, they stay as they are. Where
 * the job may know more than that, as a twin does, it knows what was said later of what nothing was said of before, and no revision.
 */
export async function shardKnown(
  { folder, files }: Shard,
  axis: TimeAxis,
  { frequency, training, regressors }: Slice,
): Promise<(series: Series) => Series> {
  if (regressors === undefined) return (series) => series;
  const { names, asOf } = regressors;
  const known = new Map<string, Regressors>();
  const [until, end] = [asOf, training.end].map((date) => periodAtOrBefore(axis, Date.parse(date)));
  for (const file of filesOf(folder, 'regressor', basename(dirname(files[0])))) {
    const rows = knownValuesOf(axis, await readColumns(file, frequency, REGRESSOR_COLUMNS));
    for (const [uniqueId, values] of knownAsOf(rows, names, until)) known.set(uniqueId, regressorsAt(values, end));
  }
  const nothing = { names, first: 0, values: new Float64Array(0) };
  return (series) => ({ ...series, regressors: known.get(series.uniqueId) ?? nothing });
}

function filesOf(channel: string, kind: Kind, shard: string): readonly string[] {
  const folder = join(channel, TABLES.features.name, `kind=${FEATURE_KINDS[kind]}`, shard);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.parquet'))
    .map((name) => join(folder, name));
}

async function readColumns(file: string, frequency: Frequency, names: readonly string[]): Promise<RowBatch> {
  const { columns } = featuresSchema(frequency);
  return readParquet(
    readFileSync(file),
    columns.filter(({ name }) => names.includes(name)),
  );
}
