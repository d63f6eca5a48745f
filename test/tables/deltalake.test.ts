import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from '@jest/globals';
import type { ColumnValues, RowBatch, TableSchema } from '../../core/contracts/table-schema.ts';
import {
  appendRows,
  ensureTable,
  openTable,
  readRows,
  replacePartitions,
  type PartitionValues,
  type Snapshot,
  type TableLocation,
} from '../../tables/index.ts';
import { commitKey } from '../../tables/log/keys.ts';
import { describeWith } from '../support/oracles.ts';
import { pythonVenv } from '../support/python.ts';
import { newLocation, numbers, options, PARTITIONED, racing, temporaryRoot } from './support.ts';

type Row = readonly unknown[];

interface Described {
  readonly version: number;
  readonly schema: {
    readonly fields: readonly { readonly name: string; readonly type: string; readonly nullable: boolean }[];
  };
  readonly partitionBy: readonly string[];
  readonly arrow: readonly string[];
  readonly rows: readonly Row[];
  readonly history: readonly { version: number; operation: string; timestamp: number; rows?: string }[];
}

interface Answer {
  readonly tables: readonly Described[];
  readonly filtered: readonly (readonly Row[])[];
  readonly garbage: readonly (readonly string[])[][];
  readonly own: { readonly version: number; readonly rows: readonly Row[] };
}

const root = temporaryRoot();
const at = (path: string): TableLocation => newLocation(root, path);
const folder = ({ store, path }: TableLocation): string => join(root, store.bucket, path);

const EVERYTHING: TableSchema = {
  columns: [
    { name: 'p', type: 'string', nullable: true },
    { name: 'on', type: 'date', nullable: false },
    { name: 's', type: 'string', nullable: true },
    { name: 'l', type: 'long', nullable: false },
    { name: 'd', type: 'double', nullable: true },
    { name: 'day', type: 'date', nullable: true },
    { name: 'at', type: 'timestamp', nullable: true },
  ],
  partitionBy: ['p', 'on'],
};

const WEIRD = [null, 'ü😀', 'a b/c=d%e:f', '\'"\\#?&+', '2020-01-01'];

/** Four rows with the values at the ends of each type. */
function batch(seed: number): Omit<RowBatch, 'columns'> & { columns: Record<string, ColumnValues> } {
  return {
    rows: 4,
    columns: {
      s: [`s${seed}`, null, '\u0000\t"', 'long '.repeat(30)],
      l: Float64Array.of(seed, -seed, 2 ** 53 - 1, -(2 ** 53) + 1),
      d: [seed + 0.1, null, NaN, -1e300],
      day: [seed, -719162, 2932896, null],
      at: [seed * 1000 + 1, -1, 253402300799999, null],
    },
  };
}

async function writeEverything(location: TableLocation): Promise<void> {
  await ensureTable(location, EVERYTHING, { nowMs: 1_000 });
  for (const [i, p] of WEIRD.entries()) {
    const { rows, columns } = batch(i);
    const keys = { p: new Array<string | null>(rows).fill(p), on: new Int32Array(rows).fill(i - 2) };
    await appendRows(location, { rows, columns: { ...columns, ...keys } }, options(2_000 + i, { operation: 'ingest' }));
  }
  const replace = (values: PartitionValues, batches: RowBatch[], nowMs: number): Promise<unknown> =>
    replacePartitions(location, [{ values, batches }], options(nowMs, { operation: 'replace' }));
  await replace({ p: 'a b/c=d%e:f', on: 0 }, [batch(50), batch(51)], 3_000);
  await replace({ p: null, on: -2 }, [], 3_001);
  const other = (): Promise<unknown> => replace({ p: 'other', on: 9 }, [batch(60)], 3_002);
  const loser = { ...location, store: racing(location.store, [other]) };
  await replacePartitions(loser, [{ values: { p: 'loser', on: 9 }, batches: batch(61) }], options(3_003));
  for (let i = 0; i < 4; i += 1) await replace({ p: 'last', on: i }, [batch(70 + i)], 4_000 + i);
}

/** A partition whose rows go, and come back after a checkpoint that has them for removed. */
async function writeAgain(location: TableLocation): Promise<void> {
  await ensureTable(location, PARTITIONED, { nowMs: 1 });
  for (const n of [1, 2, 3, 2, 3, 2, 3, 2, 3, 4, 1]) {
    await replacePartitions(location, [{ values: { run: 'a b' }, batches: numbers(n) }], options(n));
  }
}

async function rowsOf(snapshot: Snapshot): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const { rows: count, columns } of readRows(snapshot)) {
    for (let row = 0; row < count; row += 1) {
      rows.push(Object.values(columns).map((values) => (Number.isNaN(values[row]) ? 'NaN' : values[row])));
    }
  }
  return sorted(rows);
}

function sorted(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

const python = await pythonVenv('deltalake', ['deltalake==1.6.6', 'pyarrow']);

describeWith('python3', python)('the Python deltalake package', () => {
  const [weird, cleaned, empty, again] = [at('weird'), at('cleaned'), at('empty'), at('again')];
  let answer: Answer;

  beforeAll(async () => {
    await writeEverything(weird);
    await writeEverything(cleaned);
    for (let version = 0; version < 10; version += 1) await rm(join(root, 'lake', commitKey(cleaned, version)));
    await ensureTable(empty, EVERYTHING, { nowMs: 5 });
    await writeAgain(again);
    const request = {
      tables: [
        ...[undefined, 0, 3, 6, 7, 9, 10].map((version) => ({ path: folder(weird), version })),
        { path: folder(cleaned) },
        { path: folder(empty) },
        { path: folder(again) },
      ],
      garbage: [folder(again)],
      filters: [
        { path: folder(weird), filters: [['l', '=', 71]] },
        { path: folder(weird), filters: [['s', '=', 's61']] },
        {
          path: folder(weird),
          filters: [
            ['p', '=', 'a b/c=d%e:f'],
            ['l', '<', 0],
          ],
        },
      ],
      own: join(root, 'lake', 'own'),
    };
    const file = join(root, 'request.json');
    await writeFile(file, JSON.stringify(request));
    const { stdout } = await promisify(execFile)(String(python), ['test/tables/deltalake_oracle.py', file], {
      maxBuffer: 1e8,
    });
    answer = JSON.parse(stdout) as Answer;
  });

  it('reads the same rows at every version: appends, replacements, a lost race, beyond a checkpoint', async () => {
    for (const table of answer.tables.slice(0, 7)) {
      const ours = await rowsOf(await openTable(weird, table.version));
      expect(sorted(table.rows)).toEqual(ours);
    }
    expect(answer.tables.map(({ version, rows }) => [version, rows.length])).toEqual([
      [13, 44],
      [0, 0],
      [3, 12],
      [6, 24],
      [7, 20],
      [9, 28],
      [10, 32],
      [13, 44],
      [0, 0],
      [11, 1],
    ]);
  });

  it('reads a table whose log was cleaned up to our checkpoint', async () => {
    const table = answer.tables[7];
    expect(sorted(table.rows)).toEqual(await rowsOf(await openTable(cleaned)));
    expect(table.history.map(({ version }) => version)).toEqual([10, 11, 12, 13]);
  });

  it('reads a file that was removed and came back, and takes it for no garbage', () => {
    expect(answer.tables[9]).toMatchObject({ version: 11, rows: [['a b', 1]] });
    const others = ['9a0f7335fd117f5e', 'a8f75cd1ac3aa3b5', 'e741c1eeb92b8b37'];
    const paths = others.map((hash) => `run=a%20b/part-${hash}.parquet`);
    expect(answer.garbage).toEqual([[paths, paths]]);
  });

  it('sees the same types', () => {
    const [{ schema, partitionBy, arrow }] = answer.tables;
    expect(schema.fields.map(({ name, type, nullable }) => ({ name, type, nullable }))).toEqual(EVERYTHING.columns);
    expect(partitionBy).toEqual(['p', 'on']);
    expect(arrow).toEqual([
      'string',
      'date32[day]',
      'string',
      'int64',
      'double',
      'date32[day]',
      'timestamp[us, tz=UTC]',
    ]);
  });

  it('sees the same history', () => {
    expect(answer.tables[0].history.slice(0, 8)).toEqual([
      { version: 0, operation: 'CREATE TABLE', timestamp: 1_000, rows: null },
      ...WEIRD.map((_, i) => ({ version: i + 1, operation: 'ingest', timestamp: 2_000 + i, rows: '4' })),
      { version: 6, operation: 'replace', timestamp: 3_000, rows: '8' },
      { version: 7, operation: 'replace', timestamp: 3_001, rows: '0' },
    ]);
  });

  it('finds rows by our statistics and partition values', () => {
    expect(answer.filtered.map((rows) => sorted(rows.map((row) => [row[0], row[3]])))).toEqual([
      [['last', 71]],
      [['loser', 61]],
      [
        ['a b/c=d%e:f', -50],
        ['a b/c=d%e:f', -51],
        ['a b/c=d%e:f', 1 - 2 ** 53],
        ['a b/c=d%e:f', 1 - 2 ** 53],
      ],
    ]);
  });

  it('writes tables that we read: its checkpoint, partitions, narrower integers, microseconds', async () => {
    const snapshot = await openTable(at('own'));
    expect(snapshot.version).toBe(answer.own.version);
    expect(await rowsOf(snapshot)).toEqual(sorted(answer.own.rows));
    expect(answer.own.rows).toHaveLength(33);
  });

  it('writes statistics that we prune by', async () => {
    const snapshot = await openTable(at('own'));
    const found: unknown[] = [];
    for await (const { columns } of readRows(snapshot, {
      columns: ['s', 'i'],
      where: { range: { column: 'i', min: 100 } },
    })) {
      found.push(columns);
    }
    expect(found).toHaveLength(2);
    expect(found).toContainEqual({ s: ['x'], i: [200] });
  });
});
