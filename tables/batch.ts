import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { Column, ColumnValues, RowBatch, TableSchema } from '../core/contracts/table-schema.ts';
import { partitionColumns } from './schema.ts';
import type { Batches, PartitionValues } from './types.ts';

/** The batches, one after another, whatever way they were given. */
export async function* eachBatch(batches: Batches): AsyncGenerator<RowBatch> {
  if ('columns' in batches) yield batches;
  else yield* batches;
}

export interface PartitionBatch {
  readonly values: PartitionValues;
  readonly batch: RowBatch;
}

/** Splits rows by their partition columns; partitions in the order of their first row, rows in their order. */
export function splitByPartition(schema: TableSchema, batch: RowBatch): readonly PartitionBatch[] {
  if (schema.partitionBy.length === 0) return batch.rows === 0 ? [] : [{ values: {}, batch }];
  for (const column of schema.columns) valuesOf(batch, column);
  const columns = partitionColumns(schema).map((column) => ({ column, values: valuesOf(batch, column) }));
  const groups = new Map<string, number[]>();
  for (let row = 0; row < batch.rows; row += 1) {
    const key = JSON.stringify(columns.map(({ values }) => values[row]));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()].map((rows) => ({
    values: Object.fromEntries(columns.map(({ column, values }) => [column.name, values[rows[0]]])),
    batch: groups.size === 1 ? batch : takeRows(batch, rows),
  }));
}

/** @throws SchemaMismatch when the batch lacks the column, or has another number of its values. */
export function valuesOf(batch: RowBatch, { name }: Column): ColumnValues {
  const values = batch.columns[name];
  if (values?.length === batch.rows) return values;
  throw new PlatformError(ERROR_NAMES.schemaMismatch, {
    problem: values === undefined ? `column '${name}' is missing` : `column '${name}' has ${values.length} values`,
    got: Object.keys(batch.columns),
    allowed: `${batch.rows} values a column`,
  });
}

export function takeRows(batch: RowBatch, rows: readonly number[]): RowBatch {
  const columns = Object.entries(batch.columns).map(([name, values]) => [name, take(values, rows)]);
  return { rows: rows.length, columns: Object.fromEntries(columns) };
}

function take(values: ColumnValues, rows: readonly number[]): ColumnValues {
  if (values instanceof Float64Array) return Float64Array.from(rows, (row) => values[row]);
  if (values instanceof Int32Array) return Int32Array.from(rows, (row) => values[row]);
  return rows.map((row) => values[row]) as ColumnValues;
}
