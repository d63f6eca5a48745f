import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Column, ColumnType, RowBatch, TableSchema } from '../../core/contracts/table-schema.ts';
import {
  appendRows,
  asEvolved,
  commitFiles,
  ensureTable,
  history,
  openTable,
  readRows,
  replacePartitions,
  stageFiles,
  type Snapshot,
  type TableLocation,
  type Where,
} from '../../tables/index.ts';
import { encodeCommit } from '../../tables/log/actions.ts';
import { checkpointKey, commitKey } from '../../tables/log/keys.ts';
import { actionsAt, newLocation, options, racing, temporaryRoot } from './support.ts';

const root = temporaryRoot();
let count = 0;

const column = (name: string, type: ColumnType, nullable: boolean): Column => ({ name, type, nullable });
const RUN = column('run', 'string', true);
const N = column('n', 'long', false);
const NAIVE = column('naive', 'double', true);
const RECIPE = column('recipe', 'string', true);
const schemaOf = (...columns: Column[]): TableSchema => ({ columns, partitionBy: ['run'] });
const BEFORE = schemaOf(RUN, N);
const AFTER = schemaOf(RUN, RECIPE, N, NAIVE);

const newPlace = (): TableLocation => newLocation(root, `t${(count += 1)}`);
const old = (run: string, ...n: number[]): RowBatch => ({ rows: n.length, columns: { run: n.map(() => run), n } });
const recent = (run: string, ...n: number[]): RowBatch => ({
  rows: n.length,
  columns: {
    ...old(run, ...n).columns,
    naive: Float64Array.from(n, (value) => value / 2),
    recipe: n.map(() => 'blend'),
  },
});

/** A table of the schema before, with a file in it. */
async function oldTable(): Promise<TableLocation> {
  const location = newPlace();
  await ensureTable(location, BEFORE, { nowMs: 1 });
  await appendRows(location, old('a', 1, 2), options(2));
  return location;
}

/** One of both ages, evolved in between. */
async function grownTable(): Promise<TableLocation> {
  const location = await oldTable();
  await ensureTable(location, AFTER, { nowMs: 3 });
  await appendRows(location, recent('b', 3, 4), options(4));
  return location;
}

const COLUMNS = ['run', 'n', 'naive', 'recipe'];

async function rowsOf(snapshot: Snapshot, where: Where = {}, columns = COLUMNS): Promise<unknown[][]> {
  const rows: unknown[][] = [];
  for await (const batch of readRows(snapshot, { columns, where })) {
    for (let row = 0; row < batch.rows; row += 1) rows.push(columns.map((name) => batch.columns[name][row]));
  }
  return rows.sort((a, b) => Number(a[1]) - Number(b[1]));
}

const ROWS = [
  ['a', 1, null, null],
  ['a', 2, null, null],
  ['b', 3, 1.5, 'blend'],
  ['b', 4, 2, 'blend'],
];

describe('a table that lacks nullable columns', () => {
  it('gains them at its end, in one commit, once', async () => {
    const location = await oldTable();
    const grown = await ensureTable(location, AFTER, { nowMs: 3 });
    expect(grown).toMatchObject({ version: 2, schema: { columns: [RUN, N, RECIPE, NAIVE], partitionBy: ['run'] } });
    expect(await ensureTable(location, AFTER, { nowMs: 4 })).toEqual(grown);
    expect((await history(location)).map(({ operation, timestampMs }) => [operation, timestampMs])).toEqual([
      ['CREATE TABLE', 1],
      ['WRITE', 2],
      ['ADD COLUMNS', 3],
    ]);
  });

  it('stays the same table, and keeps what another writer noted of it', async () => {
    const location = await oldTable();
    const [, , created] = await actionsAt(location, 0);
    const configuration = { 'delta.logRetentionDuration': 'interval 30 days' };
    const noted = created.metaData!.schemaString.replace('"n","type":"long","nullable":false,"metadata":{}', (field) =>
      field.replace('{}', '{"comment":"how many"}'),
    );
    const metaData = { ...created.metaData!, name: 'numbers', configuration, schemaString: noted };
    await location.store.create(commitKey(location, 2), encodeCommit([{ metaData }]));
    await ensureTable(location, AFTER, { nowMs: 3 });
    const added =
      ',{"name":"recipe","type":"string","nullable":true,"metadata":{}},{"name":"naive","type":"double","nullable":true,"metadata":{}}]}';
    expect(noted).toContain('"comment":"how many"');
    expect((await actionsAt(location, 3)).slice(1)).toEqual([
      { metaData: { ...metaData, schemaString: noted.replace(/\]\}$/, added) } },
    ]);
  });

  it('reads null from the files of before, whatever is asked for', async () => {
    const snapshot = await openTable(await grownTable());
    expect(await rowsOf(snapshot)).toEqual(ROWS);
    expect(await rowsOf(snapshot, { partition: { run: 'a' } })).toEqual(ROWS.slice(0, 2));
    expect(await rowsOf(snapshot, { range: { column: 'naive', min: 0, max: 1.6 } })).toEqual([ROWS[2]]);
    expect(await rowsOf(snapshot, { range: { column: 'recipe', min: 'a' } }, ['recipe', 'n'])).toEqual([
      ['blend', 3],
      ['blend', 4],
    ]);
  });

  it('is as it was at its earlier versions', async () => {
    const location = await grownTable();
    const before = await openTable(location, 1);
    expect(before.schema).toEqual(BEFORE);
    await expect(rowsOf(before)).rejects.toThrow(
      "the table has no column 'naive'; got 'naive'; allowed: run: string, or null; n: long; hint: leave the column out",
    );
  });

  it('can be read as if it had them, before a writer comes', async () => {
    const location = await oldTable();
    const snapshot = asEvolved(await openTable(location), AFTER);
    expect(await rowsOf(snapshot)).toEqual(ROWS.slice(0, 2));
    expect(await rowsOf(snapshot, { range: { column: 'naive', min: 0 } })).toEqual([]);
    expect((await openTable(location)).schema).toEqual(BEFORE);
  });

  it('is written to by code that knows less: its rows are null there', async () => {
    const location = await grownTable();
    await appendRows(location, old('c', 5), options(5));
    const batches = [{ rows: 1, columns: { n: [6] } }];
    await replacePartitions(location, [{ values: { run: 'a' }, batches }], options(6));
    const files = await stageFiles(location, BEFORE, [
      { values: { run: 'd' }, batch: { rows: 1, columns: { n: [7] } } },
    ]);
    await commitFiles(location, { files, replace: [] }, options(7));
    expect(await rowsOf(await openTable(location))).toEqual([
      ...ROWS.slice(2),
      ['c', 5, null, null],
      ['a', 6, null, null],
      ['d', 7, null, null],
    ]);
    expect((await openTable(location)).files.map(({ stats }) => stats?.nullCount)).toEqual([
      { n: 0, recipe: 1, naive: 1 },
      { n: 0, recipe: 0, naive: 0 },
      { n: 0, recipe: 1, naive: 1 },
      { n: 0 },
    ]);
  });

  it('still asks every row for its partition, and for what may not be null', async () => {
    const location = await grownTable();
    await expect(appendRows(location, { rows: 1, columns: { n: [1] } }, options(9))).rejects.toThrow(
      "column 'run' is missing",
    );
    await expect(appendRows(location, { rows: 1, columns: { run: ['a'] } }, options(9))).rejects.toThrow(
      "column 'n' is missing",
    );
  });
});

describe('a schema that a table cannot become', () => {
  it.each([
    [
      'a required column that is missing',
      schemaOf(RUN, N, column('recipe', 'string', false)),
      "the table t has no column 'recipe', and its rows from before have no value for it; got 'recipe: string'; allowed: recipe: string, or null; hint: a table that is there gains columns that may be null",
    ],
    [
      'another type',
      schemaOf(RUN, column('n', 'double', false)),
      "column 'n' of the table t is another one than in the rows; got 'n: double'; allowed: n: long; hint: a column stays what it is: write its values as long, or give it another name",
    ],
    [
      'null where the table has none',
      schemaOf(RUN, column('n', 'long', true)),
      "column 'n' of the table t is another one than in the rows; got 'n: long, or null'; allowed: n: long; hint: a column stays what it is: let every row have a value",
    ],
    [
      'no null where the table has some',
      schemaOf(column('run', 'string', false), N),
      "got 'run: string'; allowed: run: string, or null; hint: a column stays what it is: let it be nullable",
    ],
    [
      'a name in other letters',
      schemaOf(RUN, N, column('N', 'long', true)),
      "column 'N' of the table t is another one than in the rows; got 'N: long, or null'; allowed: n: long; hint: a column stays what it is: write it as 'n'",
    ],
    [
      'a required column that nobody writes',
      schemaOf(RUN, NAIVE),
      "the table t asks for the column 'n' in every row, and the rows have none of it; got 'run, naive'; allowed: n: long; hint: likely the rows are of a newer release",
    ],
    [
      'other partitions',
      { ...AFTER, partitionBy: [] },
      "the table t is partitioned by other columns than the rows; got ''; allowed: run; hint: a table keeps its partitions",
    ],
  ])('is refused: %s', async (_what, schema, message) => {
    const location = newLocation(root, 't', `refused${(count += 1)}`);
    await ensureTable(location, BEFORE, { nowMs: 1 });
    const refusal = { name: 'SchemaMismatch', message: expect.stringContaining(message) };
    await expect(ensureTable(location, schema, { nowMs: 2 })).rejects.toMatchObject(refusal);
    const snapshot = await openTable(location);
    expect(() => asEvolved(snapshot, schema)).toThrow(message);
    expect(snapshot.version).toBe(0);
  });

  it('is refused with the likely fix', async () => {
    const schema = schemaOf(RUN, column('n', 'double', false));
    await expect(ensureTable(await oldTable(), schema, { nowMs: 2 })).rejects.toThrow('give it another name');
  });

  it('is not one that has fewer nullable columns, or another order', async () => {
    const location = await grownTable();
    for (const schema of [BEFORE, AFTER, schemaOf(NAIVE, N, RUN)]) {
      expect((await ensureTable(location, schema, { nowMs: 9 })).version).toBe(3);
    }
  });

  it('is any other, where the table asks more of its writers than we know', async () => {
    const location = await oldTable();
    const protocol = { minReaderVersion: 1, minWriterVersion: 4 };
    await location.store.create(commitKey(location, 2), encodeCommit([{ protocol }]));
    await expect(ensureTable(location, AFTER, { nowMs: 3 })).rejects.toMatchObject({ name: 'TableUnsupported' });
    expect((await ensureTable(location, BEFORE, { nowMs: 3 })).version).toBe(2);
  });
});

describe('writers that evolve a table at once', () => {
  it('make one commit of the same columns', async () => {
    const location = await oldTable();
    const grown = await Promise.all(
      Array.from({ length: 8 }, (_, i) => ensureTable(location, AFTER, { nowMs: 3 + i })),
    );
    for (const { version, schema } of grown) expect([version, schema]).toEqual([2, schemaOf(RUN, N, RECIPE, NAIVE)]);
    expect(await history(location)).toHaveLength(3);
  });

  it('end with the columns of both', async () => {
    const location = await oldTable();
    const store = racing(location.store, [() => ensureTable(location, schemaOf(RUN, N, RECIPE), { nowMs: 3 })]);
    const grown = await ensureTable({ ...location, store }, schemaOf(RUN, N, NAIVE), { nowMs: 4 });
    expect(grown).toMatchObject({ version: 3, schema: schemaOf(RUN, N, RECIPE, NAIVE) });
  });

  it('do not agree on a type: the second is refused', async () => {
    const location = await oldTable();
    const first = schemaOf(RUN, N, column('naive', 'long', true));
    const store = racing(location.store, [() => ensureTable(location, first, { nowMs: 3 })]);
    await expect(ensureTable({ ...location, store }, AFTER, { nowMs: 4 })).rejects.toThrow(
      "got 'naive: double, or null'; allowed: naive: long, or null",
    );
    expect((await openTable(location)).schema).toEqual(first);
  });

  it('lose to one that appends, and evolve what it left', async () => {
    const location = await oldTable();
    const store = racing(location.store, [() => appendRows(location, old('z', 9), options(3))]);
    expect((await ensureTable({ ...location, store }, AFTER, { nowMs: 4 })).version).toBe(3);
    expect(await rowsOf(await openTable(location))).toEqual([...ROWS.slice(0, 2), ['z', 9, null, null]]);
  });

  it('evolve what an older one has just created', async () => {
    const location = newPlace();
    const store = racing(location.store, [() => ensureTable(location, BEFORE, { nowMs: 1 })]);
    const grown = await ensureTable({ ...location, store }, AFTER, { nowMs: 2 });
    expect(grown).toMatchObject({ version: 1, schema: schemaOf(RUN, N, RECIPE, NAIVE) });
  });
});

describe('a checkpoint', () => {
  const forget = async (location: TableLocation, last: number): Promise<void> => {
    for (let version = 0; version <= last; version += 1) await rm(join(root, 'lake', commitKey(location, version)));
  };

  it('keeps the columns, and the files of both ages', async () => {
    const location = await grownTable();
    for (let n = 5; n < 13; n += 1) await appendRows(location, old('late', n), options(n));
    await forget(location, 9);
    expect((await openTable(location)).schema).toEqual(schemaOf(RUN, N, RECIPE, NAIVE));
    const rows = await rowsOf(await openTable(location));
    expect(rows.slice(0, 4)).toEqual(ROWS);
    expect(rows).toHaveLength(12);
  });

  it('comes with the commit of the columns where it is due', async () => {
    const location = await oldTable();
    for (let n = 5; n < 13; n += 1) await appendRows(location, old('late', n), options(n));
    expect((await ensureTable(location, AFTER, { nowMs: 20 })).version).toBe(10);
    expect(await location.store.head(checkpointKey(location, 10))).toBeDefined();
    await forget(location, 10);
    expect((await openTable(location)).schema).toEqual(schemaOf(RUN, N, RECIPE, NAIVE));
    await ensureTable(location, schemaOf(RUN, N, column('scale', 'double', true)), { nowMs: 21 });
    expect((await openTable(location)).schema.columns.map(({ name }) => name)).toEqual([
      'run',
      'n',
      'recipe',
      'naive',
      'scale',
    ]);
  });
});
