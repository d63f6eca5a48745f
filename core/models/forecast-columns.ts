import type { RowBatch, TableSchema } from '../contracts/table-schema.ts';
import { forecastsSchema } from '../contracts/tables.ts';
import type { Forecast } from './family.ts';
import type { Frequency } from '../contracts/frequency.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { dsColumnOfPeriods } from '../series/ds-column.ts';
import { joinFloats } from './typed-arrays.ts';

/** The forecasts that a training task records: not yet of a run or of a registered version. */
export function recordedForecastsSchema(frequency: Frequency): TableSchema {
  const known = new Set(['unique_id', 'cutoff', 'ds', 'yhat', 'yhat_lower', 'yhat_upper']);
  return { columns: forecastsSchema(frequency).columns.filter(({ name }) => known.has(name)), partitionBy: [] };
}

/** The same periods for every series of a task. */
export interface Horizon {
  readonly axis: TimeAxis;
  /** The last period of training. */
  readonly cutoff: number;
  readonly periods: Int32Array;
}

/** Series after series, in the order given; `horizon.periods` rows each. */
export function forecastColumns(
  horizon: Horizon,
  uniqueIds: readonly string[],
  forecasts: readonly Forecast[],
): RowBatch {
  const steps = horizon.periods.length;
  const rows = steps * uniqueIds.length;
  const ds = dsColumnOfPeriods(horizon.axis, horizon.periods);
  const [cutoff] = dsColumnOfPeriods(horizon.axis, Int32Array.of(horizon.cutoff));
  return {
    rows,
    columns: {
      unique_id: repeatEach(uniqueIds, steps),
      cutoff: ds instanceof Int32Array ? new Int32Array(rows).fill(cutoff) : new Float64Array(rows).fill(cutoff),
      ds: tile(ds, uniqueIds.length),
      yhat: joinFloats(forecasts.map(({ yhat }) => yhat)),
      yhat_lower: joinFloats(forecasts.map(({ lower }) => lower)),
      yhat_upper: joinFloats(forecasts.map(({ upper }) => upper)),
    },
  };
}

function repeatEach(values: readonly string[], times: number): readonly string[] {
  const result = new Array<string>(values.length * times);
  values.forEach((value, index) => result.fill(value, index * times, (index + 1) * times));
  return result;
}

function tile<T extends Int32Array | Float64Array>(values: T, times: number): T {
  const result =
    values instanceof Int32Array ? new Int32Array(values.length * times) : new Float64Array(values.length * times);
  for (let copy = 0; copy < times; copy++) result.set(values, copy * values.length);
  return result as T;
}
