import { parquetMetadataAsync, parquetRead, parquetSchema, type AsyncBuffer, type FileMetaData } from 'hyparquet';
import type { Dataset } from '../core/contracts/dataset.ts';
import { cellText } from '../core/ingest/cell-text.ts';
import { planColumns } from '../core/ingest/header.ts';
import { refusal } from '../core/ingest/refusal.ts';
import { regressorTexts, type TextRows } from '../core/ingest/text-rows.ts';
import { type PartitionTexts, compressorsFor } from '../tables/index.ts';

type Cells = (string | null)[];

/**
 * The rows of a Parquet file, a row group at a time; a row's line is its number. Columns that a Delta table keeps in its log come
 * from the delivery.
 * @throws SourceRefused when it is no Parquet file or lacks a column.
 */
export async function* readParquetSource(
  content: Uint8Array,
  { file, partition }: { readonly file: string; readonly partition: PartitionTexts },
  dataset: Pick<Dataset, 'columns' | 'contract' | 'regressors'>,
): AsyncGenerator<TextRows> {
  const buffer = asyncBuffer(content);
  const metadata = await metadataOf(buffer, file);
  const stored = parquetSchema(metadata).children.map((column) => column.element.name);
  planColumns([...stored, ...Object.keys(partition)], dataset, { file });
  const { id, timestamp, target } = dataset.columns;
  const wanted = [id, timestamp, target, ...dataset.regressors].filter((name) => name !== undefined);
  let start = 0;
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows);
    const columns = await readGroup(
      { buffer, metadata, start, rows },
      wanted.filter((name) => !(name in partition)),
    );
    const column = (name: string): Cells => columns.get(name) ?? new Array<string | null>(rows).fill(partition[name]);
    const known = new Map(dataset.regressors.map((name) => [name, column(name)]));
    yield {
      rows,
      line: Float64Array.from({ length: rows }, (_, row) => start + row + 1),
      uniqueId: id === undefined ? new Array<string>(rows).fill(target) : column(id),
      timestamp: column(timestamp),
      value: column(target),
      record: new Array<null>(rows).fill(null),
      regressors: Array.from({ length: rows }, (_, row) => regressorTexts(known, (cells) => cells[row])),
    };
    start += rows;
  }
}

interface RowGroup {
  readonly buffer: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly start: number;
  readonly rows: number;
}

async function readGroup({ buffer, metadata, start, rows }: RowGroup, names: string[]): Promise<Map<string, Cells>> {
  const columns = new Map(names.map((name) => [name, new Array<string | null>(rows).fill(null)]));
  if (names.length === 0) return columns;
  await parquetRead({
    file: buffer,
    metadata,
    ...(await compressorsFor(metadata)),
    columns: names,
    rowStart: start,
    rowEnd: start + rows,
    onChunk: ({ columnName, columnData, rowStart }) => {
      const cells = columns.get(columnName)!;
      for (let i = 0; i < columnData.length; i++) cells[rowStart - start + i] = cellText(columnData[i]);
    },
  });
  return columns;
}

async function metadataOf(buffer: AsyncBuffer, file: string): Promise<FileMetaData> {
  try {
    return await parquetMetadataAsync(buffer);
  } catch (cause) {
    throw refusal({
      file,
      rule: 'this is not a Parquet file',
      got: `${buffer.byteLength} bytes: ${cause instanceof Error ? cause.message : String(cause)}`,
      allowed: 'Apache Parquet',
      hint: "set the data set's source.format to what is delivered, or deliver the file again",
      cause,
    });
  }
}

function asyncBuffer(content: Uint8Array): AsyncBuffer {
  return {
    byteLength: content.byteLength,
    slice: (start, end) => {
      const part = content.slice(start, end);
      return part.buffer.slice(part.byteOffset, part.byteOffset + part.byteLength) as ArrayBuffer;
    },
  };
}
