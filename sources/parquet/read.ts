import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type SchemaTree,
} from 'hyparquet';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { PlatformError } from '../../core/contracts/errors.ts';
import { shown } from '../../core/contracts/visible.ts';
import { planColumns } from '../../core/ingest/header.ts';
import { refusal } from '../../core/ingest/refusal.ts';
import { regressorTexts, type TextRows } from '../../core/ingest/text-rows.ts';
import { compressorsFor, pageChecker, type PartitionTexts, type SourceColumn, TooMuch } from '../../tables/index.ts';
import type { DeliveredBytes } from '../delivered-bytes.ts';
import { tooLarge } from '../unpack-errors.ts';
import { bufferOf, groupBuffer } from './buffers.ts';
import { asStored, isDecimal, isNumeric, PARSERS, textsOf, type ToText } from './texts.ts';

/** What is known of a file beside its bytes. */
export interface ParquetFile {
  readonly file: string;
  /** Columns whose values stand beside the file. */
  readonly partition: PartitionTexts;
  /** Of the Delta table that the file belongs to, under the names by which people know them; a column that the file lacks is null. */
  readonly columns?: readonly SourceColumn[] | undefined;
  /** Which rows are deleted, given how many there are. */
  readonly isDeleted?: ((rows: number) => Uint8Array) | undefined;
}

/** So many rows are texts at a time; their file of bronze is as large. */
const ROWS_AT_A_TIME = 2 ** 20;

/**
 * The rows of a Parquet file; a row's line is its number. Only the data set's columns are read: what the others hold is all the same.
 * @throws SourceRefused when it is no Parquet file, is damaged, promises more than a delivery may hold, or lacks a column.
 */
export async function* readParquetSource(
  bytes: DeliveredBytes,
  parquet: ParquetFile,
  dataset: Pick<Dataset, 'columns' | 'contract' | 'regressors'>,
): AsyncGenerator<TextRows> {
  const { file } = parquet;
  const metadata = await footerOf(bytes, file);
  const wanted = await soundly(file, async () => wantedColumns(metadata, parquet, dataset));
  const stored = wanted.all.flatMap((column) => (typeof column === 'object' && column !== null ? [column] : []));
  const names = stored.map(({ name }) => name);
  const check = await soundly(file, () => pageChecker(bytes.sizeBytes, metadata));
  const deleted = parquet.isDeleted?.(Number(metadata.num_rows));
  let start = 0;
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows);
    const held = await soundly(file, () => groupBuffer(bytes, group, { names, check }));
    const read = { held, metadata, start, rows };
    const columns = new Map<string, Stored>();
    for (const column of stored) columns.set(column.name, await soundly(file, () => readColumn(read, column)));
    for (let from = 0; from < rows; from += ROWS_AT_A_TIME) {
      const slice = { from, to: Math.min(rows, from + ROWS_AT_A_TIME), deleted, start };
      yield await soundly(file, async () => textRows(wanted, columns, slice));
    }
    start += rows;
  }
}

function footerOf(bytes: DeliveredBytes, file: string): Promise<FileMetaData> {
  return soundly(file, () => parquetMetadataAsync(bufferOf(bytes), { geoparquet: false }));
}

/** The columns of a file by name, and what their values are. @throws SourceRefused when it is no Parquet file, or is damaged */
export async function parquetColumns(
  bytes: DeliveredBytes,
  { file, columns, partition }: ParquetFile,
): Promise<readonly { readonly name: string; readonly kind: 'text' | 'number' | 'unreadable' }[]> {
  const stored = parquetSchema(await footerOf(bytes, file)).children;
  const kindOf = (tree: SchemaTree | undefined) => {
    if (tree === undefined) return 'text';
    if (typeof textsOf(tree, 'dates') !== 'function') return 'unreadable';
    return isNumeric(tree.element) ? 'number' : 'text';
  };
  if (columns === undefined) return stored.map((tree) => ({ name: tree.element.name, kind: kindOf(tree) }));
  return columns.map((column) => {
    const isBeside = Object.hasOwn(partition, column.name);
    return { name: column.name, kind: isBeside ? 'text' : kindOf(stored.find(isStoredAs(column))) };
  });
}

/** A column of the file; or the one value of all its rows. */
type Wanted = { readonly name: string; readonly tree: SchemaTree; readonly toText: ToText } | string | null;

interface WantedColumns {
  readonly all: readonly Wanted[];
  readonly id: Wanted;
  readonly timestamp: Wanted;
  readonly target: Wanted;
  readonly regressors: ReadonlyMap<string, Wanted>;
}

function wantedColumns(
  metadata: FileMetaData,
  { file, partition, columns }: ParquetFile,
  dataset: Pick<Dataset, 'columns' | 'contract' | 'regressors'>,
): WantedColumns {
  const stored = parquetSchema(metadata).children;
  const names = columns?.map(({ name }) => name) ?? stored.map(({ element }) => element.name);
  const plan = planColumns(names, dataset, { file, beside: Object.keys(partition) });
  const find = (index: number): Wanted => {
    const name = names[index] ?? plan.beside[index - names.length];
    // The names of a table are those of its partitions, too.
    if (columns === undefined ? index >= names.length : Object.hasOwn(partition, name)) return partition[name];
    const tree = columns === undefined ? stored[index] : stored.find(isStoredAs(columns[index]));
    if (tree === undefined) return null;
    const toText = textsOf(tree, dataset.contract.timeZone === null ? 'dates' : 'instants');
    if (typeof toText === 'function') return { name: tree.element.name, tree, toText };
    throw refusal({
      file,
      column: name,
      rule: `the values of the column are no texts, numbers or dates: it is a ${toText.unreadable}`,
      got: shown([tree.element.type, tree.element.logical_type?.type ?? tree.element.converted_type].join(' ')),
      allowed: 'text, whole or decimal numbers, booleans, dates, timestamps',
      hint: 'write the column as one of these, or name another in the data set',
    });
  };
  const [timestamp, target] = [find(plan.timestamp), find(plan.target)];
  const id = plan.id === undefined ? dataset.columns.target : find(plan.id);
  const regressors = new Map([...plan.regressors].map(([name, index]) => [name, find(index)] as const));
  return { all: [id, timestamp, target, ...regressors.values()], id, timestamp, target, regressors };
}

function isStoredAs({ storedName, fieldId }: SourceColumn): (tree: SchemaTree) => boolean {
  return ({ element }) => (fieldId === undefined ? element.name === storedName : element.field_id === fieldId);
}

interface Group {
  readonly held: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly start: number;
  readonly rows: number;
}

/** Values as they are stored, in the pieces that they come in. */
type Stored = readonly { readonly data: ArrayLike<unknown>; readonly rowStart: number }[];

async function readColumn(
  { held, metadata, start, rows }: Group,
  { name, tree }: Exclude<Wanted, string | null>,
): Promise<Stored> {
  const pieces: { data: ArrayLike<unknown>; rowStart: number }[] = [];
  await parquetRead({
    file: held,
    metadata: { ...metadata, schema: metadata.schema.map(asStored) },
    ...(await compressorsFor(metadata)),
    columns: [name],
    rowStart: start,
    rowEnd: start + rows,
    // Of a decimal, the bytes are a number.
    utf8: !isDecimal(tree.element),
    parsers: { ...PARSERS },
    onChunk: ({ columnData, rowStart }) => pieces.push({ data: columnData, rowStart: rowStart - start }),
  });
  const found = pieces.reduce((sum, { data }) => sum + data.length, 0);
  if (found !== rows) throw new Error(`the column '${shown(name)}' has ${found} values for ${rows} rows`);
  return pieces;
}

interface Slice {
  /** Within the row group. */
  readonly from: number;
  readonly to: number;
  /** The row group's first row in the file. */
  readonly start: number;
  readonly deleted: Uint8Array | undefined;
}

function textRows(
  { id, timestamp, target, regressors }: WantedColumns,
  columns: ReadonlyMap<string, Stored>,
  slice: Slice,
): TextRows {
  const kept: number[] = [];
  for (let row = slice.from; row < slice.to; row += 1) if (slice.deleted?.[slice.start + row] !== 1) kept.push(row);
  const texts = (column: Wanted): readonly (string | null)[] => {
    if (typeof column !== 'object' || column === null) return new Array<string | null>(kept.length).fill(column);
    return cellTexts(columns.get(column.name) ?? [], column, kept);
  };
  const known = new Map([...regressors].map(([name, column]) => [name, texts(column)] as const));
  return {
    rows: kept.length,
    line: Float64Array.from(kept, (row) => slice.start + row + 1),
    uniqueId: hasFraction(id) ? texts(id).map((text) => (text === 'NaN' ? null : text)) : texts(id),
    timestamp: texts(timestamp),
    value: texts(target),
    record: new Array<null>(kept.length).fill(null),
    regressors: kept.map((_, row) => regressorTexts(known, (cells) => cells[row])),
  };
}

/** pandas makes numbers with a fraction of ids some of which are missing, and those no numbers. */
function hasFraction(id: Wanted): boolean {
  return typeof id === 'object' && id !== null && ['FLOAT', 'DOUBLE'].includes(id.tree.element.type ?? '');
}

function cellTexts(
  pieces: Stored,
  { name, toText }: Exclude<Wanted, string | null>,
  rows: readonly number[],
): (string | null)[] {
  let piece = 0;
  // Most neighbours are the same.
  let [last, text]: [unknown, string] = [undefined, ''];
  return rows.map((row) => {
    while (row >= pieces[piece].rowStart + pieces[piece].data.length) piece += 1;
    const value = pieces[piece].data[row - pieces[piece].rowStart];
    if (value === null) return null;
    if (value === undefined) throw new Error(`the column '${shown(name)}' has no value in row ${row + 1}`);
    if (value !== last) [last, text] = [value, toText(value)];
    return text;
  });
}

/** @throws SourceRefused for whatever is thrown over the bytes of a file that is not as it should be */
async function soundly<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof PlatformError) throw cause;
    if (cause instanceof TooMuch) throw tooLarge(file, cause.got, cause.allowed);
    throw refusal({
      file,
      rule: 'the Parquet file cannot be read: it is damaged, or of a kind that is not known',
      got: cause instanceof Error ? cause.message : String(cause),
      allowed: 'Apache Parquet, unencrypted, whole',
      hint: 'deliver it again: likely its upload was interrupted; or write it anew by a common program (pandas, Spark, DuckDB)',
      cause,
    });
  }
}
