/** Of the array of bitmaps, in the portable form that all engines write. */
const MAGIC = 1_681_511_377;
const WITHOUT_RUNS = 12_346;
const WITH_RUNS = 12_347;
/** Fewer containers than this have no table of offsets where there are runs. */
const OFFSETS_FROM = 4;
/** A container of more values is a bitmap of 65,536 bits. */
const ARRAY_VALUES = 4096;
const BITMAP_BYTES = 8192;

/**
 * The rows that a deletion vector's bytes name, marked by 1.
 * https://github.com/delta-io/delta/blob/master/PROTOCOL.md#deletion-vector-format and https://github.com/RoaringBitmap/RoaringFormatSpec
 *
 * @param rows of the file; @throws Error where the bytes are of another form, or name a row that the file does not have
 */
export function markedRows(bytes: Uint8Array, rows: number): { readonly marks: Uint8Array; readonly count: number } {
  const reader = new Reader(bytes);
  const magic = reader.next(4);
  if (magic !== MAGIC) throw new Error(`a bitmap that begins with ${magic} instead of ${MAGIC}`);
  const marks = new Uint8Array(rows);
  let count = 0;
  const mark = (row: number): void => {
    if (row >= rows) throw new Error(`row ${row} of a file of ${rows} rows`);
    count += marks[row] === 0 ? 1 : 0;
    marks[row] = 1;
  };
  const bitmaps = reader.next(4) + reader.next(4) * 2 ** 32;
  for (let i = 0; i < bitmaps; i += 1) {
    const base = reader.next(4) * 2 ** 32;
    readBitmap(reader, (value) => mark(base + value));
  }
  if (reader.at !== bytes.length) throw new Error(`${bytes.length - reader.at} bytes behind the bitmap`);
  return { marks, count };
}

function readBitmap(reader: Reader, mark: (value: number) => void): void {
  const cookie = reader.next(4);
  const hasRuns = (cookie & 0xffff) === WITH_RUNS;
  if (!hasRuns && cookie !== WITHOUT_RUNS) throw new Error(`a bitmap of the form ${cookie}`);
  const containers = hasRuns ? Math.floor(cookie / 2 ** 16) + 1 : reader.next(4);
  const runs = hasRuns ? reader.take(Math.ceil(containers / 8)) : undefined;
  const heads = Array.from({ length: reader.fits(containers, 4) }, () => ({
    base: reader.next(2) * 2 ** 16,
    values: reader.next(2) + 1,
  }));
  if (!hasRuns || containers >= OFFSETS_FROM) reader.take(4 * containers);
  heads.forEach(({ base, values }, i) => {
    const isRun = runs !== undefined && (runs[i >> 3] & (1 << (i & 7))) !== 0;
    if (isRun) readRuns(reader, (value) => mark(base + value));
    else if (values > ARRAY_VALUES) readBits(reader.take(BITMAP_BYTES), (value) => mark(base + value));
    else for (let n = 0; n < values; n += 1) mark(base + reader.next(2));
  });
}

function readRuns(reader: Reader, mark: (value: number) => void): void {
  const runs = reader.next(2);
  for (let i = 0; i < runs; i += 1) {
    const [start, more] = [reader.next(2), reader.next(2)];
    for (let value = start; value <= start + more; value += 1) mark(value);
  }
}

function readBits(bytes: Uint8Array, mark: (value: number) => void): void {
  bytes.forEach((byte, i) => {
    for (let bit = 0; bit < 8; bit += 1) if ((byte & (1 << bit)) !== 0) mark(8 * i + bit);
  });
}

/** Little-endian numbers one after another. */
class Reader {
  at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  next(bytes: 2 | 4): number {
    return this.take(bytes).reduceRight((value, byte) => value * 256 + byte, 0);
  }

  take(bytes: number): Uint8Array {
    const end = this.at + bytes;
    if (end > this.bytes.length) throw new Error('the bitmap is cut off');
    const taken = this.bytes.subarray(this.at, end);
    this.at = end;
    return taken;
  }

  /** How many records there are, of so many bytes each. */
  fits(records: number, bytes: number): number {
    if (this.at + records * bytes > this.bytes.length) throw new Error('the bitmap is cut off');
    return records;
  }
}
