import { gzipSync } from 'node:zlib';
import type { SchemaElement } from 'hyparquet';
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import { zipOf } from '../../test/support/zip.ts';

/** A file that is read without a fault. */
export interface Valid {
  readonly kind: 'csv' | 'gzip' | 'zip' | 'parquet';
  readonly format: 'csv' | 'parquet';
  readonly name: string;
  readonly bytes: Uint8Array;
}

const ROWS = 40;
const row = (i: number) => ({
  id: `s${Math.floor(i / 20)}`,
  day: 15_340 + (i % 20),
  value: i % 7 === 3 ? null : i * 1.25 - 3,
});
const isoDay = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** Small ones of every kind: a mutation then is likely to hit what matters. */
export function corpus(): readonly Valid[] {
  const texts = csvTexts();
  const parquets = parquetFiles();
  return [
    ...texts.map(([name, text]) => ({ kind: 'csv' as const, format: 'csv' as const, name, bytes: Buffer.from(text) })),
    { kind: 'gzip', format: 'csv', name: 'csv.gz', bytes: gzipSync(texts[0][1]) },
    { kind: 'gzip', format: 'parquet', name: 'parquet.gz', bytes: gzipSync(parquets[0].bytes) },
    {
      kind: 'zip',
      format: 'csv',
      name: 'deflated.zip',
      bytes: zipOf([{ name: 'a.csv', bytes: Buffer.from(texts[1][1]) }]),
    },
    {
      kind: 'zip',
      format: 'csv',
      name: 'stored.zip',
      bytes: zipOf([{ name: 'a.csv', bytes: Buffer.from(texts[0][1]), method: 0 }]),
    },
    ...parquets,
  ];
}

function csvTexts(): readonly (readonly [string, string])[] {
  const rows = Array.from({ length: ROWS }, (_, i) => row(i));
  const lines = (cells: (of: ReturnType<typeof row>) => readonly unknown[], delimiter: string, end: string) =>
    rows.map((of) => cells(of).join(delimiter) + end).join('');
  const plain = lines(({ id, day, value }) => [id, isoDay(day), value ?? ''], ',', '\n');
  const quoted = lines(({ id, day, value }) => [`"${id}, ""x""\nz"`, `"${isoDay(day)}"`, value ?? 'NA'], ',', '\r\n');
  const wide = lines(({ id, day, value }) => ['x', value ?? '', isoDay(day), '', `ü ${id}`], ';', '\n');
  const tabs = lines(({ id, day, value }) => [isoDay(day), id, value ?? '-'], '\t', '\r');
  return [
    ['plain.csv', `station,date,temp\n${plain}`],
    ['quoted.csv', `station,date,temp\r\n${quoted}`],
    ['wide.csv', `\ufeffnote;temp;date;;station\n${wide}\n\n`],
    ['tabs.csv', `date\tstation\ttemp\r${tabs}`],
  ];
}

const NAMES = ['station', 'date', 'temp'];
const TEXT: Partial<SchemaElement> = { type: 'BYTE_ARRAY', converted_type: 'UTF8' };
const DATE: Partial<SchemaElement> = { type: 'INT32', converted_type: 'DATE' };
const DOUBLE: Partial<SchemaElement> = { type: 'DOUBLE' };
const LOCAL: Partial<SchemaElement> = {
  type: 'INT64',
  logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' },
};

type ParquetColumn = readonly [Partial<SchemaElement>, ColumnSource['data'], ColumnSource['encoding']?];

function parquetFiles(): readonly Valid[] {
  const rows = Array.from({ length: ROWS }, (_, i) => row(i));
  const ids = rows.map(({ id }) => id);
  const days = rows.map(({ day }) => day);
  const instants = rows.map(({ day }) => BigInt(day) * 86_400_000_000n);
  const values = rows.map(({ value }) => value);
  return [
    parquetFile('dictionary.parquet', 'SNAPPY', [
      [TEXT, ids, 'RLE_DICTIONARY'],
      [DATE, days],
      [DOUBLE, values],
    ]),
    parquetFile('plain.parquet', 'UNCOMPRESSED', [
      [TEXT, ids, 'PLAIN'],
      [LOCAL, instants, 'PLAIN'],
      [DOUBLE, values, 'PLAIN'],
    ]),
    parquetFile('gzip.parquet', 'GZIP', [
      [TEXT, ids],
      [DATE, days, 'DELTA_BINARY_PACKED'],
      [DOUBLE, values, 'BYTE_STREAM_SPLIT'],
    ]),
    parquetFile('delta.parquet', 'UNCOMPRESSED', [
      [TEXT, ids, 'DELTA_BYTE_ARRAY'],
      [DATE, days, 'RLE_DICTIONARY'],
      [DOUBLE, values],
    ]),
  ];
}

function parquetFile(
  name: string,
  codec: NonNullable<ColumnSource['codec']>,
  columns: readonly ParquetColumn[],
): Valid {
  const elements = columns.map(([element], i) => ({
    name: NAMES[i],
    repetition_type: 'OPTIONAL' as const,
    ...element,
  }));
  const columnData = columns.map(([, data, encoding], i) => ({
    name: NAMES[i],
    data,
    ...(encoding === undefined ? {} : { encoding }),
  }));
  const bytes = parquetWriteBuffer({
    schema: [{ name: 'schema', num_children: columns.length }, ...elements],
    columnData,
    codec,
    compressors: { GZIP: (input) => gzipSync(input) },
    // Two row groups.
    rowGroupSize: 25,
  });
  return { kind: 'parquet', format: 'parquet', name, bytes: new Uint8Array(bytes) };
}
