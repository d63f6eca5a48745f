import { describe, expect, it } from '@jest/globals';
import type { Encoding, SchemaElement } from 'hyparquet';
import { checkDictionary, checkValues } from '../../tables/parquet/check-values.ts';
import { walkHybrid } from '../../tables/parquet/hybrid.ts';

const INT32: SchemaElement = { name: 'x', type: 'INT32' };
const TEXT: SchemaElement = { name: 'x', type: 'BYTE_ARRAY' };
const FLAG: SchemaElement = { name: 'x', type: 'BOOLEAN' };

function check(bytes: readonly number[], encoding: Encoding, count: number, more: object = {}): void {
  checkValues(
    { bytes: Uint8Array.from(bytes), at: 0 },
    { count, encoding, dictionary: undefined, element: INT32, version: 1, budget: { bytes: 1000 }, ...more },
  );
}

const walked = (bytes: readonly number[], width: number, count: number): number[] => {
  const found: number[] = [];
  const visit = (value: number, times: number) => found.push(...new Array<number>(times).fill(value));
  walkHybrid({ bytes: Uint8Array.from(bytes), at: 0 }, { width, count, end: bytes.length }, visit);
  return found;
};

describe('runs and packed bits', () => {
  it('are read by the specification', () => {
    // Its own example: 0 to 7 in three bits each.
    expect(walked([0b00000011, 0b10001000, 0b11000110, 0b11111010], 3, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(walked([0x06, 0x05, 0x03, 0x01, 0x01], 1, 5)).toEqual([5, 5, 5, 1, 0]);
    expect(walked([0x04, 0x34, 0x12], 16, 2)).toEqual([0x1234, 0x1234]);
    expect(walked([0x08], 0, 4)).toEqual([0, 0, 0, 0]);
  });

  it.each([
    ['a run of more values than there are', [0x0a, 1], 'a run of 5 values where 4 are left'],
    ['a run of none', [0x00, 1], 'a run of 0 values'],
    ['the longest run', [0xfe, 0xff, 0xff, 0xff, 0x0f, 1], 'a run of 2147483647 values'],
    ['more packed values than padding explains', [0xc3, 0x02, 1], '1288 packed values where 4 are left'],
    ['no packed values', [0x01, 1], '0 packed values'],
    ['packed values beyond the end', [0x03], 'packed values go beyond their page'],
    ['a run beyond the end', [0x08], 'a run goes beyond its page'],
    ['a number of more than 32 bits', [0xff, 0xff, 0xff, 0xff, 0xff, 0x01], 'a number of more than 32 bits'],
  ])('are refused: %s', (_, bytes, message) => {
    expect(() => walked(bytes, 1, 4)).toThrow(message);
  });
});

describe('the values of a page', () => {
  it.each<[string, readonly number[], Encoding, number, object]>([
    ['plain', [1, 0, 0, 0, 2, 0, 0, 0], 'PLAIN', 2, {}],
    ['texts', [1, 0, 0, 0, 97], 'PLAIN', 1, { element: TEXT }],
    ['indices', [1, 0x04, 1], 'RLE_DICTIONARY', 2, { dictionary: 2 }],
    ['indices of no bits', [0], 'RLE_DICTIONARY', 2, { dictionary: 1 }],
    ['indices of no bits, with a run', [0, 0x04], 'RLE_DICTIONARY', 2, { dictionary: 1, version: 2 }],
    ['booleans', [2, 0, 0, 0, 0x04, 1], 'RLE', 2, { element: FLAG }],
    ['differences', [0x80, 0x01, 0x04, 0x02], 'DELTA_BINARY_PACKED', 2, {}],
    ['split bytes', [1, 2, 3, 4], 'BYTE_STREAM_SPLIT', 1, {}],
  ])('may be %s', (_, bytes, encoding, count, more) => {
    expect(() => check(bytes, encoding, count, more)).not.toThrow();
  });

  it.each<[string, readonly number[], Encoding, number, object, string]>([
    ['fewer bytes than numbers', [1, 0, 0], 'PLAIN', 1, {}, '3 bytes where 4 are needed'],
    ['a text that is cut off', [9, 0, 0, 0, 97], 'PLAIN', 1, { element: TEXT }, 'a value goes beyond its page'],
    ['fewer texts', [1, 0, 0, 0, 97], 'PLAIN', 2, { element: TEXT }, 'a page ends before value 2 of 2'],
    [
      'an index beyond the dictionary',
      [1, 0x04, 1],
      'RLE_DICTIONARY',
      2,
      { dictionary: 1 },
      'index 1 of a dictionary of 1 entries',
    ],
    ['indices without a dictionary', [1, 0x04, 1], 'RLE_DICTIONARY', 2, {}, 'without a dictionary'],
    [
      'indices of no bits and too many',
      [0, 0x40],
      'RLE_DICTIONARY',
      2,
      { dictionary: 1, version: 2 },
      'a run of 32 values',
    ],
    ['an index into nothing', [0], 'RLE_DICTIONARY', 2, { dictionary: 0 }, 'an empty dictionary'],
    ['runs of numbers', [2, 0, 0, 0, 0x04, 1], 'RLE', 2, {}, 'other values than booleans'],
    [
      'blocks of less than no parts',
      [0x80, 0x01, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x02],
      'DELTA_BINARY_PACKED',
      2,
      {},
      '2 differences in blocks of 128 and 4294967295 parts',
    ],
    ['another number of differences', [0x80, 0x01, 0x04, 0x03], 'DELTA_BINARY_PACKED', 2, {}, '3 differences'],
    [
      'differences of texts',
      [0x80, 0x01, 0x04, 0x02],
      'DELTA_BINARY_PACKED',
      2,
      { element: TEXT },
      'differences of BYTE_ARRAY',
    ],
    ['an encoding that is not known', [1], 'BIT_PACKED', 1, {}, 'the encoding BIT_PACKED'],
  ])('may not be %s', (_, bytes, encoding, count, more, message) => {
    expect(() => check(bytes, encoding, count, more)).toThrow(message);
  });

  it('may not make much of little: prefixes of the text before', () => {
    // Two texts: of 600 bytes by its length, and of a prefix of 600 bytes.
    const lengths = (first: readonly number[], step: readonly number[]) => [
      0x80,
      0x01,
      0x04,
      0x02,
      ...first,
      ...step,
      0,
      0,
      0,
      0,
    ];
    const bytes = [
      ...lengths([0], [0xb0, 0x09]),
      ...lengths([0xb0, 0x09], [0xaf, 0x09]),
      ...new Array<number>(600).fill(97),
    ];
    expect(() => check(bytes, 'DELTA_BYTE_ARRAY', 2, { element: TEXT })).toThrow(
      'texts of 1200 bytes, of which 1000 may be',
    );
  });
});

describe('a dictionary', () => {
  it('may not have more entries than bytes', () => {
    expect(() => checkDictionary(Uint8Array.of(1, 0, 0, 0), 1, INT32)).not.toThrow();
    expect(() => checkDictionary(Uint8Array.of(1, 0, 0, 0), 5, INT32)).toThrow('a dictionary of 5 entries in 4 bytes');
    expect(() => checkDictionary(Uint8Array.of(1, 0, 0, 0), 2, INT32)).toThrow('4 bytes where 8 are needed');
  });
});
