import { describe, expect, it } from '@jest/globals';
import type { SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { listDeliveries } from '../../sources/deliveries.ts';
import { markedRows } from '../../tables/source/roaring.ts';
import { fromZ85 } from '../../tables/source/z85.ts';
import { DAILY } from '../support/dataset.ts';
import { bitmapOf, inlineVector, toZ85, vectorInFile, type Container } from '../support/deletion-vector.ts';
import { deliveredTexts } from '../support/delivered-texts.ts';
import { MemoryStore } from '../support/memory-store.ts';

const DATASET: Dataset = { ...DAILY, source: { format: 'delta', prefix: 'my.table/' } };

type Fields = readonly (readonly [name: string, type: unknown, metadata?: object])[];
const FIELDS: Fields = [
  ['station', 'string'],
  ['date', 'date'],
  ['temp', 'double'],
];

/** Four rows, of the first to the fourth of January 1970. */
function file(
  names: readonly [string, string, string] = ['station', 'date', 'temp'],
  ids: readonly number[] = [],
): Uint8Array {
  const types = [
    { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
    { type: 'INT32', converted_type: 'DATE' },
    { type: 'DOUBLE' },
  ] as const;
  const elements = names.map(
    (name, i) => ({ name, repetition_type: 'OPTIONAL', ...types[i], field_id: ids[i] }) as SchemaElement,
  );
  const columnData = [
    { name: names[0], data: ['a', 'a', 'b', 'b'] },
    { name: names[1], data: [0, 1, 2, 3] },
    { name: names[2], data: [1, 2, 3, 4] },
  ];
  return new Uint8Array(parquetWriteBuffer({ schema: [{ name: 'schema', num_children: 3 }, ...elements], columnData }));
}

interface Log {
  readonly fields?: Fields;
  readonly partitionColumns?: readonly string[];
  readonly configuration?: Readonly<Record<string, string>>;
  readonly protocol?: object;
  readonly format?: string;
  readonly actions?: readonly object[];
}

const ADD = { path: 'a.parquet', partitionValues: {}, size: 1, modificationTime: 0, dataChange: true };

function table({
  fields = FIELDS,
  partitionColumns = [],
  configuration = {},
  protocol,
  format = 'parquet',
  actions = [{ add: ADD }],
}: Log = {}): MemoryStore {
  const store = new MemoryStore('landing');
  const schemaString = JSON.stringify({
    type: 'struct',
    fields: fields.map(([name, type, metadata = {}]) => ({ name, type, nullable: true, metadata })),
  });
  const all = [
    { protocol: protocol ?? { minReaderVersion: 1, minWriterVersion: 2 } },
    { metaData: { id: 'x', format: { provider: format }, schemaString, partitionColumns, configuration } },
    ...actions,
  ];
  store.put(`my.table/_delta_log/${'0'.repeat(20)}.json`, all.map((action) => JSON.stringify(action)).join('\n'));
  store.put('my.table/a.parquet', file());
  return store;
}

const reader = (...features: readonly string[]) => ({
  minReaderVersion: 3,
  minWriterVersion: 7,
  readerFeatures: features,
  writerFeatures: features,
});

async function read(store: MemoryStore, dataset = DATASET): Promise<string[]> {
  return deliveredTexts(store, dataset);
}

describe('a Delta table as a source', () => {
  it('may have columns of any type that nobody asks for', async () => {
    const struct = { type: 'struct', fields: [{ name: 'x', type: 'long', nullable: true, metadata: {} }] };
    const store = table({
      fields: [
        ...FIELDS,
        ['flag', 'boolean'],
        ['tags', { type: 'array', elementType: 'long', containsNull: true }],
        ['st', struct],
        ['amount', 'decimal(10,2)'],
        ['ntz', 'timestamp_ntz'],
        ['any', 'variant'],
        ['constructor', 'binary'],
      ],
    });
    expect(await read(store)).toEqual(['1 a 1970-01-01 1', '2 a 1970-01-02 2', '3 b 1970-01-03 3', '4 b 1970-01-04 4']);
  });

  it('gives null for a column that a file of before lacks', async () => {
    const store = table();
    store.put('my.table/a.parquet', file(['station', 'date', 'other']));
    expect(await read(store)).toEqual(['1 a 1970-01-01 ', '2 a 1970-01-02 ', '3 b 1970-01-03 ', '4 b 1970-01-04 ']);
  });

  it.each(['constructor', '__proto__', 'toString'])('may be partitioned by a column of the name %s', async (name) => {
    const fields: Fields = [[name, 'string'], FIELDS[1], FIELDS[2]];
    const add = JSON.parse(
      `{"path": "a.parquet", "partitionValues": {"${name}": "z"}, "size": 1, "modificationTime": 0, "dataChange": true}`,
    );
    const store = table({ fields, partitionColumns: [name], actions: [{ add }] });
    const dataset = { ...DATASET, columns: { id: name, timestamp: 'date', target: 'temp' } };
    expect((await read(store, dataset))[0]).toBe('1 z 1970-01-01 1');
  });

  it('is refused where its log says nothing of a partition', async () => {
    const store = table({ partitionColumns: ['station'] });
    await expect(read(store)).rejects.toMatchObject({
      name: 'TableCorrupt',
      message: expect.stringContaining("no value for the partition column 'station'"),
    });
  });

  it('is refused where there is none, and says what lies there', async () => {
    const store = new MemoryStore('landing');
    store.put('my.table/a.csv', 'x');
    await expect(read(store)).rejects.toMatchObject({
      name: 'SourceRefused',
      message: expect.stringContaining(
        "there is no Delta table: it would have a folder '_delta_log'; got 's3://landing/my.table/ with my.table/a.csv'",
      ),
    });
  });

  it('is refused as a folder of Parquet files, whose deleted ones are there yet', async () => {
    const dataset: Dataset = { ...DATASET, source: { format: 'parquet', prefix: 'my.table' } };
    await expect(read(table(), dataset)).rejects.toMatchObject({
      name: 'SourceRefused',
      message: expect.stringContaining("set the data set's source.format to 'delta'"),
    });
  });
});

describe('features of a reader', () => {
  it.each([
    'columnMapping',
    'deletionVectors',
    'timestampNtz',
    'typeWidening',
    'v2Checkpoint',
    'vacuumProtocolCheck',
    'variantType',
  ])('knows %s', async (feature) => {
    expect(await read(table({ protocol: reader(feature) }))).toHaveLength(4);
  });

  it('refuses one that is not known by its name, with what to do', async () => {
    await expect(read(table({ protocol: reader('deletionVectors', 'toString') }))).rejects.toMatchObject({
      name: 'TableUnsupported',
      message: expect.stringMatching(
        /features of its readers that are not known; got 'toString'; allowed: .*; hint: drop the feature \(ALTER TABLE/,
      ),
    });
    await expect(read(table({ protocol: reader('catalogManaged') }))).rejects.toThrow('its commits stand in a catalog');
    await expect(read(table({ protocol: { minReaderVersion: 4, minWriterVersion: 7 } }))).rejects.toThrow(
      'reader version 4',
    );
    await expect(read(table({ format: 'orc' }))).rejects.toThrow('the data files are not Parquet');
  });
});

describe('deletion vectors', () => {
  const protocol = reader('deletionVectors');
  const add = (deletionVector: object) => ({ add: { ...ADD, deletionVector } });
  const REST = ['1 a 1970-01-01 1', '3 b 1970-01-03 3'];

  it.each<Container>(['array', 'bits', 'runs'])('in the log are read (%s)', async (kind) => {
    // A bitmap of 65,536 bits has more than 4,096 values; the form is tried below.
    const vector = inlineVector([1, 3], kind === 'bits' ? 'array' : kind);
    expect(await read(table({ protocol, actions: [add(vector)] }))).toEqual(REST);
  });

  it.each(['', 'ab'])("in a file of the table's folder '%s' are read", async (folder) => {
    const { key, body, vector } = vectorInFile([1, 3], folder);
    const store = table({ protocol, actions: [add(vector)] });
    store.put(`my.table/${key}`, body);
    expect(await read(store)).toEqual(REST);
  });

  it('take the place of one another in one commit, in whatever order it says so', async () => {
    const [before, after] = [inlineVector([1]), inlineVector([1, 3])];
    const remove = { remove: { path: ADD.path, dataChange: true, deletionVector: before } };
    expect(await read(table({ protocol, actions: [add(before), remove, add(after)] }))).toEqual(REST);
    expect(await read(table({ protocol, actions: [add(before), add(after), remove] }))).toEqual(REST);
  });

  it('make another delivery of a file whose bytes are the same', async () => {
    const readings = [undefined, inlineVector([1]), inlineVector([2])].map(async (vector) => {
      const actions = vector === undefined ? [{ add: ADD }] : [add(vector)];
      return (await listDeliveries(DATASET, table({ protocol, actions }))).map(({ reading }) => reading);
    });
    const [[none], [one], [two]] = await Promise.all(readings);
    expect(none).toBeUndefined();
    expect(one).not.toBe(two);
  });

  it.each([
    [
      'another number of rows',
      { ...inlineVector([1, 3]), cardinality: 3 },
      'TableCorrupt',
      '2 rows are marked instead of 3',
    ],
    ['a row that the file has not', inlineVector([4]), 'TableCorrupt', 'row 4 of a file of 4 rows'],
    ['half a bitmap', { ...inlineVector([1, 3]), sizeInBytes: 20 }, 'TableCorrupt', 'the bitmap is cut off'],
    [
      'no bitmap',
      { storageType: 'i', pathOrInlineDv: '00000', sizeInBytes: 4, cardinality: 1 },
      'TableCorrupt',
      'a bitmap that begins with 0',
    ],
    [
      'no digits',
      { storageType: 'i', pathOrInlineDv: '~~~~~', sizeInBytes: 4, cardinality: 1 },
      'TableCorrupt',
      "'~' is no digit of base 85",
    ],
    [
      'a file elsewhere',
      { storageType: 'p', pathOrInlineDv: 's3://other/a.bin', offset: 1, sizeInBytes: 4, cardinality: 1 },
      'TableUnsupported',
      'lies outside of the table',
    ],
    [
      'a folder above',
      { storageType: 'u', pathOrInlineDv: `../${'0'.repeat(20)}`, offset: 1, sizeInBytes: 4, cardinality: 1 },
      'TableCorrupt',
      'no path of a file of the table',
    ],
    ['a file that is gone', vectorInFile([1]).vector, 'ObjectNotFound', 'no such object'],
  ])('of %s are refused', async (_, vector, name, message) => {
    await expect(read(table({ protocol, actions: [add(vector)] }))).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
  });

  it('of a file with another checksum are refused', async () => {
    const { key, body, vector } = vectorInFile([1, 3]);
    const store = table({ protocol, actions: [add(vector)] });
    body[body.length - 5] ^= 1;
    store.put(`my.table/${key}`, body);
    await expect(read(store)).rejects.toMatchObject({
      name: 'TableCorrupt',
      message: expect.stringContaining('another checksum'),
    });
  });
});

describe('the bitmap of a deletion vector', () => {
  const some = (count: number, step: number, from = 0) => Array.from({ length: count }, (_, i) => from + i * step);

  it.each<[string, readonly number[], Container]>([
    ['an array', some(4096, 3), 'array'],
    ['bits', some(5000, 3), 'bits'],
    ['runs', [...some(10, 1), ...some(70, 1, 1000)], 'runs'],
    ['arrays in several containers', [...some(5, 1), ...some(5, 1, 65_536), ...some(5, 7, 200_000)], 'array'],
    ['runs in four containers, which have offsets', some(40, 6500), 'runs'],
  ])('of %s', (_, rows, kind) => {
    const { marks, count } = markedRows(bitmapOf(rows, kind), 300_000);
    expect(count).toBe(rows.length);
    expect(some(300_000, 1).filter((row) => marks[row] === 1)).toEqual(rows);
  });

  it('ends where its bytes do', () => {
    expect(() => markedRows(Buffer.concat([bitmapOf([1]), Buffer.alloc(3)]), 10)).toThrow('3 bytes behind the bitmap');
    expect(() => markedRows(bitmapOf([1]).subarray(0, -1), 10)).toThrow('the bitmap is cut off');
  });
});

describe('base 85', () => {
  it("reads the specification's example, and its own", () => {
    expect(Buffer.from(fromZ85('HelloWorld')).toString('hex')).toBe('864fd26fb559f75b');
    expect(toZ85(Buffer.from('864fd26fb559f75b', 'hex'))).toBe('HelloWorld');
    expect(() => fromZ85('Hell')).toThrow('4 digits');
    expect(() => fromZ85('#####')).toThrow('beyond 32 bits');
  });
});

describe('column mapping', () => {
  const fields: Fields = ['station', 'date', 'temp'].map((name, i) => [
    name,
    FIELDS[i][1],
    { 'delta.columnMapping.id': i + 1, 'delta.columnMapping.physicalName': `col-${i}` },
  ]);
  const mapped = (mode: string, protocol: object = { minReaderVersion: 2, minWriterVersion: 5 }) => {
    const store = table({ fields, configuration: { 'delta.columnMapping.mode': mode }, protocol });
    store.put(
      'my.table/a.parquet',
      mode === 'id' ? file(['x', 'y', 'z'], [1, 2, 3]) : file(['col-0', 'col-1', 'col-2']),
    );
    return store;
  };

  it.each(['name', 'id'])('by %s is followed', async (mode) => {
    expect((await read(mapped(mode)))[3]).toBe('4 b 1970-01-04 4');
    expect((await read(mapped(mode, reader('columnMapping'))))[3]).toBe('4 b 1970-01-04 4');
  });

  it('is followed in partitions', async () => {
    const add = { ...ADD, partitionValues: { 'col-0': 'p' } };
    const store = table({
      fields,
      partitionColumns: ['station'],
      configuration: { 'delta.columnMapping.mode': 'name' },
      protocol: reader('columnMapping'),
      actions: [{ add }],
    });
    store.put('my.table/a.parquet', file(['unused', 'col-1', 'col-2']));
    expect((await read(store))[0]).toBe('1 p 1970-01-01 1');
  });

  it('is refused where the log does not say it', async () => {
    const store = table({ configuration: { 'delta.columnMapping.mode': 'name' } });
    await expect(read(store)).rejects.toMatchObject({
      name: 'TableCorrupt',
      message: expect.stringContaining("does not say what the column 'station' is stored as"),
    });
  });
});
