import type { DateRange } from '../contracts/date-range.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { ColumnValues } from '../contracts/table-schema.ts';
import { dsType } from '../contracts/tables.ts';
import { DAY_MS } from './duration.ts';
import type { Frequency } from '../contracts/frequency.ts';
import type { TimeAxis } from './time-axis.ts';
import { inferAxis, instantOf, periodOf } from './time-axis.ts';

/** The range in the unit of a table's `ds` column: days for dates, milliseconds for timestamps. */
export function dsBounds(
  frequency: Frequency,
  { start, end }: DateRange,
): { readonly min: number; readonly max: number } {
  const unitMs = dsUnitMs(frequency);
  return { min: Date.parse(start) / unitMs, max: Date.parse(end) / unitMs };
}

/** Periods as a table's `ds` column. */
export function dsColumnOfPeriods(axis: TimeAxis, periods: Int32Array): Int32Array | Float64Array {
  const unitMs = dsUnitMs(axis.frequency);
  const column = unitMs === 1 ? new Float64Array(periods.length) : new Int32Array(periods.length);
  for (let row = 0; row < periods.length; row++) column[row] = instantOf(axis, periods[row]) / unitMs;
  return column;
}

/** Instants as a table's `ds` column: a date is the day that the instant lies in; null where the instant is NaN. */
export function dsColumnOfInstants(instantsMs: Float64Array, frequency: Frequency): ColumnValues {
  const unitMs = dsUnitMs(frequency);
  const values = unitMs === 1 ? instantsMs : instantsMs.map((instantMs) => Math.floor(instantMs / unitMs));
  if (values.some(Number.isNaN)) return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
  return unitMs === 1 ? values : Int32Array.from(values);
}

/** The axis that the values of a table's `ds` column lie on; all dates of a data set share one. */
export function axisOfColumn(frequency: Frequency, ds: ColumnValues): TimeAxis {
  return inferAxis(frequency, Number(ds[0]) * dsUnitMs(frequency));
}

/** A table's `ds` column as periods. @throws TableCorrupt at the first value that is not on the axis */
export function periodsOfColumn(axis: TimeAxis, ds: ColumnValues): Int32Array {
  // A day's period number is its date: no need to walk through instants for the most common frequency.
  if (axis.frequency === 'day' && ds instanceof Int32Array) return ds;
  const unitMs = dsUnitMs(axis.frequency);
  const periods = new Int32Array(ds.length);
  for (let row = 0; row < ds.length; row++) {
    const period = periodOf(axis, Number(ds[row]) * unitMs);
    if (period === undefined) {
      throw new PlatformError(ERROR_NAMES.tableCorrupt, {
        problem: `row ${row} is not on the ${axis.frequency} calendar of the other rows`,
        got: new Date(Number(ds[row]) * unitMs).toISOString(),
      });
    }
    periods[row] = period;
  }
  return periods;
}

/** What one unit of a table's `ds` column is. */
export function dsUnitMs(frequency: Frequency): number {
  return dsType(frequency) === 'date' ? DAY_MS : 1;
}
