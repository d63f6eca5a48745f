import { createHash } from 'node:crypto';
import type { SchemaElement } from 'hyparquet';
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import type { Column, ColumnType, ColumnValues, RowBatch, TableSchema } from '../../core/contracts/table-schema.ts';
import { valuesOf } from '../batch.ts';
import { checkBatch } from '../check.ts';
import { dataColumns } from '../schema.ts';
import { statsOf } from '../stats.ts';
import type { FileStats } from '../types.ts';
import { toInt64 } from './int64.ts';

export interface EncodedFile {
  readonly bytes: Uint8Array;
  /** `part-<first 16 hex digits of the bytes' sha256>.parquet`. */
  readonly fileName: string;
  readonly stats: FileStats;
  readonly rows: number;
}

/** Other engines read a row group a task; below a million rows one group is as fast as any for ours. */
const ROWS_PER_GROUP = 1_000_000;

const ELEMENTS: Readonly<Record<ColumnType, Partial<SchemaElement>>> = {
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  long: { type: 'INT64' },
  double: { type: 'DOUBLE' },
  date: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
  // Microseconds, adjusted to UTC: the only form that every Delta reader takes for a `timestamp`.
  timestamp: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MICROS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
  },
};

/**
 * Encodes a batch as the Parquet file of one partition: partition columns stand in the log and are left out.
 * @throws SchemaMismatch naming column, row and value.
 */
export function writeDataFile(schema: TableSchema, batch: RowBatch): EncodedFile {
  checkBatch(schema, batch);
  const columns = dataColumns(schema);
  const bytes = new Uint8Array(
    parquetWriteBuffer({
      schema: [{ name: 'schema', num_children: columns.length }, ...columns.map(elementOf)],
      columnData: columns.map((column) => encodeColumn(column, valuesOf(batch, column))),
      rowGroupSize: ROWS_PER_GROUP,
      // The log's statistics say the same of the whole file, and a second pass over the values costs a third of the time.
      statistics: false,
    }),
  );
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return { bytes, fileName: `part-${hash}.parquet`, stats: statsOf(schema, batch), rows: batch.rows };
}

function elementOf({ name, type, nullable }: Column): SchemaElement {
  return { name, repetition_type: nullable ? 'OPTIONAL' : 'REQUIRED', ...ELEMENTS[type] };
}

/**
 * Only texts get a dictionary: numbers are read back as whole arrays, faster than any lookup. Dates, counters and dictionaries
 * shrink to almost nothing under Snappy; doubles hardly shrink, and without it a forecasts file is written 1.6 times as fast
 * (1.7 instead of 1.1 million rows a second) and a series file read 1.3 times as fast (30 million), for one part in 100 of size.
 */
function encodeColumn({ name, type }: Column, values: ColumnValues): ColumnSource {
  if (type === 'string')
    return { name, data: Array.from<unknown>(values), encoding: textEncoding(values), codec: 'SNAPPY' };
  if (type === 'long' || type === 'timestamp') {
    return { name, data: encodeIntegers(values, type === 'long' ? 1 : 1000), encoding: 'PLAIN', codec: 'SNAPPY' };
  }
  const codec = type === 'double' ? 'UNCOMPRESSED' : 'SNAPPY';
  return { name, data: ArrayBuffer.isView(values) ? values : Array.from<unknown>(values), encoding: 'PLAIN', codec };
}

function encodeIntegers(values: ColumnValues, factor: 1 | 1000): BigInt64Array | (bigint | null)[] {
  if (ArrayBuffer.isView(values)) return toInt64(values, factor);
  return Array.from<string | number | null, bigint | null>(values, (value) =>
    value === null ? null : BigInt(value) * BigInt(factor),
  );
}

/** The writer's own choice looks at a sample, and takes a thousand series of a hundred rows for all different. */
function textEncoding(values: ColumnValues): 'RLE_DICTIONARY' | 'PLAIN' {
  const distinct = new Set<unknown>();
  let last: unknown;
  for (let row = 0; row < values.length; row += 1) {
    if (values[row] !== last) distinct.add((last = values[row]));
  }
  return distinct.size * 2 <= values.length ? 'RLE_DICTIONARY' : 'PLAIN';
}
