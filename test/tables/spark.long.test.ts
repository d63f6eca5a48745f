import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from '@jest/globals';
import type { TableSchema } from '../../core/contracts/table-schema.ts';
import {
  appendRows,
  ensureTable,
  openTable,
  readRows,
  replacePartitions,
  type TableLocation,
} from '../../tables/index.ts';
import { commitKey } from '../../tables/log/keys.ts';
import { logPath } from '../../tables/log/paths.ts';
import { describeWith } from '../support/oracles.ts';
import { SPARK_ARGUMENTS, SPARK_SETTINGS, sparkPython } from '../support/spark.ts';
import { newLocation, numbers, options, PARTITIONED, spellAsBefore, temporaryRoot } from './support.ts';

const run = promisify(execFile);

interface Described {
  readonly rows: readonly (readonly [string | null, number])[];
  readonly live: number;
  readonly deleted: Readonly<Record<string, number>>;
}

interface Answer {
  readonly spelled: readonly string[];
  readonly tables: readonly Described[];
  readonly evolved: readonly { readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] }[];
}

const root = temporaryRoot();
const RUNS = ['a', 'a b', '100%', 'ü', 'a=b', 'a:b', 'x/\'"#?*[]{}\\^', '%3D', null];

/** A file a run, one of them replaced, replaced again, and then back as it was. */
async function oddTable(path: string): Promise<TableLocation> {
  const location = newLocation(root, path);
  await ensureTable(location, PARTITIONED, { nowMs: 1 });
  await appendRows(location, { rows: RUNS.length, columns: { run: RUNS, n: RUNS.map((_, i) => i) } }, options(2));
  await replaceRun(location, 'a', 20);
  return location;
}

const replaceRun = (location: TableLocation, to: string, n: number): ReturnType<typeof replacePartitions> =>
  replacePartitions(location, [{ values: { run: to }, batches: numbers(n) }], options(n));

const GROWN: TableSchema = {
  ...PARTITIONED,
  columns: [
    ...PARTITIONED.columns,
    { name: 'naive', type: 'double', nullable: true },
    { name: 'recipe', type: 'string', nullable: true },
  ],
};

/** Rows from before and after the columns, beyond a checkpoint in the end. */
async function writeGrown(location: TableLocation): Promise<void> {
  await ensureTable(location, PARTITIONED, { nowMs: 1 });
  await appendRows(location, { rows: 2, columns: { run: ['a', 'b'], n: [1, 2] } }, options(2));
  await ensureTable(location, GROWN, { nowMs: 3 });
  const columns = { n: [3, 4], naive: [1.5, null], recipe: ['blend', null] };
  await replacePartitions(location, [{ values: { run: 'b' }, batches: { rows: 2, columns } }], options(4));
  for (let n = 5; n < 12; n += 1) await appendRows(location, { rows: 1, columns: { run: ['a'], n: [n] } }, options(n));
}

/** Printable ASCII, its ends, and what lies beyond. */
const CHARACTERS = [
  ...Array.from({ length: 0x7f }, (_, i) => String.fromCharCode(i + 1)),
  ...'\u0085\u00a0éü\u2003\u2028\u3000\ufeff😀',
];
const KEYS = CHARACTERS.filter((character) => character !== '/').map((character) => `run=x/a${character}b`);

const python = await sparkPython();

describeWith('java', python)('Spark', () => {
  const grown = [newLocation(root, 'grown'), newLocation(root, 'shortened')];
  let answer: Answer;

  beforeAll(async () => {
    const [ours, former, healed] = [await oddTable('ours'), await oddTable('former'), await oddTable('healed')];
    for (const location of grown) await writeGrown(location);
    for (let version = 0; version < 10; version += 1) await rm(join(root, 'lake', commitKey(grown[1], version)));
    await replaceRun(ours, 'a', 0);
    await spellAsBefore(former, 2);
    await spellAsBefore(healed, 2);
    await replaceRun(healed, 'a', 0);
    const tables = [
      [ours, ['FULL', 'LITE']],
      [healed, ['FULL', 'LITE']],
      [former, ['FULL']],
    ] as const;
    const request = {
      keys: KEYS,
      evolved: grown.map(({ store, path }) => join(root, store.bucket, path)),
      tables: tables.map(([{ store, path }, modes]) => ({ path: join(root, store.bucket, path), modes })),
    };
    const file = join(root, 'request.json');
    await writeFile(file, JSON.stringify(request));
    await run(String(python), ['test/tables/spark_oracle.py', ...SPARK_ARGUMENTS, file], SPARK_SETTINGS);
    answer = JSON.parse(await readFile(join(root, 'answer.json'), 'utf8')) as Answer;
  });

  it('spells every character of a path as we do', () => {
    expect(KEYS.map(logPath)).toEqual(answer.spelled);
  });

  it('reads all partitions, whatever their values', () => {
    const rows = RUNS.map((value, i) => [value, i]);
    for (const table of answer.tables.slice(0, 2)) {
      expect([...table.rows].sort((a, b) => a[1] - b[1])).toEqual(rows);
    }
  });

  it('would delete no live file of a table of ours, by either kind of VACUUM', () => {
    expect(answer.tables[0]).toMatchObject({ live: 9, deleted: { FULL: 0, LITE: 0 } });
  });

  it('would delete no live file of a table that a commit healed, one that came back among them', () => {
    expect(answer.tables[1]).toMatchObject({ live: 9, deleted: { FULL: 0, LITE: 0 } });
  });

  it('would delete all live files of a table of the former spelling', () => {
    expect(answer.tables[2]).toMatchObject({ live: 9, deleted: { FULL: 9 } });
  });

  it('reads and evolves a table that gained columns, by its whole log and by our checkpoint', async () => {
    const rows = [
      ['a', 1, null, null],
      ['b', 3, 1.5, 'blend'],
      ['b', 4, null, null],
      ...[5, 6, 7, 8, 9, 10, 11].map((n) => ['a', n, null, null]),
    ];
    const read = { columns: ['run', 'n', 'naive', 'recipe'], rows };
    expect(answer.evolved).toEqual([read, read]);
    for (const location of grown) {
      expect((await ensureTable(location, GROWN, { nowMs: 20 })).version).toBe(11);
      const found: unknown[][] = [];
      for await (const { rows: count, columns } of readRows(await openTable(location))) {
        for (let row = 0; row < count; row += 1) found.push(Object.values(columns).map((values) => values[row]));
      }
      const all = [...rows.map((row) => [...row, null]), ['b', 100, null, 'Spark', 7.5]];
      expect(found.sort((a, b) => Number(a[1]) - Number(b[1]))).toEqual(all);
    }
  });
});
