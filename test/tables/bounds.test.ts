import { describe, expect, it } from '@jest/globals';
import type { Column, ColumnType, ColumnValues, TableSchema } from '../../core/contracts/table-schema.ts';
import { checkBatch } from '../../tables/check.ts';
import { partitionFolder, partitionKey, partitionValue } from '../../tables/partition.ts';
import { decodeStats, encodeStats, statsOf } from '../../tables/stats.ts';
import { textOf, valueOf } from '../../tables/text.ts';

function of(type: ColumnType, nullable = true): Column & { readonly schema: TableSchema } {
  const column = { name: 'c', type, nullable };
  return { ...column, schema: { columns: [column], partitionBy: [] } };
}

const DAY_MS = 86_400_000;
const LONG = 'x'.repeat(63);

describe('the statistics of a column', () => {
  it.each<[string, ColumnType, ColumnValues, unknown, unknown, number]>([
    ['numbers, null and NaN left out', 'double', [2, null, NaN, -1, null], -1, 2, 2],
    ['one number', 'long', Float64Array.of(7), 7, 7, 0],
    ['infinities, which JSON has not', 'double', [Infinity, -Infinity, 3], undefined, undefined, 0],
    ['nulls alone', 'long', [null, null], undefined, undefined, 2],
    ['no text', 'string', [null], undefined, undefined, 1],
    ['texts by their bytes', 'string', ['b', '\uFFFD', 'a', null, '😀', '😀'], 'a', '😀', 1],
    ['a text of 64 characters', 'string', [`${LONG}y`], `${LONG}y`, `${LONG}y`, 0],
    ['a longer text, cut, the maximum above it', 'string', [`${LONG}yz`], `${LONG}y`, `${LONG}y\u{10ffff}`, 0],
    ['a long text, not cut inside a character', 'string', [`${LONG}😀`], LONG, `${LONG}\u{10ffff}`, 0],
    [
      'a long text of the highest characters, no maximum',
      'string',
      ['\u{10ffff}'.repeat(40)],
      '\u{10ffff}'.repeat(32),
      undefined,
      0,
    ],
    ['the last day of our era', 'date', [2932896], 2932896, 2932896, 0],
    ['a day after it', 'date', [2932897], undefined, undefined, 0],
    ['the last millisecond of our era', 'timestamp', [253402300799999], 253402300799999, 253402300799999, 0],
    ['a millisecond after it', 'timestamp', [253402300800000], undefined, undefined, 0],
  ])('are those of %s', (_what, type, values, min, max, nullCount) => {
    const { schema } = of(type);
    const stats = statsOf(schema, { rows: values.length, columns: { c: values } });
    expect([stats.min.c, stats.max.c, stats.nullCount.c, stats.rows]).toEqual([min, max, nullCount, values.length]);
  });

  it.each<[ColumnType, string | number, string | number]>([
    ['date', 1, '1970-01-02'],
    ['timestamp', 1, '1970-01-01T00:00:00.001Z'],
    ['double', 0.5, 0.5],
    ['string', 'a', 'a'],
  ])('stand in the log as JSON has them: %s', (type, value, text) => {
    const encoded = encodeStats(of(type).schema, { rows: 3, min: { c: value }, max: {}, nullCount: { c: 1 } });
    expect(JSON.parse(encoded)).toEqual({ numRecords: 3, minValues: { c: text }, maxValues: {}, nullCount: { c: 1 } });
  });

  it.each<[string, ColumnType, unknown, unknown]>([
    ['a date', 'date', '1970-01-03', 2],
    ['a date that is none', 'date', 'soon', undefined],
    ['a date as a number', 'date', 5, undefined],
    ['a timestamp', 'timestamp', '1970-01-01T00:00:01.000Z', 1000],
    ['a long beyond what a double holds', 'long', 2 ** 53, undefined],
    ['a long', 'long', 5, 5],
    ['a long as text', 'long', '5', undefined],
    ['a fraction', 'double', 2 ** 53 + 0.5, 2 ** 53],
    ['a text', 'string', 'x', 'x'],
    ['a number for a text', 'string', 1, undefined],
  ])('of another writer are taken where they can be trusted: %s', (_what, type, bound, expected) => {
    const text = JSON.stringify({ numRecords: 2, minValues: { c: bound }, nullCount: { c: 0, nested: { d: 1 } } });
    const stats = decodeStats(of(type).schema, text);
    expect(stats).toEqual({
      rows: 2,
      min: expected === undefined ? {} : { c: expected },
      max: {},
      nullCount: { c: 0 },
    });
  });

  it('may be left out, or be none', () => {
    const { schema } = of('long');
    expect(decodeStats(schema, undefined)).toBeUndefined();
    expect(decodeStats(schema, '{"minValues":{"c":1}}')).toBeUndefined();
    expect(decodeStats(schema, '{"numRecords":4}')).toEqual({ rows: 4, min: {}, max: {}, nullCount: {} });
  });
});

describe('a value as text', () => {
  it.each<[ColumnType, string, unknown]>([
    ['timestamp', '1970-01-01 00:00:01', 1000],
    ['timestamp', '1970-01-01 00:00:01.5', 1500],
    ['timestamp', '1970-01-01T01:00:00+01:00', 0],
    ['timestamp', '1970-01-01T01:00:00-0100', 7_200_000],
    ['timestamp', '1970-01-02', DAY_MS],
    ['date', '1969-12-31', -1],
    ['long', '-5', -5],
    ['double', '1e3', 1000],
    ['long', '', undefined],
    ['long', 'x', undefined],
    ['timestamp', 'x', undefined],
    ['string', '', ''],
  ])('is read as other writers put it: %s %j', (type, text, value) => {
    expect(valueOf(type, text)).toBe(value);
  });

  it('is written in one way', () => {
    expect([textOf('date', -1), textOf('timestamp', 1.5), textOf('double', 0.1), textOf('string', 'a')]).toEqual([
      '1969-12-31',
      '1970-01-01T00:00:00.001Z',
      '0.1',
      'a',
    ]);
  });
});

describe('a partition', () => {
  const schema: TableSchema = {
    columns: [
      { name: 'day', type: 'date', nullable: false },
      { name: 'a b', type: 'string', nullable: true },
      { name: 'n', type: 'double', nullable: false },
    ],
    partitionBy: ['a b', 'day'],
  };

  it('has a folder a column, in the order of the partitioning', () => {
    expect(partitionFolder(schema, { day: 1, 'a b': 'x/y=z' })).toBe('a%20b=x%2Fy%3Dz/day=1970-01-02');
    expect(partitionFolder(schema, { day: 1, 'a b': null })).toBe('a%20b=__HIVE_DEFAULT_PARTITION__/day=1970-01-02');
    expect(partitionFolder({ ...schema, partitionBy: [] }, {})).toBe('');
  });

  it('is the same whatever text a writer has for its values', () => {
    const key = partitionKey(schema, { day: '1970-01-02', 'a b': '' });
    expect(partitionKey(schema, { 'a b': null, day: '1970-01-02' })).toBe(key);
    expect(partitionKey(schema, { day: '1970-01-02' })).toBe(key);
    expect(partitionKey(schema, { 'a b': null, day: '1970-01-03' })).not.toBe(key);
  });

  it('is TableCorrupt where its text is no value of its type', () => {
    expect(() => partitionValue(schema.columns[0], { day: 'x' })).toThrow("a value that is no date; got 'x'");
  });
});

describe('a value that a column can hold', () => {
  it.each<[ColumnType, unknown, boolean]>([
    ['date', 1e8, true],
    ['date', -1e8, true],
    ['date', 1e8 + 1, false],
    ['date', -1e8 - 1, false],
    ['date', 0.5, false],
    ['timestamp', 8.64e15, true],
    ['timestamp', 8.64e15 + 1, false],
    ['timestamp', -8.64e15, true],
    ['timestamp', '1970-01-01', false],
    ['long', 2 ** 53 - 1, true],
    ['double', NaN, true],
    ['double', '1', false],
    ['string', 'a\ud83d\ude00', true],
    ['string', 'a\udc00', false],
    ['string', 1, false],
  ])('as %s: %j is %s', (type, value, isFine) => {
    // The second of two equal ones is not looked at: what stands before and between must not matter.
    const other = type === 'string' ? '' : 0;
    for (const values of [[value], [other, value], [value, value], [other, value, other]]) {
      const check = (): void =>
        checkBatch(of(type).schema, { rows: values.length, columns: { c: values as ColumnValues } });
      if (isFine) expect(check).not.toThrow();
      else expect(check).toThrow(`row ${values.indexOf(value)}`);
    }
  });

  it('is null only where null may be, first or later', () => {
    for (const values of [[null], [1, null], [null, null]]) {
      const batch = { rows: values.length, columns: { c: values as ColumnValues } };
      expect(() => checkBatch(of('long').schema, batch)).not.toThrow();
      expect(() => checkBatch(of('long', false).schema, batch)).toThrow(
        `row ${values.indexOf(null)}; got null; allowed: an integer below 2^53`,
      );
    }
  });
});
