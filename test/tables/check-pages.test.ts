import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { FileMetaData, SchemaElement } from 'hyparquet';
import { checkPages } from '../../tables/parquet/check-pages.ts';

const INTEGERS: SchemaElement = { name: 'x', type: 'INT32', repetition_type: 'OPTIONAL' };
const TEXTS: SchemaElement = { name: 'x', type: 'BYTE_ARRAY', repetition_type: 'REQUIRED' };

type Field = readonly [id: number, value: number | boolean | readonly Field[]];

/** A struct in Thrift's compact protocol, as page headers are written. */
function struct(fields: readonly Field[]): number[] {
  let before = 0;
  const bytes = fields.flatMap(([id, value]) => {
    const head = (type: number) => ((id - before) << 4) | type;
    const typed =
      typeof value === 'boolean'
        ? [head(value ? 1 : 2)]
        : typeof value === 'number'
          ? [head(5), ...varint((value << 1) ^ (value >> 31))]
          : [head(12), ...struct(value)];
    before = id;
    return typed;
  });
  return [...bytes, 0];
}

function varint(zigzag: number): number[] {
  const bytes: number[] = [];
  for (let rest = zigzag >>> 0; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

const VALUES = [7, 0, 0, 0, 8, 0, 0, 0];
/** Of three values the last is null: three levels of one bit, packed. */
const LEVELS = [0x03, 0b011];

/** A page of the first kind: 7, 8 and null. */
function page({ count = 3, crc }: { readonly count?: number; readonly crc?: number } = {}): number[] {
  const body = [LEVELS.length, 0, 0, 0, ...LEVELS, ...VALUES];
  const sum: Field[] = crc === undefined ? [] : [[4, crc]];
  const [plain, runs] = [0, 3];
  const own: Field = [
    5,
    [
      [1, count],
      [2, plain],
      [3, runs],
      [4, runs],
    ],
  ];
  return [...struct([[1, 0], [2, body.length], [3, body.length], ...sum, own]), ...body];
}

/** The same page of the second kind. */
function secondPage({ nulls = 1 } = {}): number[] {
  const body = [...LEVELS, ...VALUES];
  const own: Field = [
    8,
    [
      [1, 3],
      [2, nulls],
      [3, 3],
      [4, 0],
      [5, LEVELS.length],
      [6, 0],
      [7, false],
    ],
  ];
  return [...struct([[1, 3], [2, body.length], [3, body.length], own]), ...body];
}

interface Footer {
  readonly rows?: number;
  readonly groups?: number;
  readonly element?: SchemaElement;
}

/** A file of one column that lies at its beginning, in as many row groups as are said. */
function footerOf(bytes: Uint8Array, { rows = 3, groups = 1, element = INTEGERS }: Footer): FileMetaData {
  const meta = {
    type: element.type!,
    encodings: [],
    path_in_schema: ['x'],
    codec: 'UNCOMPRESSED' as const,
    num_values: BigInt(rows),
    total_uncompressed_size: BigInt(bytes.length),
    total_compressed_size: BigInt(bytes.length),
    data_page_offset: 0n,
  };
  const group = { columns: [{ file_offset: 0n, meta_data: meta }], total_byte_size: 0n, num_rows: BigInt(rows) };
  return {
    version: 1,
    schema: [{ name: 'root', num_children: 1 }, element],
    num_rows: BigInt(rows * groups),
    row_groups: new Array(groups).fill(group),
    metadata_length: 0,
  };
}

function check(bytes: readonly number[] | Uint8Array, footer: Footer = {}): Promise<void> {
  const file = Uint8Array.from(bytes);
  return checkPages(file, footerOf(file, footer));
}

describe('the pages of a column', () => {
  it('are as their headers say, of either kind', async () => {
    await expect(check(page())).resolves.toBeUndefined();
    await expect(check(secondPage())).resolves.toBeUndefined();
    await expect(check([...page(), ...secondPage()], { rows: 6 })).resolves.toBeUndefined();
  });

  it('have the checksum that was written, where one was', async () => {
    const body = Uint8Array.from([LEVELS.length, 0, 0, 0, ...LEVELS, ...VALUES]);
    await expect(check(page({ crc: crc32(body) | 0 }))).resolves.toBeUndefined();
    await expect(check(page({ crc: 5 }))).rejects.toThrow('a page has another checksum than was written');
  });

  it('have as many nulls as they say', async () => {
    await expect(check(secondPage({ nulls: 0 }))).rejects.toThrow('a page says 0 nulls, and has 1');
  });

  it('have together as many values as their column', async () => {
    await expect(check([...page(), ...page()], { rows: 4 })).rejects.toThrow(
      "the pages of the column 'x' have 6 values instead of 4",
    );
    await expect(check(page({ count: 4 }))).rejects.toThrow('a page of 4 values');
  });

  it('unpack to no more than a file may hold, all of them together', async () => {
    const text = [...[0xfc, 0xff, 0x01, 0], ...new Array<number>(0x1fffc).fill(97)];
    const own: Field = [
      5,
      [
        [1, 1],
        [2, 0],
        [3, 3],
        [4, 3],
      ],
    ];
    const bytes = [...struct([[1, 0], [2, text.length], [3, text.length], own]), ...text];
    // 128 KiB each, of 32 MiB.
    await expect(check(bytes, { rows: 1, groups: 250, element: TEXTS })).resolves.toBeUndefined();
    await expect(check(bytes, { rows: 1, groups: 257, element: TEXTS })).rejects.toThrow(
      /^a page of 131072 bytes unpacked; allowed: at most \d+ bytes in all$/,
    );
  });
});

describe('a footer', () => {
  it('has no row group that takes more memory than a reader should give it', async () => {
    await expect(check(new Uint8Array(300_000), { rows: 8_388_609 })).rejects.toThrow(
      'a row group of 8388609 rows; allowed: at most 8388608 rows a row group',
    );
  });
});
