import { describe, expect, it } from '@jest/globals';
import type { RowBatch, TableSchema } from '../../core/contracts/table-schema.ts';
import {
  appendRows,
  ensureTable,
  openTable,
  planFiles,
  readRows,
  type TableLocation,
  type Where,
} from '../../tables/index.ts';
import { newLocation, options, temporaryRoot } from './support.ts';

const SCHEMA: TableSchema = {
  columns: [
    { name: 'shard', type: 'long', nullable: false },
    { name: 'id', type: 'string', nullable: false },
    { name: 'ds', type: 'date', nullable: true },
    { name: 'at', type: 'timestamp', nullable: true },
    { name: 'y', type: 'double', nullable: true },
  ],
  partitionBy: ['shard'],
};

const root = temporaryRoot();
let count = 0;

/** Three files: shard 0 with days 0 to 9, shard 1 with days 10 to 19, shard 1 without any day. */
async function threeFiles(): Promise<TableLocation> {
  const location = newLocation(root, `t${(count += 1)}`);
  await ensureTable(location, SCHEMA, { nowMs: 0 });
  for (const [shard, start, dated] of [
    [0, 0, true],
    [1, 10, true],
    [1, 20, false],
  ] as const) {
    const days = Array.from({ length: 10 }, (_, i) => start + i);
    const batch: RowBatch = {
      rows: 10,
      columns: {
        shard: new Float64Array(10).fill(shard),
        id: days.map((day) => `s${day}`),
        ds: dated ? Int32Array.from(days) : new Array<null>(10).fill(null),
        at: days.map((day) => (dated ? day * 86_400_000 : null)),
        y: days.map((day) => (day % 5 === 0 ? null : day === 12 ? NaN : day / 2)),
      },
    };
    await appendRows(location, batch, options(start));
  }
  return location;
}

async function read(location: TableLocation, where: Where, columns?: string[]): Promise<RowBatch[]> {
  const batches: RowBatch[] = [];
  const query = { where, ...(columns === undefined ? {} : { columns }) };
  for await (const batch of readRows(await openTable(location), query)) batches.push(batch);
  return batches;
}

const ids = async (location: TableLocation, where: Where): Promise<unknown[]> =>
  (await read(location, where, ['id'])).flatMap(({ columns }) => [...columns.id]);
const plan = async (location: TableLocation, where: Where): Promise<number> =>
  planFiles(await openTable(location), where).length;

describe('the plan of a read', () => {
  it.each<[string, Where, number]>([
    ['all files without a condition', {}, 3],
    ['the files of a partition', { partition: { shard: 1 } }, 2],
    ['no file of a partition that is not there', { partition: { shard: 7 } }, 0],
    ['files whose statistics reach the lower bound', { range: { column: 'ds', min: 9 } }, 2],
    ['files whose statistics reach the upper bound', { range: { column: 'ds', max: 9 } }, 1],
    ['no file that holds only nulls', { range: { column: 'ds' } }, 2],
    ['files by text', { range: { column: 'id', min: 's2', max: 's20' } }, 2],
    ['files by timestamp', { range: { column: 'at', min: 86_400_000 * 15 } }, 1],
    ['files by a range of the partition column', { range: { column: 'shard', max: 0 } }, 1],
    ['both conditions at once', { partition: { shard: 0 }, range: { column: 'ds', min: 10 } }, 0],
  ])('holds %s', async (_what, where, files) => {
    expect(await plan(await threeFiles(), where)).toBe(files);
  });

  it('refuses columns that the table does not have', async () => {
    const snapshot = await openTable(await threeFiles());
    expect(() => planFiles(snapshot, { range: { column: 'x' } })).toThrow(
      "the table has no column 'x'; got 'x'; allowed: shard: long; id: string",
    );
    expect(() => planFiles(snapshot, { partition: { id: 'a' } })).toThrow(
      "not partitioned by the column 'id'; got 'id'; allowed: shard",
    );
  });
});

describe('reading rows', () => {
  it('filters exactly, both bounds included, nulls left out', async () => {
    const location = await threeFiles();
    expect(await ids(location, { range: { column: 'ds', min: 8, max: 11 } })).toEqual(['s8', 's9', 's10', 's11']);
    expect(await ids(location, { range: { column: 'y', max: 0.5 } })).toEqual(['s1']);
  });

  it('never finds NaN in a range', async () => {
    expect(await ids(await threeFiles(), { range: { column: 'y', min: 5.5, max: 6.5 } })).toEqual(['s11', 's13']);
  });

  it('gives the columns asked for, in that order, partition columns with their type', async () => {
    const [first] = await read(await threeFiles(), { partition: { shard: 0 } }, ['y', 'shard']);
    expect(Object.keys(first.columns)).toEqual(['y', 'shard']);
    expect(first.columns.shard).toEqual(new Float64Array(10));
  });

  it('gives all columns in the order of the schema without a choice', async () => {
    const [first] = await read(await threeFiles(), {});
    expect(Object.keys(first.columns)).toEqual(['shard', 'id', 'ds', 'at', 'y']);
  });

  it('gives typed arrays where no value is null, and nulls where they are', async () => {
    const [first, , third] = await read(await threeFiles(), {});
    const [dated, undated] = first.columns.ds instanceof Int32Array ? [first, third] : [third, first];
    expect(dated.columns.ds).toBeInstanceOf(Int32Array);
    expect(dated.columns.at).toBeInstanceOf(Float64Array);
    expect([dated.columns.y[0], dated.columns.y[1]]).toEqual([null, expect.any(Number)]);
    expect(undated.rows).toBe(10);
  });

  it('gives no batch for a file without wanted rows', async () => {
    expect(await read(await threeFiles(), { range: { column: 'id', min: 's21x', max: 's21y' } })).toEqual([]);
  });
});

describe('rows in any order', () => {
  const rows = (partitionBy: string[]): Promise<TableLocation> =>
    mixedRows(newLocation(root, `t${(count += 1)}`), partitionBy);

  it.each<[string, NonNullable<Where['range']>, number[]]>([
    ['text between two', { column: 'text', min: 'b', max: 'c' }, [0, 1, 3, 4, 7]],
    ['text of one value', { column: 'text', min: 'b', max: 'b' }, [0, 1, 7]],
    ['text that is not null', { column: 'text' }, [0, 1, 2, 3, 4, 7]],
    ['numbers without nulls, from one', { column: 'whole', min: 2 }, [1, 2, 5, 6]],
    ['numbers without nulls, up to one', { column: 'whole', max: 1 }, [0, 3, 4, 7]],
    ['numbers without nulls, one of them', { column: 'whole', min: 2, max: 2 }, [1, 5]],
    ['doubles with NaN and infinities', { column: 'double' }, [0, 2, 3, 4, 6, 7]],
    ['doubles up to zero', { column: 'double', max: 0 }, [0, 3, 7]],
    ['numbers with nulls', { column: 'sparse', min: 1, max: 1 }, [0, 1, 6]],
    ['numbers with nulls, from one', { column: 'sparse', min: 2 }, [3, 7]],
  ])('are filtered alike: %s', async (_what, range, wanted) => {
    expect((await read(await rows([]), { range }, ['row'])).map(({ columns }) => [...columns.row])).toEqual([wanted]);
  });

  it('keep all columns in step', async () => {
    const [batch] = await read(await rows([]), { range: { column: 'whole', min: 2, max: 2 } });
    expect(batch).toEqual({
      rows: 2,
      columns: {
        row: Float64Array.of(1, 5),
        text: ['b', null],
        whole: Int32Array.of(2, 2),
        double: Float64Array.of(NaN, NaN),
        sparse: [1, null],
      },
    });
  });

  it.each([
    [['text'], [[2], [0, 1, 7], [3, 4], [5, 6]]],
    [
      ['text', 'whole'],
      [[2], [0, 7], [1], [3, 4], [5], [6]],
    ],
  ])('are split by %j: a partition of each value, its rows in their order', async (partitionBy, wanted) => {
    const found = (await read(await rows(partitionBy), {}, ['row'])).map(({ columns }) => [...columns.row]);
    expect(found.sort()).toEqual(wanted.sort());
  });
});

async function mixedRows(location: TableLocation, partitionBy: readonly string[]): Promise<TableLocation> {
  const types = { row: 'long', text: 'string', whole: 'date', double: 'double', sparse: 'long' } as const;
  const isNullable = new Set(['text', 'sparse']);
  const columns = Object.entries(types).map(([name, type]) => ({ name, type, nullable: isNullable.has(name) }));
  await ensureTable(location, { columns, partitionBy }, { nowMs: 0 });
  const batch: RowBatch = {
    rows: 8,
    columns: {
      row: Float64Array.of(0, 1, 2, 3, 4, 5, 6, 7),
      text: ['b', 'b', 'a', 'c', 'c', null, null, 'b'],
      whole: Int32Array.of(1, 2, 3, 1, 1, 2, 3, 1),
      double: Float64Array.of(-1, NaN, 1, -Infinity, Infinity, NaN, 2, 0),
      sparse: [1, 1, null, 2, 0, null, 1, 3],
    },
  };
  await appendRows(location, batch, options(1));
  return location;
}
