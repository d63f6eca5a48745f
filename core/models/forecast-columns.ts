import type { Frequency } from '../contracts/frequency.ts';
import type { ColumnValues, RowBatch, TableSchema } from '../contracts/table-schema.ts';
import { forecastsSchema, intervalColumns } from '../contracts/tables.ts';
import { dsColumnOfPeriods } from '../series/ds-column.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { joinFloats, joinIntegers } from './typed-arrays.ts';

/** The forecasts that a training task records: not yet of a run or of a registered version. */
export function recordedForecastsSchema(frequency: Frequency, furtherLevels: readonly number[]): TableSchema {
  const unknown = new Set(['run_id', 'model_version']);
  const { columns } = forecastsSchema(frequency, furtherLevels);
  return { columns: columns.filter(({ name }) => !unknown.has(name)), partitionBy: [] };
}

/** The same for every series of a task. */
export interface Horizon {
  readonly axis: TimeAxis;
  /** The last period of training. */
  readonly cutoff: number;
  /** One after the other, without a hole. */
  readonly periods: Int32Array;
  readonly furtherLevels: readonly number[];
}

/** What the rows of one series say, aligned with its periods. */
export interface SeriesForecast {
  readonly uniqueId: string;
  /** Those of the horizon's that it has a forecast for. */
  readonly ds: Int32Array;
  readonly yhat: Float64Array;
  /** By level, the main one first. */
  readonly lower: readonly Float64Array[];
  readonly upper: readonly Float64Array[];
  /** NaN where the yardstick says nothing. */
  readonly naive: Float64Array;
  readonly scale: number | null;
  readonly recipe: string;
}

/** Series after series, in the order given; a row for each of its periods. */
export function forecastColumns(horizon: Horizon, forecasts: readonly SeriesForecast[]): RowBatch {
  const periods = joinIntegers(forecasts.map(({ ds }) => ds));
  const rows = periods.length;
  const ds = dsColumnOf(horizon, periods);
  const [cutoff] = dsColumnOfPeriods(horizon.axis, Int32Array.of(horizon.cutoff));
  const joined = (values: (forecast: SeriesForecast) => Float64Array) => joinFloats(forecasts.map(values));
  const further = horizon.furtherLevels.flatMap((level, index) => {
    const { lower, upper } = intervalColumns(level);
    return [
      [lower, joined((one) => one.lower[index + 1])] as const,
      [upper, joined((one) => one.upper[index + 1])] as const,
    ];
  });
  return {
    rows,
    columns: {
      unique_id: repeatEach(forecasts, ({ uniqueId }) => uniqueId),
      cutoff: ds instanceof Int32Array ? new Int32Array(rows).fill(cutoff) : new Float64Array(rows).fill(cutoff),
      ds,
      yhat: joined(({ yhat }) => yhat),
      yhat_lower: joined(({ lower }) => lower[0]),
      yhat_upper: joined(({ upper }) => upper[0]),
      naive: withNulls(joined(({ naive }) => naive)),
      scale: withNulls(joined(({ ds: own, scale }) => new Float64Array(own.length).fill(scale ?? NaN))),
      recipe: repeatEach(forecasts, ({ recipe }) => recipe),
      ...Object.fromEntries(further),
    },
  };
}

function withNulls(values: Float64Array): ColumnValues {
  return values.some(Number.isNaN) ? Array.from(values, (value) => (Number.isNaN(value) ? null : value)) : values;
}

function repeatEach(forecasts: readonly SeriesForecast[], text: (one: SeriesForecast) => string): readonly string[] {
  return forecasts.flatMap((one) => new Array<string>(one.ds.length).fill(text(one)));
}

/** A date is worked out once a period of the horizon, not once a row. */
function dsColumnOf({ axis, periods: horizon }: Horizon, periods: Int32Array): Int32Array | Float64Array {
  const column = dsColumnOfPeriods(axis, horizon);
  const rows = column instanceof Int32Array ? new Int32Array(periods.length) : new Float64Array(periods.length);
  for (let row = 0; row < rows.length; row++) rows[row] = column[periods[row] - horizon[0]];
  return rows;
}
