import type { DateRange } from '../contracts/date-range.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { ColumnValues } from '../contracts/table-schema.ts';
import { dsType } from '../contracts/tables.ts';
import { calendarSpan, periodNumber } from './dating.ts';
import { DAY_MS, HOUR_MS } from './duration.ts';
import type { Frequency } from '../contracts/frequency.ts';
import { periodRange } from './period-range.ts';
import type { TimeAxis } from './time-axis.ts';
import { inferAxis, instantOf } from './time-axis.ts';

/**
 * What a table's `ds` column may hold of the range, in its unit (days for dates, milliseconds for timestamps): a series may date the range's
 * periods by other days than the data set does.
 */
export function tableBounds(axis: TimeAxis, range: DateRange): { readonly min: number; readonly max: number } {
  const unitMs = dsUnitMs(axis.frequency);
  const { first, last } = periodRange(axis, range);
  const [start, end] = [calendarSpan(axis.frequency, first).startMs, calendarSpan(axis.frequency, last).endMs];
  return { min: start / unitMs, max: end / unitMs - 1 };
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

/** The axis that the values of a table's `ds` column lie on, where all of them lie on one. */
export function axisOfColumn(frequency: Frequency, ds: ColumnValues): TimeAxis {
  return inferAxis(frequency, Number(ds[0]) * dsUnitMs(frequency));
}

/** A table's `ds` column as periods, whichever day of them each series is dated by. @throws TableCorrupt at the first time between hours */
export function periodsOfColumn(frequency: Frequency, ds: ColumnValues): Int32Array {
  // A day's period number is its date: no need to walk through instants for the most common frequency.
  if (frequency === 'day' && ds instanceof Int32Array) return ds;
  const unitMs = dsUnitMs(frequency);
  const periods = new Int32Array(ds.length);
  for (let row = 0; row < ds.length; row++) {
    const instantMs = Number(ds[row]) * unitMs;
    if (frequency === 'hour' && instantMs % HOUR_MS !== 0) throw betweenHours(row, instantMs);
    periods[row] = periodNumber(frequency, instantMs);
  }
  return periods;
}

function betweenHours(row: number, instantMs: number): PlatformError {
  return new PlatformError(ERROR_NAMES.tableCorrupt, {
    problem: `row ${row} lies between two hours`,
    got: new Date(instantMs).toISOString(),
  });
}

/** What one unit of a table's `ds` column is. */
export function dsUnitMs(frequency: Frequency): number {
  return dsType(frequency) === 'date' ? DAY_MS : 1;
}
