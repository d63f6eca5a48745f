import { own } from '../core/contracts/own.ts';
import type { Column, ColumnValues, RowBatch, TableSchema } from '../core/contracts/table-schema.ts';
import { inWords, mismatch } from './mismatch.ts';
import { dataColumns, partitionColumns } from './schema.ts';
import type { Batches, PartitionValues } from './types.ts';

/** The batches, one after another, whatever way they were given. */
export async function* eachBatch(batches: Batches): AsyncGenerator<RowBatch> {
  if ('columns' in batches) yield batches;
  else yield* batches;
}

/** Rows that say nothing of a nullable column have null there: their writer may be older than the column. */
export function withNulls(schema: TableSchema, batch: RowBatch): RowBatch {
  const absent = dataColumns(schema).filter(({ name, nullable }) => nullable && !Object.hasOwn(batch.columns, name));
  const nulls = absent.map(({ name }) => [name, new Array<null>(batch.rows).fill(null)] as const);
  return { rows: batch.rows, columns: { ...batch.columns, ...Object.fromEntries(nulls) } };
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
  let group: number[] = [];
  for (let row = 0; row < batch.rows; row += 1) {
    if (row === 0 || !isAsBefore(columns, row)) {
      const key = JSON.stringify(columns.map(({ values }) => values[row]));
      group = groups.get(key) ?? [];
      if (group.length === 0) groups.set(key, group);
    }
    group.push(row);
  }
  return [...groups.values()].map((rows) => ({
    values: Object.fromEntries(columns.map(({ column, values }) => [column.name, values[rows[0]]])),
    batch: groups.size === 1 ? batch : takeRows(batch, rows),
  }));
}

/** Most neighbours lie in one partition: only a change is looked up. */
function isAsBefore(columns: readonly { readonly values: ColumnValues }[], row: number): boolean {
  for (const { values } of columns) if (values[row] !== values[row - 1]) return false;
  return true;
}

/** @throws SchemaMismatch when the batch lacks the column, or has another number of its values. */
export function valuesOf(batch: RowBatch, column: Column): ColumnValues {
  const { name } = column;
  const values = own(batch.columns, name);
  if (values?.length === batch.rows) return values;
  if (values === undefined) {
    throw mismatch({
      problem: `column '${name}' is missing: the table has it in every row`,
      got: Object.keys(batch.columns).join(', '),
      allowed: inWords(column),
      hint: `write '${name}' with every row; only columns that may be null can be left out`,
    });
  }
  throw mismatch({
    problem: `column '${name}' has ${values.length} values for ${batch.rows} rows`,
    got: values.length,
    allowed: `${batch.rows} values a column`,
    hint: 'likely rows were filtered in one column and not in the others',
  });
}

/** The rows of these numbers, in their order. */
export function takeRows(batch: RowBatch, rows: ArrayLike<number>): RowBatch {
  const columns = Object.entries(batch.columns).map(([name, values]) => [name, take(values, rows)]);
  return { rows: rows.length, columns: Object.fromEntries(columns) };
}

/** Plain loops here and in read.ts: a call a value costs more than all the rest of a read. */
function take(values: ColumnValues, rows: ArrayLike<number>): ColumnValues {
  if (values instanceof Float64Array || values instanceof Int32Array) {
    const taken = values instanceof Float64Array ? new Float64Array(rows.length) : new Int32Array(rows.length);
    for (let i = 0; i < rows.length; i += 1) taken[i] = values[rows[i]];
    return taken;
  }
  const taken = new Array<string | number | null>(rows.length);
  for (let i = 0; i < rows.length; i += 1) taken[i] = values[rows[i]];
  return taken as ColumnValues;
}
