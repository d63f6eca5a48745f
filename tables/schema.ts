import * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { own } from '../core/contracts/own.ts';
import type { Column, ColumnType, TableSchema } from '../core/contracts/table-schema.ts';
import { noSuchColumn } from './mismatch.ts';

/** Delta's types of other writers that we read as a wider one of ours; a table that has them is not written to. */
const READ_AS: Readonly<Record<string, ColumnType>> = {
  string: 'string',
  long: 'long',
  integer: 'long',
  short: 'long',
  byte: 'long',
  double: 'double',
  float: 'double',
  date: 'date',
  timestamp: 'timestamp',
};

const structSchema = z.object({
  type: z.literal('struct'),
  fields: z.array(
    z.object({
      name: z.string(),
      type: z.union([z.string(), z.looseObject({ type: z.string() })]),
      nullable: z.boolean(),
      metadata: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});

/** The log's `schemaString`. */
export function schemaString(schema: TableSchema): string {
  return JSON.stringify({ type: 'struct', fields: schema.columns.map(fieldOf) });
}

/** A `schemaString` with more columns at its end. What another writer noted beside the others stays; who says nothing of a column is told ours. */
export function withColumns(text: string, added: readonly Column[], known: readonly Column[]): string {
  const { type, fields } = structSchema.parse(JSON.parse(text));
  const described = fields.map((field) => {
    const comment = field.metadata?.comment ?? known.find(({ name }) => name === field.name)?.comment;
    return comment === undefined ? field : { ...field, metadata: { ...field.metadata, comment } };
  });
  return JSON.stringify({ type, fields: [...described, ...added.map(fieldOf)] });
}

/** A column as the log has it. */
export function fieldOf({ name, type, nullable, comment }: Column) {
  return { name, type, nullable, metadata: comment === undefined ? {} : { comment } };
}

/** @throws TableUnsupported for a column type that the platform does not know. */
export function parseSchema(text: string, partitionBy: readonly string[]): TableSchema {
  const { fields } = structSchema.parse(JSON.parse(text));
  const columns = fields.map(({ name, type, nullable, metadata }): Column => {
    const known = typeof type === 'string' ? own(READ_AS, type) : undefined;
    const comment = typeof metadata?.comment === 'string' ? { comment: metadata.comment } : {};
    if (known !== undefined) return { name, type: known, nullable, ...comment };
    throw new PlatformError(ERROR_NAMES.tableUnsupported, {
      problem: `the type of column '${name}' is not supported`,
      got: type,
      allowed: Object.keys(READ_AS).join(', '),
    });
  });
  return { columns, partitionBy };
}

/** What in a schema keeps us from writing to the table, in words; undefined when nothing does. */
export function unwritable(text: string): string | undefined {
  for (const { name, type, metadata } of structSchema.parse(JSON.parse(text)).fields) {
    if (typeof type !== 'string' || own(READ_AS, type) !== type)
      return `column '${name}' of type ${JSON.stringify(type)}`;
    if (metadata?.['delta.invariants'] !== undefined) return `the invariant of column '${name}'`;
  }
  return undefined;
}

/** The columns that stand in the Parquet files. */
export function dataColumns(schema: TableSchema): readonly Column[] {
  return schema.columns.filter(({ name }) => !schema.partitionBy.includes(name));
}

/** The partition columns, in the order of the folders. */
export function partitionColumns(schema: TableSchema): readonly Column[] {
  return schema.partitionBy.map((name) => columnNamed(schema, name));
}

/** @throws SchemaMismatch */
export function columnNamed(schema: TableSchema, name: string): Column {
  const column = schema.columns.find((candidate) => candidate.name === name);
  if (column !== undefined) return column;
  throw noSuchColumn(name, schema.columns);
}
