import type { DecodedArray, SchemaElement } from 'hyparquet';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { Column, ColumnValues } from '../../core/contracts/table-schema.ts';
import { fromInt64, quotient } from './int64.ts';

/** Stored units of a timestamp in one millisecond. */
const UNITS_PER_MS = { MILLIS: 1, MICROS: 1000, NANOS: 1_000_000 } as const;

/** Stored values as the values of a table's column. @throws TableUnsupported, SchemaMismatch */
export function decodeColumn(column: Column, element: SchemaElement, stored: DecodedArray): ColumnValues {
  const values = decodeValues(column, element, stored);
  if (column.type === 'long') refuseUnsafe(column, values);
  if (!column.nullable && !ArrayBuffer.isView(values) && values.includes(null as never)) {
    throw new PlatformError(ERROR_NAMES.tableCorrupt, {
      problem: `column '${column.name}' may not be null, but the file has nulls`,
    });
  }
  return values;
}

function decodeValues(column: Column, element: SchemaElement, stored: DecodedArray): ColumnValues {
  switch (`${column.type} in ${String(element.type)}`) {
    case 'string in BYTE_ARRAY':
      return stored as (string | null)[];
    case 'double in DOUBLE':
    case 'double in FLOAT':
    case 'long in INT32':
      return asDoubles(stored);
    case 'date in INT32':
      return stored instanceof Int32Array || hasNull(stored)
        ? (stored as Int32Array)
        : Int32Array.from(stored as number[]);
    case 'long in INT64':
      return asQuotients(stored, 1);
    case 'timestamp in INT64':
      return asQuotients(stored, unitsPerMs(column, element));
    case 'timestamp in INT96':
      // Spark's old form: the reader gives a Date, cut to milliseconds.
      return asDoubles((stored as (Date | null)[]).map((date) => date && date.getTime()));
    default:
      throw unsupported(column, element);
  }
}

function unitsPerMs(column: Column, element: SchemaElement): number {
  if (element.logical_type?.type === 'TIMESTAMP') return UNITS_PER_MS[element.logical_type.unit];
  if (element.converted_type === 'TIMESTAMP_MICROS') return UNITS_PER_MS.MICROS;
  if (element.converted_type === 'TIMESTAMP_MILLIS') return UNITS_PER_MS.MILLIS;
  throw unsupported(column, element);
}

function asDoubles(stored: DecodedArray): ColumnValues {
  if (stored instanceof Float64Array) return stored;
  return hasNull(stored) ? (stored as (number | null)[]) : Float64Array.from(stored as number[]);
}

function asQuotients(stored: DecodedArray, divisor: number): ColumnValues {
  if (stored instanceof BigInt64Array) return fromInt64(stored, divisor);
  const integers = stored as (bigint | null)[];
  if (!hasNull(stored)) return Float64Array.from(integers, (value) => quotient(value ?? 0n, divisor));
  return integers.map((value) => (value === null ? null : quotient(value, divisor)));
}

function hasNull(stored: DecodedArray): boolean {
  return Array.isArray(stored) && stored.includes(null);
}

function refuseUnsafe(column: Column, values: ColumnValues): void {
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    if (value !== null && !Number.isSafeInteger(value)) {
      throw new PlatformError(ERROR_NAMES.tableUnsupported, {
        problem: `column '${column.name}' holds an integer beyond 2^53 in row ${row}`,
        got: String(value),
      });
    }
  }
}

function unsupported(column: Column, element: SchemaElement): PlatformError {
  const logical = element.logical_type?.type ?? element.converted_type ?? 'plain';
  return new PlatformError(ERROR_NAMES.tableUnsupported, {
    problem: `column '${column.name}' of type ${column.type} cannot be read from this Parquet type`,
    got: `${String(element.type)} (${logical})`,
  });
}
