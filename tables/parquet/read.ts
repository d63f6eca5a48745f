import { parquetMetadataAsync, parquetRead, type AsyncBuffer, type DecodedArray, type SchemaElement } from 'hyparquet';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { Column, ColumnValues, RowBatch } from '../../core/contracts/table-schema.ts';
import { compressorsFor } from './compressors.ts';
import { decodeColumn } from './decode.ts';

interface Chunk {
  readonly data: DecodedArray;
  readonly rowStart: number;
}

/**
 * Reads the named columns of a whole Parquet file. A column that the file lacks is all null. Texts that the file holds in a
 * dictionary share their string objects, so that comparing neighbours with === is cheap.
 * @throws TableUnsupported when a column's physical type cannot be read as its table type; TableCorrupt when the bytes are no Parquet.
 */
export async function readParquet(bytes: Uint8Array, columns: readonly Column[]): Promise<RowBatch> {
  const file = bufferOf(bytes);
  const metadata = await parquetMetadataAsync(file, { geoparquet: false }).catch((cause: unknown) => {
    throw new PlatformError(ERROR_NAMES.tableCorrupt, {
      problem: 'the file is not Parquet',
      got: `${bytes.length} bytes`,
      cause,
    });
  });
  const rows = Number(metadata.num_rows);
  const elements = new Map(metadata.schema.slice(1).map((element) => [element.name, element]));
  const present = columns.filter(({ name }) => elements.has(name));
  const chunks = new Map(present.map(({ name }) => [name, new Array<Chunk>()]));
  if (present.length > 0 && rows > 0) {
    await parquetRead({
      file,
      metadata: { ...metadata, schema: metadata.schema.map(withoutNumberTypes) },
      columns: present.map(({ name }) => name),
      ...(await compressorsFor(metadata)),
      onChunk: ({ columnName, columnData, rowStart }) => chunks.get(columnName)?.push({ data: columnData, rowStart }),
    });
  }
  const decoded = columns.map((column): [string, ColumnValues] => {
    const element = elements.get(column.name);
    if (element === undefined) return [column.name, absent(column, rows)];
    return [column.name, decodeColumn(column, element, joined(chunks.get(column.name) ?? [], rows))];
  });
  return { rows, columns: Object.fromEntries(decoded) };
}

function bufferOf(bytes: Uint8Array): AsyncBuffer {
  return {
    byteLength: bytes.byteLength,
    // A copy starts at a multiple of eight, so that numbers can be read in place.
    slice: (start, end) => new Uint8Array(bytes.subarray(start, end)).buffer,
  };
}

/** Dates and timestamps come as the stored integers: a Date object a value would cost twenty times the reading. */
function withoutNumberTypes(element: SchemaElement): SchemaElement {
  if (element.type !== 'INT32' && element.type !== 'INT64') return element;
  const physical = { ...element };
  delete physical.converted_type;
  delete physical.logical_type;
  return physical;
}

/** One array of all chunks; a single chunk as it is. */
function joined(chunks: readonly Chunk[], rows: number): DecodedArray {
  if (chunks.length === 1) return chunks[0].data;
  const first = chunks[0]?.data;
  const whole =
    first instanceof Float64Array
      ? new Float64Array(rows)
      : first instanceof Int32Array
        ? new Int32Array(rows)
        : first instanceof BigInt64Array
          ? new BigInt64Array(rows)
          : new Array<unknown>(rows);
  for (const { data, rowStart } of chunks) copyInto(whole, data, rowStart);
  return whole;
}

function copyInto(whole: DecodedArray, data: DecodedArray, rowStart: number): void {
  if (whole instanceof Float64Array && data instanceof Float64Array) return whole.set(data, rowStart);
  if (whole instanceof Int32Array && data instanceof Int32Array) return whole.set(data, rowStart);
  if (whole instanceof BigInt64Array && data instanceof BigInt64Array) return whole.set(data, rowStart);
  for (let i = 0; i < data.length; i += 1) whole[rowStart + i] = data[i];
}

function absent({ name, nullable }: Column, rows: number): ColumnValues {
  if (nullable) return new Array<null>(rows).fill(null);
  throw new PlatformError(ERROR_NAMES.tableCorrupt, {
    problem: `the file lacks the column '${name}', which may not be null`,
  });
}
