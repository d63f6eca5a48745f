import { describe, expect, it } from '@jest/globals';
import type { SchemaElement } from 'hyparquet';
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import type { Dataset } from '../../core/contracts/dataset.ts';
import type { PlatformError } from '../../core/contracts/errors.ts';
import { heldBytes } from '../../sources/delivered-bytes.ts';
import { readParquetSource } from '../../sources/parquet/read.ts';
import { DAILY } from '../support/dataset.ts';

type Element = Partial<SchemaElement>;

const STRING: Element = { type: 'BYTE_ARRAY', converted_type: 'UTF8' };
const DATE: Element = { type: 'INT32', converted_type: 'DATE' };
const DOUBLE: Element = { type: 'DOUBLE' };

type Column = readonly [string, Element, ColumnSource['data']];

function parquet(columns: readonly Column[]): Uint8Array {
  const elements = columns.map(([name, element]) => ({ name, repetition_type: 'OPTIONAL' as const, ...element }));
  const schema = [{ name: 'schema', num_children: columns.length }, ...elements] as SchemaElement[];
  return new Uint8Array(
    parquetWriteBuffer({ schema, columnData: columns.map(([name, , data]) => ({ name, data })), statistics: false }),
  );
}

/** One row's value as its text. */
async function textOf(element: Element, value: unknown, dataset = DAILY): Promise<unknown> {
  const file = parquet([
    ['station', STRING, ['a']],
    ['date', element, [value] as ColumnSource['data']],
    ['temp', DOUBLE, [1]],
  ]);
  return (await read(file, dataset))[0][1];
}

async function read(bytes: Uint8Array, dataset: Dataset = DAILY, partition = {}): Promise<unknown[][]> {
  const found: unknown[][] = [];
  for await (const { rows, uniqueId, timestamp, value } of readParquetSource(
    heldBytes(bytes),
    { file: 'a.parquet', partition },
    dataset,
  ))
    for (let i = 0; i < rows; i++) found.push([uniqueId[i], timestamp[i], value[i]]);
  return found;
}

async function errorOf(bytes: Uint8Array, dataset: Dataset = DAILY): Promise<PlatformError> {
  return read(bytes, dataset).then(
    () => Promise.reject(new Error('it was read')),
    (error: unknown) => error as PlatformError,
  );
}

const GOOD = parquet([
  ['station', STRING, ['a', 'a', null]],
  ['date', DATE, [15340, 15341, 15342]],
  ['temp', DOUBLE, [1, 2.5, null]],
]);

describe('cells of Parquet as texts', () => {
  it.each<[string, Element, unknown, string]>([
    ['a text', STRING, 'as is ', 'as is '],
    ['bytes without a type', { type: 'BYTE_ARRAY' }, new TextEncoder().encode('é'), 'é'],
    ['a number', DOUBLE, 0.1 + 0.2, '0.30000000000000004'],
    ['a large number', DOUBLE, 1e21, '1e+21'],
    ['no number', DOUBLE, NaN, 'NaN'],
    ['a long', { type: 'INT64' }, 9007199254740993n, '9007199254740993'],
    ['a boolean', { type: 'BOOLEAN' }, true, 'true'],
    ['a date', DATE, 15399, '2012-02-29'],
    ['a date before 1970', DATE, -1, '1969-12-31'],
  ])('%s', async (_, element, value, text) => {
    expect(await textOf(element, value)).toBe(text);
  });

  const micros = (isAdjustedToUTC: boolean): Element => ({
    type: 'INT64',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC, unit: 'MICROS' },
  });

  it('writes an instant with Z and a local time without, to the last digit that it has', async () => {
    expect(await textOf(micros(true), 1330491600000000n)).toBe('2012-02-29T05:00:00.000Z');
    expect(await textOf(micros(false), 1330491600000000n)).toBe('2012-02-29T05:00:00.000');
    expect(await textOf(micros(false), -1n)).toBe('1969-12-31T23:59:59.999999');
  });

  it('takes midnight of a local time for its date, and midnight in UTC where the calendar is UTC', async () => {
    const berlin = { ...DAILY, contract: { ...DAILY.contract, timeZone: 'Europe/Berlin' } };
    expect(await textOf(micros(false), 1330473600000000n, berlin)).toBe('2012-02-29');
    expect(await textOf(micros(true), 1330473600000000n)).toBe('2012-02-29');
    expect(await textOf(micros(true), 1330473600000000n, berlin)).toBe('2012-02-29T00:00:00.000Z');
  });

  it('says that an instant is beyond the calendar', async () => {
    expect(await textOf({ type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' }, 2n ** 62n)).toBe(
      'a date beyond the calendar',
    );
  });

  it.each([
    [1234n, '12.34'],
    [-5n, '-0.05'],
    [100n, '1'],
    [0n, '0'],
    [9007199254740993n, '90071992547409.93'],
  ])('writes the decimal of %d hundredths digit by digit', async (unscaled, text) => {
    const file = parquet([
      ['station', STRING, ['a']],
      ['date', DATE, [1]],
      ['temp', { type: 'INT64', logical_type: { type: 'DECIMAL', precision: 18, scale: 2 } }, [unscaled]],
    ]);
    expect(await read(file)).toEqual([['a', '1970-01-02', text]]);
  });
});

describe('columns of Parquet', () => {
  it('are found by name, whatever the name, and read over where nobody asks for them', async () => {
    const dataset = { ...DAILY, columns: { id: 'constructor', timestamp: '__proto__', target: 'toString' } };
    const file = parquet([
      ['flag', { type: 'BOOLEAN' }, [true]],
      ['toString', DOUBLE, [7]],
      ['__proto__', DATE, [0]],
      ['constructor', STRING, ['valueOf']],
    ]);
    expect(await read(file, dataset)).toEqual([['valueOf', '1970-01-01', '7']]);
  });

  it('name no series by a number that is none: pandas writes a missing id so', async () => {
    const days: Column = ['date', DATE, [0, 0]];
    const temps: Column = ['temp', DOUBLE, [1, 2]];
    const numbers = parquet([['station', DOUBLE, [7, NaN]], days, temps]);
    expect((await read(numbers)).map(([id]) => id)).toEqual(['7', null]);
    const texts = parquet([['station', STRING, ['7.0', 'NaN']], days, temps]);
    expect((await read(texts)).map(([id]) => id)).toEqual(['7.0', 'NaN']);
  });

  it('stand beside the file, too', async () => {
    const file = parquet([
      ['date', DATE, [0, 1]],
      ['temp', DOUBLE, [7, 8]],
    ]);
    expect(await read(file, DAILY, { station: 's' })).toEqual([
      ['s', '1970-01-01', '7'],
      ['s', '1970-01-02', '8'],
    ]);
    expect(await read(GOOD, DAILY, { station: 's' })).toEqual([
      ['a', '2012-01-01', '1'],
      ['a', '2012-01-02', '2.5'],
      [null, '2012-01-03', null],
    ]);
  });

  it('are refused by name where their values are no texts, numbers or dates', async () => {
    const time = { type: 'INT32', converted_type: 'TIME_MILLIS' } as const;
    const file = parquet([
      ['station', STRING, ['a']],
      ['date', time, [1]],
      ['temp', DOUBLE, [1]],
    ]);
    expect((await errorOf(file)).message).toBe(
      "a.parquet, column 'date': the values of the column are no texts, numbers or dates: it is a time_millis; got 'INT32 TIME_MILLIS'; " +
        'allowed: text, whole or decimal numbers, booleans, dates, timestamps; hint: write the column as one of these, or name another in the data set',
    );
  });
});

describe('a Parquet file that is damaged', () => {
  it('is refused wherever one byte of its pages or its footer is another, or gives the same rows: it never ends otherwise', async () => {
    const names = new Set<string>();
    for (let at = 0; at < GOOD.length; at++) {
      const changed = Uint8Array.from(GOOD);
      changed[at] ^= 0xff;
      const found = await read(changed).catch((error: unknown) => error as PlatformError);
      names.add(Array.isArray(found) ? `${found.length} rows` : found.name);
    }
    expect([...names].sort()).toEqual(['3 rows', 'SourceRefused']);
  });

  it('is refused wherever it is cut off', async () => {
    for (let end = 0; end < GOOD.length; end++)
      expect((await errorOf(GOOD.subarray(0, end))).name).toBe('SourceRefused');
  });

  it('is refused where a text is no UTF-8', async () => {
    const changed = Buffer.from(
      parquet([
        ['station', STRING, ['zzz']],
        ['date', DATE, [0]],
        ['temp', DOUBLE, [7]],
      ]),
    );
    changed[changed.indexOf('zzz') + 1] = 0xff;
    expect((await errorOf(changed)).message).toContain('the Parquet file cannot be read');
  });
});

describe('a Parquet file that promises more than a delivery may hold', () => {
  const repeated = (rows: number) =>
    parquet([
      ['station', STRING, new Array<string>(rows).fill('a')],
      ['date', DATE, new Int32Array(rows).fill(1)],
      ['temp', DOUBLE, new Float64Array(rows).fill(1)],
    ]);

  it('is read below the limit', async () => {
    const found = [];
    for await (const { rows } of readParquetSource(
      heldBytes(repeated(1100)),
      { file: 'a.parquet', partition: {} },
      DAILY,
    ))
      found.push(rows);
    // By row group.
    expect(found).toEqual([1000, 100]);
  });

  it('is refused by its number of rows, before memory is taken for them', async () => {
    expect((await errorOf(repeated(1_000_001))).message).toMatch(
      /^a\.parquet: the delivery is larger than one may be; got '1000001 rows in a file of \d+ bytes'; allowed: at most 1000000 rows/,
    );
  });
});
