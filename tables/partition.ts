import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { own } from '../core/contracts/own.ts';
import type { Column, TableSchema } from '../core/contracts/table-schema.ts';
import { inWords, mismatch } from './mismatch.ts';
import { partitionColumns } from './schema.ts';
import { textOf, valueOf } from './text.ts';
import type { PartitionTexts, PartitionValues } from './types.ts';

/** Hive's name for the folder of null. */
const NULL_FOLDER = '__HIVE_DEFAULT_PARTITION__';

/**
 * A partition as the log says it, its columns in the table's order.
 * @throws SchemaMismatch unless every partition column, and nothing else, has a value that it can hold.
 */
export function partitionTexts(schema: TableSchema, values: PartitionValues): PartitionTexts {
  const unknown = Object.keys(values).find((name) => !schema.partitionBy.includes(name));
  if (unknown !== undefined) {
    throw mismatch({
      problem: `the table is not partitioned by the column '${unknown}'`,
      got: unknown,
      allowed: schema.partitionBy.join(', '),
      hint: 'a partition is named by the columns that the table is partitioned by, and no others',
    });
  }
  return Object.fromEntries(
    partitionColumns(schema).map((column) => [column.name, partitionText(column, own(values, column.name))]),
  );
}

function partitionText(column: Column, value: string | number | null | undefined): string | null {
  if (value === null && column.nullable) return null;
  // The log cannot tell '' from null.
  const isNone = value === undefined || value === null || value === '';
  if (!isNone && (typeof value === 'string') === (column.type === 'string')) return textOf(column.type, value);
  const found =
    value === undefined ? 'is missing' : isNone ? `is ${value === null ? 'null' : 'empty'}` : 'has another type';
  throw mismatch({
    problem: `the value of partition column '${column.name}' ${found}`,
    got: value ?? 'nothing',
    allowed: inWords(column),
    hint: isNone ? 'every partition has a value of its own there' : `write the value as ${column.type}`,
  });
}

/** The inverse, for one column. @throws TableCorrupt */
export function partitionValue(column: Column, texts: PartitionTexts): string | number | null {
  const text = own(texts, column.name) ?? '';
  if (text === '') return null;
  const value = valueOf(column.type, text);
  if (value !== undefined) return value;
  throw new PlatformError(ERROR_NAMES.tableCorrupt, {
    problem: `the log gives partition column '${column.name}' a value that is no ${column.type}`,
    got: text,
  });
}

/**
 * The folder of a partition below the table's path: `run_id=a%20b`, percent-encoded so that any value makes one path part;
 * '' for an unpartitioned table.
 */
export function partitionFolder(schema: TableSchema, values: PartitionValues): string {
  return Object.entries(partitionTexts(schema, values))
    .map(([name, text]) => `${encodeURIComponent(name)}=${text === null ? NULL_FOLDER : encodeURIComponent(text)}`)
    .join('/');
}

/** Equal for the same partition, whatever the writer's text for its values. */
export function partitionKey(schema: TableSchema, texts: PartitionTexts): string {
  return JSON.stringify(partitionColumns(schema).map((column) => partitionValue(column, texts)));
}
