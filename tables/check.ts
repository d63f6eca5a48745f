import type { Column, ColumnValues, RowBatch, TableSchema } from '../core/contracts/table-schema.ts';
import { valuesOf } from './batch.ts';
import { inWords, mismatch, noSuchColumn } from './mismatch.ts';
import { dataColumns } from './schema.ts';

/** The instants that Date can tell, 270,000 years to either side of 1970: in microseconds they still fit an INT64. */
const MAX_INSTANT_MS = 8.64e15;
const MAX_DAYS = MAX_INSTANT_MS / 86_400_000;

/** @throws SchemaMismatch naming column, row and value, unless every value can be stored without loss. */
export function checkBatch(schema: TableSchema, batch: RowBatch): void {
  const unknown = Object.keys(batch.columns).find((name) => schema.columns.every((column) => column.name !== name));
  if (unknown !== undefined) throw noSuchColumn(unknown, schema.columns);
  for (const column of dataColumns(schema)) checkColumn(column, valuesOf(batch, column));
}

function checkColumn(column: Column, values: ColumnValues): void {
  if (column.type === 'double' && values instanceof Float64Array) return;
  const { fits, allowed, hint } = RULES[column.type];
  // Most neighbours in a string column are the same text: only a change is looked at.
  let last: unknown;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    if (value === last && row > 0) continue;
    last = value;
    if (value === null ? column.nullable : fits(value)) continue;
    throw mismatch({
      problem: `column '${column.name}' (${inWords(column)}) cannot hold the value of row ${row}`,
      got: typeof value === 'number' ? String(value) : value,
      allowed: `${allowed}${column.nullable ? ', or null' : ''}`,
      hint: value === null ? 'every row has a value there: leave out the row, or give it one' : hint,
    });
  }
}

const RULES = {
  // Half a surrogate pair has no UTF-8 and would make the log's JSON unreadable to others.
  string: {
    fits: (value: unknown) => typeof value === 'string' && !/\p{Surrogate}/u.test(value),
    allowed: 'text',
    hint: 'write the value as text; half a surrogate pair is what is left of a character that was cut in two',
  },
  double: {
    fits: (value: unknown) => typeof value === 'number',
    allowed: 'a number',
    hint: 'write the value as a number',
  },
  long: {
    fits: (value: unknown) => Number.isSafeInteger(value),
    allowed: 'an integer below 2^53',
    hint: 'round the value, or take a column of doubles for values with a fraction',
  },
  date: {
    fits: (value: unknown) => within(value, MAX_DAYS),
    allowed: 'whole days since 1970-01-01',
    hint: 'a date is a number of days: of milliseconds, divide by 86,400,000 and round down',
  },
  timestamp: {
    fits: (value: unknown) => within(value, MAX_INSTANT_MS),
    allowed: 'whole milliseconds since 1970',
    hint: 'a timestamp is a number of milliseconds: of microseconds, divide by 1000 and round down',
  },
} as const;

function within(value: unknown, limit: number): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) <= limit;
}
