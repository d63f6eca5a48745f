import type { Encoding, SchemaElement } from 'hyparquet';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { lengthPrefix, varint, walkHybrid, type Cursor } from './hybrid.ts';

const FIXED_BYTES: Readonly<Partial<Record<string, number>>> = { INT32: 4, INT64: 8, INT96: 12, FLOAT: 4, DOUBLE: 8 };

interface Values {
  /** Without nulls. */
  readonly count: number;
  readonly encoding: Encoding;
  /** How many entries the dictionary has, where there is one. */
  readonly dictionary: number | undefined;
  readonly element: SchemaElement;
  /** Of the page: in the second, indices of no bits have runs as well. */
  readonly version: 1 | 2;
  /** Unpacked bytes that the file may have yet. */
  readonly budget: { bytes: number };
}

/** @throws Error unless the page holds as many values as it says */
export function checkValues(cursor: Cursor, { count, encoding, dictionary, element, version, budget }: Values): void {
  switch (encoding) {
    case 'PLAIN':
      return checkPlain(cursor, count, element);
    case 'PLAIN_DICTIONARY':
    case 'RLE_DICTIONARY':
      return checkIndices(cursor, count, { dictionary, version });
    case 'RLE':
      return checkBooleans(cursor, count, element);
    case 'BYTE_STREAM_SPLIT':
      return needBytes(cursor, count * (FIXED_BYTES[String(element.type)] ?? element.type_length ?? Infinity));
    case 'DELTA_BINARY_PACKED':
      if (element.type !== 'INT32' && element.type !== 'INT64')
        throw new Error(`differences of ${String(element.type)}`);
      return checkDifferences(cursor, count);
    case 'DELTA_LENGTH_BYTE_ARRAY':
      return checkLengths(cursor, count, { parts: 1, budget });
    case 'DELTA_BYTE_ARRAY':
      return checkLengths(cursor, count, { parts: 2, budget });
    default:
      throw new Error(`the encoding ${encoding}`);
  }
}

export function checkDictionary(bytes: Uint8Array, entries: number, element: SchemaElement): void {
  if (!(entries >= 0 && entries <= bytes.length))
    throw new Error(`a dictionary of ${entries} entries in ${bytes.length} bytes`);
  checkPlain({ bytes, at: 0 }, entries, element);
}

function checkPlain(cursor: Cursor, count: number, { type, type_length }: SchemaElement): void {
  if (type === 'BOOLEAN') return needBytes(cursor, Math.ceil(count / 8));
  if (type !== 'BYTE_ARRAY') return needBytes(cursor, count * (FIXED_BYTES[String(type)] ?? type_length ?? Infinity));
  const { bytes } = cursor;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = cursor.at;
  for (let i = 0; i < count; i += 1) {
    if (at + 4 > bytes.length) throw new Error(`a page ends before value ${i + 1} of ${count}`);
    at += 4 + view.getUint32(at, true);
  }
  if (at > bytes.length) throw new Error('a value goes beyond its page');
}

function checkIndices(
  cursor: Cursor,
  count: number,
  { dictionary, version }: Pick<Values, 'dictionary' | 'version'>,
): void {
  if (dictionary === undefined) throw new Error('a page of indices without a dictionary');
  if (count === 0) return;
  needBytes(cursor, 1);
  const width = cursor.bytes[cursor.at++];
  if (dictionary === 0) throw new Error('an index into an empty dictionary');
  if (width === 0 && version === 1) return;
  walkHybrid(cursor, { width, count, end: cursor.bytes.length }, (index) => {
    if (index >= dictionary) throw new Error(`index ${index} of a dictionary of ${dictionary} entries`);
  });
}

/** Their runs have their length before them in both versions of pages. */
function checkBooleans(cursor: Cursor, count: number, { type }: SchemaElement): void {
  if (type !== 'BOOLEAN') throw new Error('runs of other values than booleans');
  const end = lengthPrefix(cursor) + cursor.at;
  if (end > cursor.bytes.length) throw new Error('booleans beyond their page');
  walkHybrid(cursor, { width: 1, count, end }, () => undefined);
}

/** The most values that a block of differences may have: the format asks for a multiple of 128, writers take 128 or 1,024. */
const BLOCK_VALUES = 65_536;

/** Blocks of no or of less than no parts would be read for ever. */
function checkDifferences({ bytes, at }: Cursor, count: number): void {
  if (count === 0) return;
  const cursor = { bytes, at };
  const [block, parts, values] = [
    varint(cursor, bytes.length),
    varint(cursor, bytes.length),
    varint(cursor, bytes.length),
  ];
  if (block >= 1 && block <= BLOCK_VALUES && parts >= 1 && parts <= block && values === count) return;
  throw new Error(`${values} differences in blocks of ${block} and ${parts} parts, where ${count} are asked for`);
}

/** Texts whose lengths stand before them: of a prefix of the text before, and of the rest. Prefixes can make much of little. */
function checkLengths(
  cursor: Cursor,
  count: number,
  { parts, budget }: { readonly parts: 1 | 2; readonly budget: { bytes: number } },
): void {
  if (count === 0) return;
  const { bytes, at } = cursor;
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: at };
  const sums = Array.from({ length: parts }, () => {
    const lengths = new Int32Array(count);
    checkDifferences({ bytes, at: reader.offset }, count);
    deltaBinaryUnpack(reader, count, lengths);
    return lengths.reduce((sum, length) => (length < 0 ? NaN : sum + length), 0);
  });
  const stored = sums[parts - 1];
  if (!(reader.offset + stored <= bytes.length)) throw new Error('a text goes beyond its page');
  const unpacked = sums.reduce((a, b) => a + b, 0);
  if (!(unpacked <= budget.bytes)) throw new Error(`texts of ${unpacked} bytes, of which ${budget.bytes} may be`);
  budget.bytes -= unpacked;
}

function needBytes({ bytes, at }: Cursor, needed: number): void {
  if (!(at + needed <= bytes.length))
    throw new Error(`a page of ${bytes.length - at} bytes where ${needed} are needed`);
}
