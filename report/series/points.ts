/** The greatest code of a value; the one above it says that there is none. */
const TOP = 65_534;
const MISSING = 65_535;

export interface EncodedPoints {
  readonly low: number;
  readonly span: number;
  readonly points: string;
}

/** Means of blocks of `bucket` values, over the values that there are; NaN where a block has none. */
export function meansOf(column: Float64Array, bucket: number): Float64Array {
  if (bucket === 1) return column;
  return Float64Array.from({ length: Math.ceil(column.length / bucket) }, (_, block) => {
    const known = column.subarray(block * bucket, (block + 1) * bucket).filter((value) => Number.isFinite(value));
    return known.length === 0 ? NaN : known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}

/** Columns on one scale, in 16 bits a value: exact to 1/131,068 of the series' own range, finer than any screen. */
export function encodePoints(columns: readonly Float64Array[]): EncodedPoints {
  let [low, high] = [Infinity, -Infinity];
  for (const column of columns) {
    for (const value of column) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  const span = high > low ? high - low : 1;
  const bytes = new DataView(new ArrayBuffer(2 * columns.reduce((sum, { length }) => sum + length, 0)));
  let offset = 0;
  for (const column of columns) {
    for (const value of column) {
      bytes.setUint16(offset, Number.isFinite(value) ? Math.round(((value - low) / span) * TOP) : MISSING, true);
      offset += 2;
    }
  }
  return { low: Number.isFinite(low) ? low : 0, span, points: base64(new Uint8Array(bytes.buffer)) };
}

/** The inverse, as one run of values; null where there is none. */
export function decodePoints({ low, span, points }: EncodedPoints): readonly (number | null)[] {
  const binary = atob(points);
  const bytes = new DataView(Uint8Array.from(binary, (character) => character.charCodeAt(0)).buffer);
  return Array.from({ length: bytes.byteLength / 2 }, (_, index) => {
    const code = bytes.getUint16(2 * index, true);
    return code === MISSING ? null : low + (span * code) / TOP;
  });
}

function base64(bytes: Uint8Array): string {
  const blocks: string[] = [];
  // An argument list has a limit of its own.
  for (let start = 0; start < bytes.length; start += 8192) {
    blocks.push(String.fromCharCode(...bytes.subarray(start, start + 8192)));
  }
  return btoa(blocks.join(''));
}
