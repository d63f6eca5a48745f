import type { Frequency } from '../contracts/frequency.ts';
import type { ColumnValues, RowBatch, TableSchema } from '../contracts/table-schema.ts';
import { forecastsSchema, intervalColumns } from '../contracts/tables.ts';
import { dsColumnOfPeriods, dsUnitMs } from '../series/ds-column.ts';
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
  /** Of the data set. */
  readonly axis: TimeAxis;
  /** The last period of training. */
  readonly cutoff: number;
  readonly periods: Int32Array;
  readonly furtherLevels: readonly number[];
}

/** What the rows of one series say, aligned with the horizon's periods. */
export interface SeriesForecast {
  readonly uniqueId: string;
  /** How the series dates its periods, where it is another way than the data set's. */
  readonly phase?: number | undefined;
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
      ...dateColumns(horizon, forecasts),
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

/** Cutoff and ds of every row, by the day that each series dates its periods by. */
function dateColumns({ axis, cutoff, periods }: Horizon, forecasts: readonly SeriesForecast[]) {
  const dates = new Map<number, Int32Array | Float64Array>();
  const datesOf = (phase: number) => {
    const known = dates.get(phase) ?? dsColumnOfPeriods({ ...axis, phase }, Int32Array.of(cutoff, ...periods));
    dates.set(phase, known);
    return known;
  };
  const column = () => {
    const rows = periods.length * forecasts.length;
    return dsUnitMs(axis.frequency) === 1 ? new Float64Array(rows) : new Int32Array(rows);
  };
  const [cutoffs, ds] = [column(), column()];
  forecasts.forEach(({ phase = axis.phase }, index) => {
    const [start, own] = [index * periods.length, datesOf(phase)];
    cutoffs.fill(own[0], start, start + periods.length);
    ds.set(own.subarray(1), start);
  });
  return { cutoff: cutoffs, ds };
}
