import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { listDeliveries, readContent } from '../../sources/deliveries.ts';
import { DAILY } from '../support/dataset.ts';
import { deliveredTexts } from '../support/delivered-texts.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { zipOf } from '../support/zip.ts';

const CSV = 'station,date,temp\na,2024-01-01,1\n';
const PARQUET: Dataset = { ...DAILY, source: { format: 'parquet', prefix: 'weather' } };

async function read(
  objects: Readonly<Record<string, string | Uint8Array>>,
  dataset: Dataset = DAILY,
): Promise<string[]> {
  const landing = new MemoryStore('landing');
  for (const [key, body] of Object.entries(objects)) landing.put(key, body);
  return deliveredTexts(landing, dataset);
}

describe('the content of a delivery decides, not its name', () => {
  it.each([
    ['weather/a.txt', CSV],
    ['weather', CSV],
    ['weather/a.csv', gzipSync(CSV)],
    ['weather/a.parquet', zipOf([{ name: 'a', bytes: Buffer.from(CSV) }])],
    ['weather/valueOf/constructor', CSV],
  ])('%s is read', async (key, body) => {
    expect(await read({ [key]: body })).toEqual(['2 a 2024-01-01 1']);
  });

  it('and the literal that says otherwise is told so, with its remedy', async () => {
    await expect(read({ 'weather/a.csv': 'PAR1\0PAR1' })).rejects.toThrow(
      "weather/a.csv: the data set says CSV, and this is a Parquet file; got 'Parquet'; allowed: CSV: the files of one data set are of one format; " +
        "hint: where all are, set the data set's source.format to 'parquet'; else take this one out of the folder",
    );
    await expect(read({ 'weather/a.parquet': CSV }, PARQUET)).rejects.toThrow(
      "set the data set's source.format to 'csv'",
    );
    await expect(read({ 'weather/a.zip': zipOf([{ name: 'b', bytes: Buffer.from('PAR1\0PAR1') }]) })).rejects.toThrow(
      'weather/a.zip/b: the data set says CSV',
    );
  });
});

describe('folders that name a column', () => {
  it('give its value, where the data set asks for it', async () => {
    const dataset = { ...DAILY, columns: { id: 'a b', timestamp: 'date', target: 'temp' } };
    const landing = new MemoryStore('landing');
    for (const key of [
      'weather/year=2024/a%20b=x%2Fy/1',
      'weather/a b=__HIVE_DEFAULT_PARTITION__/2',
      'weather/a b=50%/3',
    ])
      landing.put(key, CSV);
    expect((await listDeliveries(dataset, landing)).map(({ partition }) => partition)).toEqual([
      { 'a b': '50%' },
      { 'a b': null },
      { 'a b': 'x/y' },
    ]);
  });

  it('give it to rows of CSV, too', async () => {
    expect(await read({ 'weather/station=x/a.csv': 'date,temp\n2024-01-01,1\n\n2024-01-02\n' })).toEqual([
      '2 x 2024-01-01 1',
      '4   ',
    ]);
  });
});

describe('a delivery is refused by its name where', () => {
  it.each([
    [
      'an id has more than 1,024 bytes',
      `${CSV}${'é'.repeat(513)},2024-01-01,1\n`,
      /line 3: an id is longer than it may be; got 'é+…'; allowed: at most 1024 bytes/,
    ],
    [
      'a date has more than 4,096 bytes',
      `${CSV}a,${'1'.repeat(4097)},1\n`,
      /line 3: a date is longer than it may be; got '1+…'; allowed: at most 4096 bytes/,
    ],
    [
      'a value has more than 4,096 bytes',
      `${CSV}a,2024-01-01,${'1'.repeat(4097)}\n`,
      /line 3: a value is longer than it may be/,
    ],
    [
      'a row that cannot be told apart has more than 65,536 bytes',
      `${CSV}${'1'.repeat(65_537)}\n`,
      /line 3: a row of another number of fields is longer/,
    ],
  ])('%s', async (_, text, message) => {
    await expect(read({ 'weather/a.csv': text })).rejects.toMatchObject({
      name: 'SourceRefused',
      message: expect.stringMatching(message),
    });
  });

  it('it is larger than one may be, before it is read', async () => {
    const landing = new MemoryStore('landing');
    const delivery = { file: 'weather/a.csv', sizeBytes: 2 ** 31 + 1, tag: 'x', partition: {}, receivedAtMs: 0 };
    await expect(readContent(landing, delivery)).rejects.toThrow(
      "weather/a.csv: the delivery is larger than one may be; got '2147483649 bytes'; allowed: at most 2147483648 bytes a file",
    );
  });

  it('it became another between two of its pieces', async () => {
    const landing = new MemoryStore('landing');
    const rows = Array.from({ length: 300_000 }, (_, i) => `s,2024-01-01,${i}.125`).join('\n');
    landing.put('weather/a.csv', `station,date,temp\n${rows}\n`);
    landing.beforeRead = () => {
      landing.beforeRead = () =>
        landing.put('weather/a.csv', `station,date,temp\n${rows.replaceAll('.125', '.250')}\n`);
    };
    await expect(deliveredTexts(landing, DAILY)).rejects.toThrow(
      'weather/a.csv: the file was changed or taken away while it was read',
    );
  });

  it('an id of 1,024 bytes is read', async () => {
    expect(await read({ 'weather/a.csv': `${CSV}${'é'.repeat(512)},2024-01-01,1\n` })).toHaveLength(2);
  });
});
