import type { RowBatch } from '../contracts/table-schema.ts';
import { periodsOfColumn } from '../series/ds-column.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import type { DatedForecast } from '../gates/comparison.ts';

/** Forecasts by unique_id, from rows of a forecasts table in which those of a series stand together. */
export async function datedForecasts(
  axis: TimeAxis,
  batches: AsyncIterable<RowBatch>,
): Promise<ReadonlyMap<string, DatedForecast>> {
  const found = new Map<string, DatedForecast>();
  for await (const { rows, columns } of batches) {
    // The forecasts' schema requires these columns, strings and doubles.
    const ids = columns.unique_id as readonly string[];
    const ds = periodsOfColumn(axis.frequency, columns.ds);
    const column = (name: string, start: number, end: number) => (columns[name] as Float64Array).slice(start, end);
    for (let start = 0, end = 0; start < rows; start = end) {
      while (end < rows && ids[end] === ids[start]) end++;
      const part = {
        ds: ds.slice(start, end),
        yhat: column('yhat', start, end),
        lower: column('yhat_lower', start, end),
        upper: column('yhat_upper', start, end),
      };
      const before = found.get(ids[start]);
      found.set(ids[start], before === undefined ? part : joined(before, part));
    }
  }
  return found;
}

/** A series may go on in the next batch. */
function joined(a: DatedForecast, b: DatedForecast): DatedForecast {
  const both = (one: Float64Array, other: Float64Array) => Float64Array.from([...one, ...other]);
  return {
    ds: Int32Array.from([...a.ds, ...b.ds]),
    yhat: both(a.yhat, b.yhat),
    lower: both(a.lower, b.lower),
    upper: both(a.upper, b.upper),
  };
}
