import type { ColumnValues } from '../contracts/table-schema.ts';
import { dsType } from '../contracts/tables.ts';
import type { Frequency } from '../series/frequency.ts';

const DAY_MS = 86_400_000;

/** The `ds` column of a table: days for a date, milliseconds for a timestamp; null where the instant is NaN. */
export function dsColumn(instantsMs: Float64Array, frequency: Frequency): ColumnValues {
  const isDate = dsType(frequency) === 'date';
  const values = isDate ? instantsMs.map((instantMs) => Math.floor(instantMs / DAY_MS)) : instantsMs;
  if (values.some(Number.isNaN)) return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
  return isDate ? Int32Array.from(values) : values;
}
