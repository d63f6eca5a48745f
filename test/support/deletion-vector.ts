import { crc32 } from 'node:zlib';

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#';

export type Container = 'array' | 'bits' | 'runs';

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const int16 = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, i) => bytes.writeUInt16LE(value, 2 * i));
  return bytes;
};

/** Rows as Delta writes them: a RoaringBitmapArray in the portable form, by the specification's text, each 65,536 in a container of the kind. */
export function bitmapOf(rows: readonly number[], kind: Container = 'array'): Buffer {
  const keys = [...new Set(rows.map((row) => Math.floor(row / 65_536)))];
  const groups = keys.map((key) => ({
    key,
    values: rows.filter((row) => Math.floor(row / 65_536) === key).map((row) => row % 65_536),
  }));
  const heads = Buffer.concat(groups.map(({ key, values }) => int16(key, values.length - 1)));
  const containers = Buffer.concat(groups.map(({ values }) => containerOf(values, kind)));
  const flags = Buffer.alloc(Math.ceil(keys.length / 8), 0xff);
  const offsets = Buffer.alloc(4 * keys.length);
  const bitmap =
    kind === 'runs'
      ? [
          int32(12_347 + (keys.length - 1) * 65_536),
          flags,
          heads,
          keys.length >= 4 ? offsets : Buffer.alloc(0),
          containers,
        ]
      : [int32(12_346), int32(keys.length), heads, offsets, containers];
  return Buffer.concat([int32(1_681_511_377), int32(1), int32(0), int32(0), ...bitmap]);
}

function containerOf(values: readonly number[], kind: Container): Buffer {
  if (kind === 'array') return int16(...values);
  if (kind === 'bits') {
    const bits = Buffer.alloc(8192);
    for (const value of values) bits[value >> 3] |= 1 << (value & 7);
    return bits;
  }
  const runs: [number, number][] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last !== undefined && last[0] + last[1] + 1 === value) last[1] += 1;
    else runs.push([value, 0]);
  }
  return Buffer.concat([int16(runs.length), ...runs.map((run) => int16(...run))]);
}

export function toZ85(bytes: Uint8Array): string {
  const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
  let text = '';
  for (let at = 0; at < padded.length; at += 4) {
    let value = padded.readUInt32BE(at);
    let group = '';
    for (let i = 0; i < 5; i++) [group, value] = [DIGITS[value % 85] + group, Math.floor(value / 85)];
    text += group;
  }
  return text;
}

export function inlineVector(rows: readonly number[], kind: Container = 'array') {
  const bytes = bitmapOf(rows, kind);
  return { storageType: 'i', pathOrInlineDv: toZ85(bytes), sizeInBytes: bytes.length, cardinality: rows.length };
}

const UUID = 'd2c639aa-8816-431a-aaf6-d3fe2512ff61';

/** A vector in a file of the table: its key below the table's folder, the file's bytes, and what the log says. */
export function vectorInFile(rows: readonly number[], folder = '') {
  const bytes = bitmapOf(rows);
  const offset = 1;
  const sizes = [Buffer.alloc(4), Buffer.alloc(4)];
  sizes[0].writeUInt32BE(bytes.length);
  sizes[1].writeUInt32BE(crc32(bytes));
  const uuid = toZ85(Buffer.from(UUID.replaceAll('-', ''), 'hex'));
  return {
    key: `${folder === '' ? '' : `${folder}/`}deletion_vector_${UUID}.bin`,
    body: Buffer.concat([Buffer.from([1]), sizes[0], bytes, sizes[1]]),
    vector: {
      storageType: 'u',
      pathOrInlineDv: `${folder}${uuid}`,
      offset,
      sizeInBytes: bytes.length,
      cardinality: rows.length,
    },
  };
}
