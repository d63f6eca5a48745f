import type { Frequency } from '../contracts/frequency.ts';
import type { ColumnValues, RowBatch, TableSchema } from '../contracts/table-schema.ts';
import { forecastsSchema, intervalColumns } from '../contracts/tables.ts';
import { dsColumnOfPeriods, dsUnitMs } from '../series/ds-column.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { joinFloats, someNaN } from './typed-arrays.ts';

/** The forecasts that a training task records: not yet of a run or of a registered version. */
export function recordedForecastsSchema(frequency: Frequency, furtherLevels: readonly number[]): TableSchema {
  const unknown = new Set(['run_id', 'model_version']);
  const { columns } = forecastsSchema(frequency, furtherLevels);
  return { columns: columns.filter(({ name }) => !unknown.has(name)), partitionBy: [] };
}

/** The same for every series of a task. */
export interface Horizon {
  /** Of the data set. */
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
  /** How the series dates its periods, where it is another way than the data set's. */
  readonly phase?: number | undefined;
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
  const rows = forecasts.reduce((sum, { ds }) => sum + ds.length, 0);
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
      unique_id: repeatEach({ forecasts, rows }, ({ uniqueId }) => uniqueId),
      ...dateColumns(horizon, { forecasts, rows }),
      yhat: joined(({ yhat }) => yhat),
      yhat_lower: joined(({ lower }) => lower[0]),
      yhat_upper: joined(({ upper }) => upper[0]),
      naive: withNulls(joined(({ naive }) => naive)),
      scale: withNulls(joined(({ ds: own, scale }) => new Float64Array(own.length).fill(scale ?? NaN))),
      recipe: repeatEach({ forecasts, rows }, ({ recipe }) => recipe),
      ...Object.fromEntries(further),
    },
  };
}

function withNulls(values: Float64Array): ColumnValues {
  return someNaN(values) ? Array.from(values, (value) => (Number.isNaN(value) ? null : value)) : values;
}

interface Rows {
  readonly forecasts: readonly SeriesForecast[];
  readonly rows: number;
}

function repeatEach({ forecasts, rows }: Rows, text: (one: SeriesForecast) => string): readonly string[] {
  const texts = new Array<string>(rows);
  let row = 0;
  for (const one of forecasts) texts.fill(text(one), row, (row += one.ds.length));
  return texts;
}

/** Cutoff and ds of every row, by the day that its series dates periods by: worked out once a period of the horizon, not once a row. */
function dateColumns({ axis, cutoff, periods: [first, ...others] }: Horizon, { forecasts, rows }: Rows) {
  const dates = new Map<number, Int32Array | Float64Array>();
  const datesOf = (phase: number) => {
    const known = dates.get(phase) ?? dsColumnOfPeriods({ ...axis, phase }, Int32Array.of(cutoff, first, ...others));
    dates.set(phase, known);
    return known;
  };
  const column = () => (dsUnitMs(axis.frequency) === 1 ? new Float64Array(rows) : new Int32Array(rows));
  const [cutoffs, dsColumn] = [column(), column()];
  let row = 0;
  for (const { phase = axis.phase, ds } of forecasts) {
    const own = datesOf(phase);
    cutoffs.fill(own[0], row, row + ds.length);
    for (const period of ds) dsColumn[row++] = own[1 + period - first];
  }
  return { cutoff: cutoffs, ds: dsColumn };
}
