/** Values behind the last one: packed by eight, by DuckDB by 256. */
const PADDING = 256;

/** Bytes of a page, and where the next one stands. */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/**
 * Walks a run of Parquet's hybrid of run lengths and packed bits, value by value, and tells each with how often it stands there.
 * https://github.com/apache/parquet-format/blob/master/Encodings.md#RLE
 *
 * @throws Error unless it holds exactly `count` values: a reader would write beyond its array, or leave places empty
 */
export function walkHybrid(
  cursor: Cursor,
  { width, count, end }: { readonly width: number; readonly count: number; readonly end: number },
  visit: (value: number, times: number) => void,
): void {
  if (width > 32) throw new Error(`values of ${width} bits`);
  let left = count;
  while (left > 0) {
    const header = varint(cursor, end);
    const times = Math.floor(header / 2);
    if (header % 2 === 1) left = walkPacked(cursor, { width, end, left, values: times * 8 }, visit);
    else {
      if (times === 0 || times > left) throw new Error(`a run of ${times} values where ${left} are left`);
      visit(number(cursor, (width + 7) >> 3, end), times);
      left -= times;
    }
  }
}

/** How many bytes the runs take, where that stands before them. */
export function lengthPrefix(cursor: Cursor): number {
  return number(cursor, 4, cursor.bytes.length);
}

interface Packed {
  readonly width: number;
  readonly end: number;
  readonly left: number;
  /** A multiple of eight: the last ones may be padding. */
  readonly values: number;
}

function walkPacked(
  cursor: Cursor,
  { width, end, left, values }: Packed,
  visit: (value: number, times: number) => void,
) {
  if (values === 0 || values >= left + PADDING) throw new Error(`${values} packed values where ${left} are left`);
  const bytes = (values * width) / 8;
  const used = Math.min(values, left);
  // Some writers leave out the bytes of the padding.
  if (cursor.at + Math.ceil((used * width) / 8) > end) throw new Error('packed values go beyond their page');
  const base = 2 ** width;
  let [bits, held, at] = [0, 0, cursor.at];
  for (let i = 0; i < used; i += 1) {
    while (held < width) {
      bits += cursor.bytes[at++] * 2 ** held;
      held += 8;
    }
    visit(bits % base, 1);
    bits = Math.floor(bits / base);
    held -= width;
  }
  cursor.at = Math.min(cursor.at + bytes, end);
  return left - used;
}

/** @throws Error where it goes beyond the end, or 32 bits */
export function varint(cursor: Cursor, end: number): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = number(cursor, 1, end);
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
  throw new Error('a number of more than 32 bits');
}

/** Little-endian. */
function number(cursor: Cursor, bytes: number, end: number): number {
  if (cursor.at + bytes > end) throw new Error('a run goes beyond its page');
  let value = 0;
  for (let i = 0; i < bytes; i += 1) value += cursor.bytes[cursor.at++] * 2 ** (8 * i);
  return value;
}
