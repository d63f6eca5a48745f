import type { Dataset } from './dataset.ts';
import type { Frequency } from './frequency.ts';
import { columnComment, TABLE_COMMENTS } from './table-comments.ts';
import type { Column, ColumnType, TableSchema } from './table-schema.ts';

/** Where each table lives inside its layer's bucket: `<dataset>/<table>`. */
export const TABLES = {
  observations: { layer: 'bronze', name: 'observations' },
  series: { layer: 'silver', name: 'series' },
  quarantine: { layer: 'silver', name: 'quarantine' },
  features: { layer: 'silver', name: 'features' },
  forecasts: { layer: 'gold', name: 'forecasts' },
  evaluations: { layer: 'gold', name: 'evaluations' },
  monitoring: { layer: 'gold', name: 'monitoring' },
} as const;

export type TableName = keyof typeof TABLES;

export function tablePath(dataset: string, table: TableName): string {
  return `${dataset}/${TABLES[table].name}`;
}

const columnOf =
  (nullable: boolean) =>
  (name: string, type: ColumnType): Column => ({
    name,
    type,
    nullable,
    comment: columnComment(name),
  });
const [required, optional] = [columnOf(false), columnOf(true)];

/** `ds` is a date for daily and coarser series; only an hourly axis pays for timestamps. */
export function dsType(frequency: Frequency): 'date' | 'timestamp' {
  return frequency === 'hour' ? 'timestamp' : 'date';
}

/**
 * Bronze: what arrived, as text. `sequence` orders the deliveries: the table version that a delivery was added to. `record` keeps
 * the raw line of a record whose fields could not be told apart. `received` is when the delivery arrived, only in rows dated
 * after that: elsewhere a copied file gives the same bytes whenever it was copied. `regressors` is a JSON object of the texts of the
 * data set's known-future columns.
 */
export function observationsSchema(frequency: Frequency): TableSchema {
  return {
    columns: [
      required('delivery', 'string'),
      required('sequence', 'long'),
      required('file', 'string'),
      required('line', 'long'),
      optional('unique_id', 'string'),
      optional('timestamp', 'string'),
      optional('value', 'string'),
      optional('record', 'string'),
      optional('ds', dsType(frequency)),
      optional('received', 'timestamp'),
      // Nullable for the rows of tables that are older than the column, and of data sets without regressors.
      optional('regressors', 'string'),
    ],
    partitionBy: [],
    description: TABLE_COMMENTS.observations,
  };
}

/**
 * Silver: parsed, typed, deduplicated; sorted by (unique_id, ds) inside a shard. `n` is how many rows made the value where they are finer
 * than the frequency, `phase` how the series dates its periods (core/series/dating.ts): `ds` is the date by that. A table gains
 * either with the first rows that have something to say there; without `phase`, all series are dated as the data set is.
 */
export function seriesSchema(frequency: Frequency): TableSchema {
  return {
    columns: [
      required('shard', 'long'),
      required('unique_id', 'string'),
      required('ds', dsType(frequency)),
      required('y', 'double'),
      optional('n', 'long'),
      optional('phase', 'long'),
    ],
    partitionBy: ['shard'],
    description: TABLE_COMMENTS.series,
  };
}

/** The two kinds of rows of the features table: of the calendar, for all series, and values of regressors. */
export const FEATURE_KINDS = { calendar: 'calendar', regressor: 'regressor' } as const;

/**
 * Silver: what is known ahead. The calendar has a row a period (a day, for hours), in shard 0; a holiday's names stand after each other with
 * HOLIDAY_SEPARATOR between them. Regressors have a row a series, column, period and change, sorted so: `known_at` is the period from which on the
 * value is known, null where it always is (core/features/delivered-values.ts).
 */
export function featuresSchema(frequency: Frequency): TableSchema {
  const days = ['days_since_holiday', 'days_to_holiday', 'days_since_weekend', 'days_to_weekend'];
  return {
    columns: [
      required('kind', 'string'),
      required('shard', 'long'),
      required('ds', dsType(frequency)),
      ...['day_of_week', 'day_of_month', 'month', 'week'].map((name) => optional(name, 'long')),
      optional('holiday', 'string'),
      ...days.map((name) => optional(name, 'long')),
      optional('unique_id', 'string'),
      optional('regressor', 'string'),
      optional('value', 'double'),
      optional('known_at', dsType(frequency)),
      optional('sequence', 'long'),
    ],
    partitionBy: ['kind', 'shard'],
    description: TABLE_COMMENTS.features,
  };
}

export const HOLIDAY_SEPARATOR = '; ';

/** Every row refused, with reason, file and line. */
export function quarantineSchema(frequency: Frequency): TableSchema {
  return {
    columns: [
      required('reason', 'string'),
      required('detail', 'string'),
      required('file', 'string'),
      required('line', 'long'),
      optional('unique_id', 'string'),
      optional('timestamp', 'string'),
      optional('value', 'string'),
      optional('record', 'string'),
      optional('ds', dsType(frequency)),
    ],
    partitionBy: [],
    description: TABLE_COMMENTS.quarantine,
  };
}

/** 'yhat_lower_95' and 'yhat_upper_95' of the level 0.95, 'yhat_lower_99_5' of 0.995. */
export function intervalColumns(level: number): { readonly lower: string; readonly upper: string } {
  const percent = String(Number((100 * level).toFixed(1))).replace('.', '_');
  return { lower: `yhat_lower_${percent}`, upper: `yhat_upper_${percent}` };
}

/**
 * Gold: one row a forecast value; `cutoff` is the last period of training. yhat_lower and yhat_upper are of the data set's level, a pair of
 * columns each of its further ones. `naive` is what the yardstick says for the row, `scale` the MASE's denominator of the series: both as of
 * training, so that whoever scores a row needs no history. `recipe` says what forecasted: blend, average, the chosen candidate's name, or last-value.
 */
export function forecastsSchema(frequency: Frequency, furtherLevels: readonly number[]): TableSchema {
  const further = furtherLevels.map(intervalColumns).flatMap(({ lower, upper }) => [lower, upper]);
  return {
    columns: [
      required('run_id', 'string'),
      required('unique_id', 'string'),
      required('cutoff', dsType(frequency)),
      required('ds', dsType(frequency)),
      required('yhat', 'double'),
      required('yhat_lower', 'double'),
      required('yhat_upper', 'double'),
      required('model_version', 'long'),
      optional('naive', 'double'),
      optional('scale', 'double'),
      // Nullable for the rows of tables that are older than the column.
      optional('recipe', 'string'),
      ...further.map((name) => optional(name, 'double')),
    ],
    partitionBy: ['run_id'],
    description: TABLE_COMMENTS.forecasts,
  };
}

/** Gold: realised errors in long form, one row a (candidate, series, metric); the panel as a whole has unique_id null. */
export const EVALUATIONS_SCHEMA: TableSchema = {
  columns: [
    required('run_id', 'string'),
    required('model_version', 'long'),
    required('candidate', 'string'),
    optional('unique_id', 'string'),
    required('metric', 'string'),
    optional('value', 'double'),
    required('joined', 'long'),
  ],
  partitionBy: ['run_id'],
  description: TABLE_COMMENTS.evaluations,
};

/** Gold: what each look of the monitor saw, one row a metric; a segment's rows have unique_id null, the panel's both null. */
export const MONITORING_SCHEMA: TableSchema = {
  columns: [
    required('run_id', 'string'),
    required('model_version', 'long'),
    optional('unique_id', 'string'),
    optional('segment', 'string'),
    required('metric', 'string'),
    optional('value', 'double'),
    required('joined', 'long'),
  ],
  partitionBy: ['run_id'],
  description: TABLE_COMMENTS.monitoring,
};

/** Without anything that is known ahead there are no features. */
export function hasTable(
  table: TableName,
  { regressors, holidays }: Pick<Dataset, 'regressors' | 'holidays'>,
): boolean {
  return table !== 'features' || regressors.length > 0 || holidays !== null;
}

/** Of the columns that the series table may gain, only those that are written: whoever reads it finds them in its log. */
export function seriesSchemaWith(frequency: Frequency, written: readonly string[]): TableSchema {
  const { columns, ...table } = seriesSchema(frequency);
  return { columns: columns.filter(({ name, nullable }) => !nullable || written.includes(name)), ...table };
}

/** What a table of the data set holds from its first row on. */
export function tableSchema(
  table: TableName,
  { frequency, furtherLevels }: { readonly frequency: Frequency; readonly furtherLevels: readonly number[] },
): TableSchema {
  const schemas: Readonly<Record<TableName, TableSchema>> = {
    observations: observationsSchema(frequency),
    series: seriesSchemaWith(frequency, []),
    quarantine: quarantineSchema(frequency),
    features: featuresSchema(frequency),
    forecasts: forecastsSchema(frequency, furtherLevels),
    evaluations: EVALUATIONS_SCHEMA,
    monitoring: MONITORING_SCHEMA,
  };
  return schemas[table];
}
