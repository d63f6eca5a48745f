import type { Column, TableSchema } from '../core/contracts/table-schema.ts';
import { inWords, mismatch } from './mismatch.ts';
import type { Snapshot } from './types.ts';

/**
 * The table's schema with the wanted columns that it lacks at its end, as Delta's own schema evolution puts them; `there` itself where
 * it lacks none. Columns go by name: their order, and nullable ones of the table that are not wanted, are as good as any.
 * @throws SchemaMismatch naming the column that can be neither kept nor added.
 */
export function evolvedSchema(path: string, there: TableSchema, wanted: TableSchema): TableSchema {
  const [partitions, asked] = [there.partitionBy.join(), wanted.partitionBy.join()];
  if (partitions !== asked) {
    throw mismatch({
      problem: `the table ${path} is partitioned by other columns than the rows`,
      got: asked,
      allowed: partitions === '' ? 'by none' : partitions,
      hint: 'a table keeps its partitions: write the rows by them, or into a table of another name',
    });
  }
  const missing = wanted.columns.filter((column) => !isThere(path, there, column));
  const unknown = there.columns.find(({ name, nullable }) => !nullable && !named(wanted, name));
  if (unknown !== undefined) {
    throw mismatch({
      problem: `the table ${path} asks for the column '${unknown.name}' in every row, and the rows have none of it`,
      got: wanted.columns.map(({ name }) => name).join(', '),
      allowed: inWords(unknown),
      hint: 'likely the rows are of a newer release, or of another table: a column that every row has cannot be left out',
    });
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
  if (found !== undefined && inWords(found) === inWords(column)) return true;
  if (found !== undefined) {
    throw mismatch({
      problem: `column '${column.name}' of the table ${path} is another one than in the rows`,
      got: inWords(column),
      allowed: inWords(found),
      hint: `a column stays what it is: ${remedyOf(found, column)}, or give it another name, which the table gains if it may be null`,
    });
  }
  if (column.nullable) return false;
  throw mismatch({
    problem: `the table ${path} has no column '${column.name}', and its rows from before have no value for it`,
    got: inWords(column),
    allowed: inWords({ ...column, nullable: true }),
    hint: 'a table that is there gains columns that may be null, and no others: let the column be nullable',
  });
}

function remedyOf(table: Column, rows: Column): string {
  if (table.name !== rows.name) return `write it as '${table.name}'`;
  if (table.type !== rows.type) return `write its values as ${table.type}`;
  return table.nullable ? 'let it be nullable' : 'let every row have a value';
}

/** Other engines tell no columns apart by their case. */
function named({ columns }: TableSchema, name: string): Column | undefined {
  return columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
}
