import { execFile } from 'node:child_process';
import { rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from '@jest/globals';
import type { Column, ColumnType, ColumnValues, RowBatch, TableSchema } from '../../core/contracts/table-schema.ts';
import {
  appendRows,
  applyUpkeep,
  ensureTable,
  openTable,
  planUpkeep,
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
    readonly fields: readonly {
      readonly name: string;
      readonly type: string;
      readonly nullable: boolean;
      readonly metadata: object;
    }[];
  };
  readonly name: string;
  readonly description: string | null;
  readonly partitionBy: readonly string[];
  readonly arrow: readonly string[];
  readonly rows: readonly Row[];
  readonly history: readonly { version: number; operation: string; timestamp: number; rows?: string; step?: string }[];
}

interface Answer {
  readonly tables: readonly Described[];
  readonly filtered: readonly (readonly Row[])[];
  readonly garbage: readonly (readonly string[])[][];
  readonly expired: readonly (readonly string[])[];
  readonly instants: readonly number[];
  readonly merged: readonly {
    readonly version: number;
    readonly columns: readonly string[];
    readonly rows: readonly Row[];
  }[];
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
  description: 'Rows of every type',
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
    await appendRows(location, { rows, columns: { ...columns, ...keys } }, options(2_000 + i, { step: 'ingest' }));
  }
  const replace = (values: PartitionValues, batches: RowBatch[], nowMs: number): Promise<unknown> =>
    replacePartitions(location, [{ values, batches }], options(nowMs, { step: 'replace' }));
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

const nullable = (name: string, type: ColumnType): Column => ({ name, type, nullable: true });
const ADDED = [
  nullable('text', 'string'),
  nullable('long', 'long'),
  nullable('double', 'double'),
  nullable('day', 'date'),
  nullable('at', 'timestamp'),
];
const GROWN: TableSchema = { ...PARTITIONED, columns: [...PARTITIONED.columns, ...ADDED] };
const DESCRIBED: TableSchema = {
  ...GROWN,
  columns: GROWN.columns.map((column) => ({ ...column, comment: `What ${column.name} is` })),
  description: 'It grew',
};

/** A table that gains a column of every type, written to before and after, and read before and after its checkpoint. */
async function writeGrown(location: TableLocation): Promise<void> {
  await ensureTable(location, PARTITIONED, { nowMs: 1 });
  await appendRows(location, { rows: 2, columns: { run: ['old', 'both'], n: [1, 2] } }, options(2));
  await ensureTable(location, DESCRIBED, { nowMs: 3 });
  const columns = {
    n: [3, 4],
    text: ['x', null],
    long: [7, null],
    double: [0.5, null],
    day: [1, null],
    at: [1000, null],
  };
  await replacePartitions(location, [{ values: { run: 'both' }, batches: { rows: 2, columns } }], options(4));
  await appendRows(location, { rows: 1, columns: { run: ['both'], n: [5] } }, options(5));
  for (let n = 6; n < 12; n += 1)
    await appendRows(location, { rows: 1, columns: { run: ['old'], n: [n] } }, options(n));
}

const ENGINE = 'forecasting-platform';
const [APPEND, REPLACE] = ['Append', 'Overwrite'];

/** An entry of the history, as deltalake shows it. @param on days since 1970 */
function write(step: string, mode: string, p?: string | null, on = 0) {
  const day = new Date(on * 86_400_000).toISOString().slice(0, 10);
  const of = p === null ? 'p IS NULL' : `p = '${p}'`;
  const predicate = p === undefined ? {} : { predicate: JSON.stringify([`(${of} AND on = '${day}')`]) };
  return { operation: 'WRITE', step, engine: ENGINE, parameters: { mode, partitionBy: '["p","on"]', ...predicate } };
}

/** A partition of which a file was replaced `beforeMs` ago. */
async function writeReplaced(location: TableLocation, beforeMs: number): Promise<void> {
  const nowMs = Date.now() - beforeMs;
  await ensureTable(location, PARTITIONED, { nowMs });
  for (const n of [1, 2])
    await replacePartitions(location, [{ values: { run: 'a' }, batches: numbers(n) }], options(nowMs));
}

/** As it is after months: what only versions before the twelfth name is gone. */
async function writeCleaned(location: TableLocation): Promise<void> {
  await writeEverything(location);
  const retention = { nowMs: Date.now() + 30 * 86_400_000, keepMs: 60 * 86_400_000 };
  const old = new Date(retention.nowMs - 90 * 86_400_000);
  for (let version = 0; version <= 12; version += 1)
    await utimes(join(root, 'lake', commitKey(location, version)), old, old);
  for (const { path } of [...(await openTable(location, 0)).files, ...(await openTable(location, 10)).files])
    await utimes(join(folder(location), path), old, old);
  const plan = await planUpkeep(location, retention);
  await applyUpkeep(location, plan, retention);
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
  const [grown, shortened, merged] = [at('grown'), at('shortened'), at('merged')];
  const [recent, outdated] = [at('recent'), at('outdated')];
  const upkept = at('upkept');
  let answer: Answer;

  beforeAll(async () => {
    await writeEverything(weird);
    await writeEverything(cleaned);
    for (let version = 0; version < 10; version += 1) await rm(join(root, 'lake', commitKey(cleaned, version)));
    await ensureTable(empty, EVERYTHING, { nowMs: 5 });
    await writeAgain(again);
    await writeGrown(grown);
    await writeGrown(shortened);
    for (let version = 0; version < 10; version += 1) await rm(join(root, 'lake', commitKey(shortened, version)));
    await writeCleaned(upkept);
    await writeReplaced(recent, 0);
    await writeReplaced(outdated, 8 * 86_400_000);
    await ensureTable(merged, PARTITIONED, { nowMs: 1 });
    await appendRows(merged, { rows: 2, columns: { run: ['a', 'b'], n: [1, 2] } }, options(2));
    const request = {
      tables: [
        ...[undefined, 0, 3, 6, 7, 9, 10].map((version) => ({ path: folder(weird), version })),
        { path: folder(cleaned) },
        { path: folder(empty) },
        { path: folder(again) },
        ...[1, 2, 3, undefined].map((version) => ({ path: folder(grown), version })),
        { path: folder(shortened) },
        ...[undefined, 12].map((version) => ({ path: folder(upkept), version })),
      ],
      garbage: [folder(again)],
      expired: [recent, outdated].map(folder),
      dated: folder(recent),
      merged: folder(merged),
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
        { path: folder(grown), filters: [['double', '>', 0]] },
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
    expect(answer.tables.slice(0, 10).map(({ version, rows }) => [version, rows.length])).toEqual([
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

  it('reads a table after its upkeep, as of every version that stays', async () => {
    const [newest, oldest] = answer.tables.slice(-2);
    expect([newest.version, oldest.version]).toEqual([13, 12]);
    expect(sorted(newest.rows)).toEqual(await rowsOf(await openTable(weird)));
    expect(sorted(oldest.rows)).toEqual(await rowsOf(await openTable(weird, 12)));
    expect(newest.history.map(({ version }) => version)).toEqual([12, 13]);
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
      {
        ...{ version: 0, operation: 'CREATE TABLE', timestamp: 1_000, rows: null, step: null, engine: ENGINE },
        parameters: {
          ...{ isManaged: 'false', description: 'Rows of every type', partitionBy: '["p","on"]', properties: '{}' },
        },
      },
      ...WEIRD.map((_, i) => ({ version: i + 1, ...write('ingest', APPEND), timestamp: 2_000 + i, rows: '4' })),
      { version: 6, ...write('replace', REPLACE, 'a b/c=d%e:f', 0), timestamp: 3_000, rows: '8' },
      { version: 7, ...write('replace', REPLACE, null, -2), timestamp: 3_001, rows: '0' },
    ]);
  });

  it('shows what tables and columns are, of one that gained columns too', () => {
    const [everything] = answer.tables;
    expect([everything.name, everything.description]).toEqual(['weird', 'Rows of every type']);
    expect(everything.schema.fields.map(({ metadata }) => metadata)).toEqual(EVERYTHING.columns.map(() => ({})));
    const [atFirst, , later] = answer.tables.slice(10);
    expect([atFirst.name, atFirst.description, atFirst.schema.fields[0].metadata]).toEqual(['grown', null, {}]);
    expect([later.name, later.description]).toEqual(['grown', 'It grew']);
    const comments = ['run', 'n', 'text', 'long', 'double', 'day', 'at'].map((name) => ({
      comment: `What ${name} is`,
    }));
    expect(later.schema.fields.map(({ metadata }) => metadata)).toEqual(comments);
  });

  it('would delete by VACUUM what was taken out long ago, and nothing of today', () => {
    expect(answer.expired).toEqual([[], ['run=a/part-f54883f814345ed6.parquet']]);
  });

  it('finds the version of an instant by the time of the commit, as with any other writer', () => {
    expect(answer.instants).toEqual([0, 1, 2]);
  });

  it('finds rows by our statistics and partition values', () => {
    expect(answer.filtered.slice(0, 3).map((rows) => sorted(rows.map((row) => [row[0], row[3]])))).toEqual([
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

  it('reads a table that gained columns, as of before and after, by its whole log and by our checkpoint', async () => {
    const added = [null, null, null, null, null];
    const before = [
      ['both', 2],
      ['old', 1],
    ];
    const after = [
      ['both', 3, 'x', 7, 0.5, 1, 1000],
      ['both', 4, ...added],
      ['old', 1, ...added],
    ];
    const later = [['both', 5, ...added], ...[6, 7, 8, 9, 10, 11].map((n) => ['old', n, ...added])];
    const wanted = [before, before.map((row) => [...row, ...added]), after, [...after, ...later], [...after, ...later]];
    expect(answer.tables.slice(10, 15).map(({ rows }) => sorted(rows))).toEqual(wanted.map(sorted));
    expect(await rowsOf(await openTable(grown))).toEqual(sorted(wanted[3]));
    expect(await rowsOf(await openTable(shortened))).toEqual(sorted(wanted[4]));
    expect(
      answer.tables[13].schema.fields.map(({ name, type, nullable: may }) => ({ name, type, nullable: may })),
    ).toEqual(GROWN.columns);
    expect(answer.filtered[3]).toEqual([after[0]]);
  });

  it('evolves a table of ours, which we read, and evolve further', async () => {
    const rows = [
      [1, 'a', null, null],
      [10, 'a', 10.5, 'w10'],
      [2, 'b', null, null],
      [11, 'c', 11.5, 'w11'],
    ];
    // It moves the partition column behind the others that were there.
    const columns = ['n', 'run', 'late', 'word'];
    expect(answer.merged.map((state) => state.columns)).toEqual([columns, columns]);
    expect(answer.merged.map((state) => sorted(state.rows))).toEqual([sorted(rows.slice(0, 3)), sorted(rows)]);
    for (const [i, { version }] of answer.merged.entries()) {
      expect(await rowsOf(await openTable(merged, version))).toEqual(sorted(answer.merged[i].rows));
    }
    const known = [...PARTITIONED.columns, nullable('word', 'string'), nullable('late', 'double')];
    const ensure = (...more: Column[]) =>
      ensureTable(merged, { ...PARTITIONED, columns: [...known, ...more] }, { nowMs: 9 });
    const { version } = answer.merged[1];
    expect((await ensure()).version).toBe(version);
    expect((await ensure(nullable('more', 'date'))).version).toBe(version + 1);
    await appendRows(merged, { rows: 1, columns: { run: ['d'], n: [12], more: [3] } }, options(11));
    const all = [...rows.map((row) => [...row, null]), [12, 'd', null, null, 3]];
    expect(await rowsOf(await openTable(merged))).toEqual(sorted(all));
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
