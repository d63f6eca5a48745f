import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import type { SchemaElement } from 'hyparquet';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Column, ColumnType, RowBatch, TableSchema } from '../../core/contracts/table-schema.ts';
import { readParquet, writeDataFile } from '../../tables/index.ts';
import { decodeStats, encodeStats } from '../../tables/stats.ts';
import { compareUtf8 } from '../../tables/text.ts';

const TYPES: readonly ColumnType[] = ['string', 'long', 'double', 'date', 'timestamp'];
const SCHEMA: TableSchema = {
  columns: TYPES.flatMap((type) => [
    { name: type, type, nullable: false },
    { name: `${type}?`, type, nullable: true },
  ]),
  partitionBy: [],
};

const ARBITRARY: Readonly<Record<ColumnType, fc.Arbitrary<string | number>>> = {
  string: fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('a', 'b'), fc.string({ minLength: 100 })),
  long: fc.maxSafeInteger(),
  double: fc.double(),
  date: fc.integer({ min: -1e8, max: 1e8 }),
  timestamp: fc.integer({ min: -8.64e15, max: 8.64e15 }),
};

const batches: fc.Arbitrary<RowBatch> = fc.integer({ min: 0, max: 40 }).chain((rows) =>
  fc
    .record(
      Object.fromEntries(
        SCHEMA.columns.map(({ name, type, nullable }) => {
          const values = nullable ? fc.option(ARBITRARY[type]) : ARBITRARY[type];
          return [name, fc.array(values, { minLength: rows, maxLength: rows })];
        }),
      ),
    )
    .map((columns) => ({ rows, columns: columns as RowBatch['columns'] })),
);

const plain = ({ rows, columns }: RowBatch): unknown => [
  rows,
  Object.entries(columns).map(([name, values]) => [name, [...values]]),
];

function isWithin(value: string | number, min?: string | number, max?: string | number): boolean {
  if (typeof value === 'string') return compareUtf8(String(min), value) <= 0 && compareUtf8(value, String(max)) <= 0;
  return Number.isNaN(value) || (Number(min ?? -Infinity) <= value && value <= Number(max ?? Infinity));
}

describe('a data file', () => {
  it('gives back every batch as it was', async () => {
    await fc.assert(
      fc.asyncProperty(batches, async (batch) => {
        const { bytes, rows } = writeDataFile(SCHEMA, batch);
        expect(rows).toBe(batch.rows);
        expect(plain(await readParquet(bytes, SCHEMA.columns))).toEqual(plain(batch));
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('has statistics that no value lies outside of, and that JSON carries', () => {
    fc.assert(
      fc.property(batches, (batch) => {
        const { stats } = writeDataFile(SCHEMA, batch);
        for (const { name } of SCHEMA.columns) {
          const values = [...batch.columns[name]];
          const [min, max] = [stats.min[name], stats.max[name]];
          expect(stats.nullCount[name]).toBe(values.filter((value) => value === null).length);
          expect(values.filter((value) => value !== null && !isWithin(value, min, max))).toEqual([]);
        }
        expect(JSON.parse(JSON.stringify(decodeStats(SCHEMA, encodeStats(SCHEMA, stats))))).toEqual(
          JSON.parse(JSON.stringify(stats)),
        );
      }),
      { numRuns: 60, seed: 2 },
    );
  });

  it('is named by its content, and has the same bytes for the same rows in arrays of either kind', () => {
    const typed: RowBatch = { rows: 2, columns: { s: ['a', 'a'], n: Float64Array.of(1, 2) } };
    const schema: TableSchema = {
      columns: [
        { name: 's', type: 'string', nullable: false },
        { name: 'n', type: 'long', nullable: false },
      ],
      partitionBy: [],
    };
    const file = writeDataFile(schema, typed);
    expect(file.fileName).toMatch(/^part-[0-9a-f]{16}\.parquet$/);
    expect(writeDataFile(schema, { rows: 2, columns: { s: ['a', 'a'], n: [1, 2] } })).toEqual(file);
    expect(writeDataFile(schema, { rows: 2, columns: { s: ['a', 'a'], n: [1, 3] } }).fileName).not.toBe(file.fileName);
  });

  it('shares the string objects of a repeated text and spans many pages', async () => {
    const rows = 140_000;
    const types = ['string', 'long', 'double', 'date'];
    const schema: TableSchema = { columns: SCHEMA.columns.filter(({ name }) => types.includes(name)), partitionBy: [] };
    const index = Array.from({ length: rows }, (_, i) => i);
    const batch: RowBatch = {
      rows,
      columns: {
        string: index.map((i) => `series-${Math.floor(i / 1000)}`),
        long: Float64Array.from(index, (i) => i * 1e9),
        double: Float64Array.from(index, (i) => i / 7),
        date: Int32Array.from(index, (i) => i - 1000),
      },
    };
    const read = await readParquet(writeDataFile(schema, batch).bytes, schema.columns);
    expect(read.columns.double).toBeInstanceOf(Float64Array);
    expect(read.columns.date).toBeInstanceOf(Int32Array);
    for (const { name } of schema.columns) {
      const [actual, expected] = [read.columns[name], batch.columns[name]];
      expect([name, index.findIndex((i) => actual[i] !== expected[i])]).toEqual([name, -1]);
    }
  });

  it('says TableCorrupt for bytes that are no Parquet', async () => {
    await expect(readParquet(new Uint8Array(100), SCHEMA.columns)).rejects.toMatchObject({ name: 'TableCorrupt' });
  });
});

describe('a file of another writer', () => {
  const read = (element: Partial<SchemaElement>, data: unknown[], column: Partial<Column>): Promise<RowBatch> => {
    const leaf = { name: 'c', repetition_type: 'OPTIONAL' as const, ...element };
    const columnData: ColumnSource[] = [{ name: 'c', data }];
    const bytes = parquetWriteBuffer({ schema: [{ name: 'root', num_children: 1 }, leaf], columnData });
    return readParquet(new Uint8Array(bytes), [{ name: 'c', type: 'long', nullable: true, ...column }]);
  };
  const timestamp = (unit: 'MILLIS' | 'MICROS' | 'NANOS'): Partial<SchemaElement> => ({
    type: 'INT64',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit },
  });

  it.each<[string, Partial<SchemaElement>, unknown[], ColumnType, unknown[]]>([
    ['integers', { type: 'INT32' }, [1, null], 'long', [1, null]],
    ['floats', { type: 'FLOAT' }, [0.5, null], 'double', [0.5, null]],
    ['milliseconds', timestamp('MILLIS'), [1500n, null], 'timestamp', [1500, null]],
    ['microseconds between milliseconds', timestamp('MICROS'), [1500n, -1n], 'timestamp', [1.5, -0.001]],
    ['nanoseconds', timestamp('NANOS'), [2_000_000n], 'timestamp', [2]],
  ])('is read: %s', async (_what, element, data, type, expected) => {
    expect([...(await read(element, data, { type })).columns.c]).toEqual(expected);
  });

  it.each<[string, Partial<SchemaElement>, unknown[], ColumnType, string]>([
    ['a text as long', { type: 'BYTE_ARRAY', converted_type: 'UTF8' }, ['1'], 'long', 'TableUnsupported'],
    ['an integer without a unit as timestamp', { type: 'INT64' }, [1n], 'timestamp', 'TableUnsupported'],
    ['an integer that no double holds', { type: 'INT64' }, [2n ** 53n], 'long', 'TableUnsupported'],
  ])('is refused: %s', async (_what, element, data, type, name) => {
    await expect(read(element, data, { type })).rejects.toMatchObject({ name });
  });

  it('is TableCorrupt where a column that may not be null is, or is missing', async () => {
    await expect(read({ type: 'INT32' }, [null], { nullable: false })).rejects.toMatchObject({ name: 'TableCorrupt' });
    await expect(read({ type: 'INT32' }, [1], { name: 'other', nullable: false })).rejects.toMatchObject({
      name: 'TableCorrupt',
    });
    const added = await read({ type: 'INT32' }, [1, 2], { name: 'added later' });
    expect(added.columns).toEqual({ 'added later': [null, null] });
  });
});

describe('the order of texts', () => {
  it('is that of their UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(Math.sign(compareUtf8(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
      { numRuns: 1000, seed: 3 },
    );
    expect(compareUtf8('\uFFFD', '😀')).toBeLessThan(0);
  });
});
