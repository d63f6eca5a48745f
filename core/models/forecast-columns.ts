import type { Frequency } from '../contracts/frequency.ts';
import type { ColumnValues, RowBatch, TableSchema } from '../contracts/table-schema.ts';
import { forecastsSchema, intervalColumns } from '../contracts/tables.ts';
import { dsColumnOfPeriods } from '../series/ds-column.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { joinFloats } from './typed-arrays.ts';

/** The forecasts that a training task records: not yet of a run or of a registered version. */
export function recordedForecastsSchema(frequency: Frequency, furtherLevels: readonly number[]): TableSchema {
  const unknown = new Set(['run_id', 'model_version']);
  const { columns } = forecastsSchema(frequency, furtherLevels);
  return { columns: columns.filter(({ name }) => !unknown.has(name)), partitionBy: [] };
}

/** The same periods for every series of a task. */
export interface Horizon {
  readonly axis: TimeAxis;
  /** The last period of training. */
  readonly cutoff: number;
  readonly periods: Int32Array;
  readonly furtherLevels: readonly number[];
}

/** What the rows of one series say, aligned with the horizon's periods. */
export interface SeriesForecast {
  readonly uniqueId: string;
  readonly yhat: Float64Array;
  /** By level, the main one first. */
  readonly lower: readonly Float64Array[];
  readonly upper: readonly Float64Array[];
  /** NaN where the yardstick says nothing. */
  readonly naive: Float64Array;
  readonly scale: number | null;
  readonly recipe: string;
}

/** Series after series, in the order given; `horizon.periods` rows each. */
export function forecastColumns(horizon: Horizon, forecasts: readonly SeriesForecast[]): RowBatch {
  const steps = horizon.periods.length;
  const rows = steps * forecasts.length;
  const ds = dsColumnOfPeriods(horizon.axis, horizon.periods);
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
      unique_id: repeatEach(forecasts, steps, ({ uniqueId }) => uniqueId),
      cutoff: ds instanceof Int32Array ? new Int32Array(rows).fill(cutoff) : new Float64Array(rows).fill(cutoff),
      ds: tile(ds, forecasts.length),
      yhat: joined(({ yhat }) => yhat),
      yhat_lower: joined(({ lower }) => lower[0]),
      yhat_upper: joined(({ upper }) => upper[0]),
      naive: withNulls(joined(({ naive }) => naive)),
      scale: withNulls(joined(({ scale }) => new Float64Array(steps).fill(scale ?? NaN))),
      recipe: repeatEach(forecasts, steps, ({ recipe }) => recipe),
      ...Object.fromEntries(further),
    },
  };
}

function withNulls(values: Float64Array): ColumnValues {
  return values.some(Number.isNaN) ? Array.from(values, (value) => (Number.isNaN(value) ? null : value)) : values;
}

function repeatEach<T>(values: readonly T[], times: number, text: (value: T) => string): readonly string[] {
  const result = new Array<string>(values.length * times);
  values.forEach((value, index) => result.fill(text(value), index * times, (index + 1) * times));
  return result;
}

function tile<T extends Int32Array | Float64Array>(values: T, times: number): T {
  const result =
    values instanceof Int32Array ? new Int32Array(values.length * times) : new Float64Array(values.length * times);
  for (let copy = 0; copy < times; copy++) result.set(values, copy * values.length);
  return result as T;
}
