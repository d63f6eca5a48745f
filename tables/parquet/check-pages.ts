import { crc32 } from 'node:zlib';
import {
  parquetSchema,
  type ColumnMetaData,
  type Compressors,
  type FileMetaData,
  type PageHeader,
  type RowGroup,
  type SchemaTree,
} from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { getMaxDefinitionLevel, getMaxRepetitionLevel, getTreePath, isFlatColumn } from 'hyparquet/src/schema.js';
import { DELIVERY_LIMITS, rowLimit, unpackedLimit } from '../../core/contracts/delivery-limits.ts';
import type { ByteRange } from '../../core/ports.ts';
import { checkDictionary, checkValues } from './check-values.ts';
import { compressorsFor } from './compressors.ts';
import { lengthPrefix, walkHybrid, type Cursor } from './hybrid.ts';

/** A file that promises more than it may hold, rather than one that is broken. */
export class TooMuch extends Error {
  constructor(
    readonly got: string,
    readonly allowed: string,
  ) {
    super(`${got}; allowed: at most ${allowed}`);
  }
}

/** A chunk of a column, with what its pages are held against. */
interface Chunk {
  readonly meta: ColumnMetaData;
  readonly path: SchemaTree[];
  readonly compressors: Compressors | undefined;
  readonly bytes: Uint8Array;
}

/** What is left of what the file may have unpacked. */
interface Budget {
  bytes: number;
}

/** What the footer says of rows. @throws TooMuch, and Error where it contradicts itself */
function checkFooter({ num_rows, row_groups }: FileMetaData, fileBytes: number): void {
  const rows = Number(num_rows);
  const groups = row_groups.map((group) => Number(group.num_rows));
  if (![rows, ...groups].every((count) => Number.isSafeInteger(count) && count >= 0))
    throw new Error('the footer has no number of rows');
  const sum = groups.reduce((a, b) => a + b, 0);
  if (sum !== rows) throw new Error(`the footer says ${rows} rows, and ${sum} in its row groups`);
  const limit = rowLimit(fileBytes);
  if (rows > limit) throw new TooMuch(`${rows} rows in a file of ${fileBytes} bytes`, `${limit} rows`);
  const { groupRows } = DELIVERY_LIMITS;
  const large = groups.find((count) => count > groupRows);
  if (large !== undefined)
    throw new TooMuch(
      `a row group of ${large} rows`,
      `${groupRows} rows a row group, as row_group_size=1000000 of most writers makes them`,
    );
}

/**
 * Holds every page of the columns (without names, of all) against what its header promises, before a reader takes memory by it: sizes,
 * numbers of values, runs of levels, indices of a dictionary, and the checksum where there is one. hyparquet trusts all of them: a run can
 * write beyond its array for ever, and an index beyond the dictionary reads as no value.
 *
 * @throws TooMuch; Error, and whatever a decompressor throws, where the file is damaged
 */
export async function checkPages(bytes: Uint8Array, metadata: FileMetaData, names?: readonly string[]): Promise<void> {
  const check = await pageChecker(bytes.length, metadata);
  for (const group of metadata.row_groups) {
    for (const meta of chunksOf(group, names)) {
      const { start, end } = chunkRange(meta, bytes.length);
      check(group, meta, bytes.subarray(start, end));
    }
  }
}

/** As `checkPages`, of a file that is read chunk by chunk. */
export async function pageChecker(fileBytes: number, metadata: FileMetaData) {
  checkFooter(metadata, fileBytes);
  const tree = parquetSchema(metadata);
  const { compressors } = await compressorsFor(metadata);
  const budget = { bytes: unpackedLimit(fileBytes) };
  return (group: RowGroup, meta: ColumnMetaData, bytes: Uint8Array): void =>
    checkChunk(
      { meta, path: getTreePath(tree, meta.path_in_schema), compressors, bytes },
      Number(group.num_rows),
      budget,
    );
}

/** The columns' chunks of a row group; without names, all. */
export function chunksOf({ columns }: RowGroup, names?: readonly string[]): readonly ColumnMetaData[] {
  return columns.flatMap(({ meta_data: meta }) => {
    if (meta === undefined) throw new Error('a column without metadata');
    return names === undefined || names.includes(meta.path_in_schema[0]) ? [meta] : [];
  });
}

export function chunkRange(meta: ColumnMetaData, fileBytes: number): ByteRange {
  const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
  const end = start + Number(meta.total_compressed_size);
  if (start >= 0 && end >= start && end <= fileBytes) return { start, end };
  throw new Error(`the column '${meta.path_in_schema.join('.')}' lies outside of the file`);
}

function checkChunk(chunk: Chunk, rows: number, budget: Budget): void {
  const { meta, path, bytes } = chunk;
  const name = meta.path_in_schema.join('.');
  const element = path[path.length - 1].element;
  if (element.type !== meta.type) throw new Error(`the column '${name}' is ${String(element.type)} and ${meta.type}`);
  const count = Number(meta.num_values);
  if (isFlatColumn(path) && count !== rows)
    throw new Error(`the column '${name}' has ${count} values for ${rows} rows`);
  const limit = rowLimit(budget.bytes);
  if (!(count >= 0 && count <= limit)) throw new TooMuch(`${count} values of the column '${name}'`, `${limit}`);
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  let [seen, dictionary]: [number, number | undefined] = [0, undefined];
  while (seen < count) {
    const header = parquetHeader(reader);
    const page = pageOf(bytes, reader.offset, header);
    reader.offset += page.length;
    if (header.type === 'INDEX_PAGE') throw new Error('an index page among the data');
    if (header.type === 'DICTIONARY_PAGE') dictionary = checkDictionaryPage(page, { header, chunk, budget });
    else seen += checkDataPage(page, { header, chunk, budget, dictionary });
  }
  if (seen > count) throw new Error(`the pages of the column '${name}' have ${seen} values instead of ${count}`);
}

function pageOf(bytes: Uint8Array, start: number, { compressed_page_size: size, crc }: PageHeader): Uint8Array {
  if (!(size >= 0 && start + size <= bytes.length)) throw new Error(`a page of ${size} bytes goes beyond its column`);
  const page = bytes.subarray(start, start + size);
  if (crc !== undefined && crc32(page) !== crc >>> 0) throw new Error('a page has another checksum than was written');
  return page;
}

interface Page {
  readonly header: PageHeader;
  readonly chunk: Chunk;
  readonly budget: Budget;
}

function checkDictionaryPage(page: Uint8Array, { header, chunk, budget }: Page): number {
  const entries = header.dictionary_page_header?.num_values;
  if (entries === undefined) throw new Error('a dictionary without a header');
  const bytes = decompressed(page, header.uncompressed_page_size, { chunk, budget });
  checkDictionary(bytes, entries, chunk.path[chunk.path.length - 1].element);
  return entries;
}

/** @returns how many values it has, nulls among them */
function checkDataPage(
  page: Uint8Array,
  { header, chunk, budget, dictionary }: Page & { readonly dictionary: number | undefined },
): number {
  const { data_page_header: first, data_page_header_v2: second } = header;
  const found = header.type === 'DATA_PAGE_V2' ? second : header.type === 'DATA_PAGE' ? first : undefined;
  if (found === undefined) throw new Error(`a page of an unknown type, or without a header: ${header.type}`);
  const { num_values: count, encoding } = found;
  if (!(count >= 0 && count <= Number(chunk.meta.num_values))) throw new Error(`a page of ${count} values`);
  const isFirst = header.type === 'DATA_PAGE';
  const { values, bytes } = (isFirst ? levelsOf : levelsOfV2)(page, { header, chunk, budget });
  const element = chunk.path[chunk.path.length - 1].element;
  checkValues(bytes, { count: values, encoding, dictionary, element, version: isFirst ? 1 : 2, budget });
  return count;
}

interface Levels {
  /** How many are no null. */
  readonly values: number;
  /** What follows the levels. */
  readonly bytes: Cursor;
}

function levelsOf(page: Uint8Array, { header, chunk, budget }: Page): Levels {
  const { num_values: count = 0, definition_level_encoding: encoding } = header.data_page_header ?? {};
  const bytes = { bytes: decompressed(page, header.uncompressed_page_size, { chunk, budget }), at: 0 };
  const [repetition, definition] = [getMaxRepetitionLevel(chunk.path), getMaxDefinitionLevel(chunk.path)];
  if (definition > 0 && encoding !== 'RLE') throw new Error(`levels encoded by ${String(encoding)}`);
  if (repetition > 0) walkLevels(bytes, { highest: repetition, count }, lengthPrefix(bytes));
  const values = definition > 0 ? walkLevels(bytes, { highest: definition, count }, lengthPrefix(bytes)) : count;
  return { values, bytes };
}

/** Their levels are never compressed, and their lengths stand in the header. */
function levelsOfV2(page: Uint8Array, { header, chunk, budget }: Page): Levels {
  const found = header.data_page_header_v2;
  if (found === undefined) throw new Error('a page without a header');
  const { num_values: count, num_nulls, is_compressed: isCompressed } = found;
  const { definition_levels_byte_length: definitionBytes, repetition_levels_byte_length: repetitionBytes } = found;
  const levelBytes = repetitionBytes + definitionBytes;
  if (!(repetitionBytes >= 0 && definitionBytes >= 0 && levelBytes <= page.length))
    throw new Error('levels beyond their page');
  const [repetition, definition] = [getMaxRepetitionLevel(chunk.path), getMaxDefinitionLevel(chunk.path)];
  const cursor = { bytes: page, at: 0 };
  if (repetition > 0) walkLevels(cursor, { highest: repetition, count }, repetitionBytes);
  cursor.at = repetitionBytes;
  const values = definition > 0 ? walkLevels(cursor, { highest: definition, count }, definitionBytes) : count;
  if (num_nulls !== count - values) throw new Error(`a page says ${num_nulls} nulls, and has ${count - values}`);
  const stored = page.subarray(levelBytes);
  const size = header.uncompressed_page_size - levelBytes;
  const bytes = isCompressed === false ? stored : decompressed(stored, size, { chunk, budget });
  return { values, bytes: { bytes, at: 0 } };
}

/** @returns how many are the highest one */
function walkLevels(
  cursor: Cursor,
  { highest, count }: { readonly highest: number; readonly count: number },
  length: number,
): number {
  const end = cursor.at + length;
  if (end > cursor.bytes.length) throw new Error('levels beyond their page');
  let full = 0;
  walkHybrid(cursor, { width: 32 - Math.clz32(highest), count, end }, (level, times) => {
    if (level > highest) throw new Error(`a level of ${level} of ${highest}`);
    if (level === highest) full += times;
  });
  cursor.at = end;
  return full;
}

function decompressed(
  page: Uint8Array,
  size: number,
  { chunk, budget }: { readonly chunk: Chunk; readonly budget: Budget },
): Uint8Array {
  if (!(size >= 0)) throw new Error(`a page of ${size} bytes unpacked`);
  if (size > budget.bytes) throw new TooMuch(`a page of ${size} bytes unpacked`, `${budget.bytes} bytes in all`);
  budget.bytes -= size;
  // Nothing to unpack: some decompressors refuse an empty input, which writers leave for a page of nulls.
  if (size === 0) return new Uint8Array(0);
  return decompressPage(page, size, chunk.meta.codec, chunk.compressors);
}
