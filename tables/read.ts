import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { own } from '../core/contracts/own.ts';
import type { Column, ColumnValues, RowBatch } from '../core/contracts/table-schema.ts';
import { takeRows } from './batch.ts';
import { readParquet } from './parquet/read.ts';
import { partitionKey, partitionTexts, partitionValue } from './partition.ts';
import { columnNamed, dataColumns } from './schema.ts';
import { compareUtf8 } from './text.ts';
import type { DataFile, PartitionTexts, Snapshot, Where } from './types.ts';

type Range = NonNullable<Where['range']>;

/**
 * The files that may hold wanted rows, by partition and statistics: the plan of a read as a value, in the order of paths.
 * @throws SchemaMismatch for a column that the table, or a partition that its partitioning, does not have.
 */
export function planFiles({ schema, files }: Snapshot, where: Where = {}): readonly DataFile[] {
  const { partition, range } = where;
  const wanted = partition === undefined ? undefined : partitionKey(schema, partitionTexts(schema, partition));
  const column = range === undefined ? undefined : columnNamed(schema, range.column);
  return files.filter((file) => {
    if (wanted !== undefined && partitionKey(schema, file.partitionValues) !== wanted) return false;
    return range === undefined || column === undefined || mayHold(column, file, range);
  });
}

/**
 * The wanted rows, exactly: one batch a file that has any, in the order of paths.
 * @param query `columns` in the order asked for, partition columns among them; all without it.
 */
export async function* readRows(
  snapshot: Snapshot,
  query: { readonly columns?: readonly string[]; readonly where?: Where } = {},
): AsyncGenerator<RowBatch> {
  const { schema } = snapshot;
  const { range } = query.where ?? {};
  const names = query.columns ?? schema.columns.map(({ name }) => name);
  const needed = new Set(range === undefined ? names : [...names, range.column]);
  const columns = [...needed].map((name) => columnNamed(schema, name));
  const stored = columns.filter((column) => dataColumns(schema).includes(column));
  for (const file of planFiles(snapshot, query.where)) {
    const bytes = await readFile(snapshot, file);
    const whole = withPartition(await readParquet(bytes, stored), columns, file.partitionValues);
    const batch = range === undefined ? whole : rowsWithin(whole, range);
    if (batch.rows > 0) yield { rows: batch.rows, columns: pick(batch, names) };
  }
}

/** @throws VersionVacuumed */
async function readFile({ location, version }: Snapshot, file: DataFile): Promise<Uint8Array> {
  try {
    return await location.store.read(`${location.path}/${file.path}`);
  } catch (cause) {
    if (!(cause instanceof PlatformError && cause.name === ERROR_NAMES.objectNotFound)) throw cause;
    throw new PlatformError(ERROR_NAMES.versionVacuumed, {
      problem: `a file of version ${version} of the table ${location.path} is gone`,
      got: file.path,
      hint: 'another engine may have vacuumed the table: read a newer version, or bring the file back from the versions of its bucket',
      cause,
    });
  }
}

function mayHold(column: Column, { stats, partitionValues }: DataFile, range: Range): boolean {
  if (Object.hasOwn(partitionValues, column.name)) return isWithin(partitionValue(column, partitionValues), range);
  const { min, max } = range;
  if (stats === undefined) return true;
  if (own(stats.nullCount, column.name) === stats.rows) return false;
  // Statistics cut a timestamp to milliseconds, so that the true maximum may lie up to one above.
  const slack = column.type === 'timestamp' ? 1 : 0;
  const [lowest, highest] = [own(stats.min, column.name), own(stats.max, column.name)];
  const isBelow = min !== undefined && highest !== undefined && compare(slacken(highest, slack), min) < 0;
  const isAbove = max !== undefined && lowest !== undefined && compare(lowest, max) > 0;
  return !isBelow && !isAbove;
}

function slacken(bound: string | number, slack: number): string | number {
  return typeof bound === 'number' ? bound + slack : bound;
}

function rowsWithin(batch: RowBatch, range: Range): RowBatch {
  const values = batch.columns[range.column];
  const rows = new Int32Array(batch.rows);
  const { min = -Infinity, max = Infinity } = range;
  let count = 0;
  if (ArrayBuffer.isView(values) && typeof min === 'number' && typeof max === 'number') {
    for (let row = 0; row < rows.length; row += 1) if (values[row] >= min && values[row] <= max) rows[count++] = row;
  } else {
    // Most neighbours in a text column are the same.
    let last: string | number | null | undefined;
    let isWanted = false;
    for (let row = 0; row < rows.length; row += 1) {
      if (values[row] !== last) [last, isWanted] = [values[row], isWithin(values[row], range)];
      if (isWanted) rows[count++] = row;
    }
  }
  return count === batch.rows ? batch : takeRows(batch, rows.subarray(0, count));
}

function isWithin(value: string | number | null, { min, max }: Range): boolean {
  if (value === null || Number.isNaN(value)) return false;
  return (min === undefined || compare(value, min) >= 0) && (max === undefined || compare(value, max) <= 0);
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'string' || typeof b === 'string' ? compareUtf8(String(a), String(b)) : a - b;
}

function withPartition({ rows, columns }: RowBatch, wanted: readonly Column[], texts: PartitionTexts): RowBatch {
  const constants = wanted
    .filter(({ name }) => !Object.hasOwn(columns, name))
    .map((column) => [column.name, constant(column, partitionValue(column, texts), rows)] as const);
  return { rows, columns: { ...columns, ...Object.fromEntries(constants) } };
}

function constant({ type }: Column, value: string | number | null, rows: number): ColumnValues {
  if (typeof value === 'number')
    return type === 'date' ? new Int32Array(rows).fill(value) : new Float64Array(rows).fill(value);
  return new Array<string | null>(rows).fill(value);
}

function pick({ columns }: RowBatch, names: readonly string[]): Record<string, ColumnValues> {
  return Object.fromEntries(names.map((name) => [name, columns[name]]));
}
