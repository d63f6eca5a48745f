import type { Column, TableSchema } from '../../core/contracts/table-schema.ts';
import { fieldOf, partitionColumns } from '../schema.ts';
import { partitionTexts } from '../partition.ts';
import type { PartitionValues } from '../types.ts';

/** Who wrote a commit, as DESCRIBE HISTORY shows it; without a version, so that another release writes the same bytes. */
export const ENGINE = 'forecasting-platform';

/** What a commit did, by the names that every reader of histories knows. Each parameter is JSON, as Spark writes it. */
export interface Operation {
  readonly name: 'CREATE TABLE' | 'ADD COLUMNS' | 'WRITE' | 'DELETE';
  readonly parameters: Readonly<Record<string, string>>;
}

/** A predicate of more partitions would swell every commit of a table of many shards. */
const MOST_PARTITIONS = 20;

export function creation(schema: TableSchema): Operation {
  const description = schema.description === undefined ? {} : { description: schema.description };
  const parameters = {
    isManaged: 'false',
    ...description,
    partitionBy: JSON.stringify(schema.partitionBy),
    properties: '{}',
  };
  return { name: 'CREATE TABLE', parameters };
}

export function addition(columns: readonly Column[]): Operation {
  const added = columns.map((column) => ({ column: fieldOf(column) }));
  return { name: 'ADD COLUMNS', parameters: { columns: JSON.stringify(added) } };
}

export function append({ partitionBy }: TableSchema): Operation {
  return { name: 'WRITE', parameters: { mode: 'Append', partitionBy: JSON.stringify(partitionBy) } };
}

export function overwrite(schema: TableSchema, replaced: readonly PartitionValues[]): Operation {
  const { partitionBy } = schema;
  // A partition is named once, however many of its files are replaced.
  const terms =
    partitionBy.length === 0 ? [] : [...new Set(replaced.map((values) => `(${predicateOf(schema, values)})`))];
  const isWhole = terms.length === 0 || terms.length > MOST_PARTITIONS;
  const predicate = isWhole ? {} : { predicate: JSON.stringify([terms.join(' OR ')]) };
  return { name: 'WRITE', parameters: { mode: 'Overwrite', partitionBy: JSON.stringify(partitionBy), ...predicate } };
}

export function deletion(because: Readonly<Record<string, string>>): Operation {
  return { name: 'DELETE', parameters: because };
}

/** In SQL: "run_id = 'a' AND shard = 3". */
function predicateOf(schema: TableSchema, values: PartitionValues): string {
  const texts = partitionTexts(schema, values);
  const terms = partitionColumns(schema).map(({ name, type }) => {
    const text = texts[name];
    if (text === null) return `${name} IS NULL`;
    const isNumber = type === 'long' || type === 'double';
    return `${name} = ${isNumber ? text : `'${text.replaceAll("'", "''")}'`}`;
  });
  return terms.join(' AND ');
}
