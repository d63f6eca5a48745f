import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { Column, TableSchema } from '../core/contracts/table-schema.ts';
import type { Snapshot } from './types.ts';

/**
 * The table's schema with the wanted columns that it lacks at its end, as Delta's own schema evolution puts them; `there` itself where
 * it lacks none. Columns go by name: their order, and nullable ones of the table that are not wanted, are as good as any.
 * @throws SchemaMismatch naming the column that can be neither kept nor added.
 */
export function evolvedSchema(path: string, there: TableSchema, wanted: TableSchema): TableSchema {
  const [partitions, asked] = [there.partitionBy.join(), wanted.partitionBy.join()];
  if (partitions !== asked) throw refusal(`the table ${path} is partitioned by other columns`, partitions, asked);
  const missing = wanted.columns.filter((column) => !isThere(path, there, column));
  const unknown = there.columns.find(({ name, nullable }) => !nullable && !named(wanted, name));
  if (unknown !== undefined) {
    throw refusal(`the table ${path} asks for the column '${unknown.name}' in every row`, words(unknown), 'no value');
  }
  return missing.length === 0 ? there : { ...there, columns: [...there.columns, ...missing] };
}

/**
 * The table as `ensureTable` would leave it, for a reader that may come before the first writer of a new column: the column is null in
 * all rows.
 * @throws as evolvedSchema
 */
export function asEvolved(snapshot: Snapshot, schema: TableSchema): Snapshot {
  return { ...snapshot, schema: evolvedSchema(snapshot.location.path, snapshot.schema, schema) };
}

function isThere(path: string, table: TableSchema, column: Column): boolean {
  const found = named(table, column.name);
  if (found !== undefined && words(found) === words(column)) return true;
  const what = `column '${column.name}' of the table ${path}`;
  if (found !== undefined) throw refusal(`${what} is there otherwise`, words(found), words(column));
  if (!column.nullable)
    throw refusal(`${what} is missing, and rows from before have no value for it`, 'nothing', words(column));
  return false;
}

/** Other engines tell no columns apart by their case. */
function named({ columns }: TableSchema, name: string): Column | undefined {
  return columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
}

function words({ name, type, nullable }: Column): string {
  return `${name}: ${type}${nullable ? ', or null' : ''}`;
}

function refusal(problem: string, got: string, allowed: string): PlatformError {
  return new PlatformError(ERROR_NAMES.schemaMismatch, {
    problem,
    got,
    allowed,
    hint: 'a table that is there can gain nullable columns, and change in no other way: give the column another name',
  });
}
