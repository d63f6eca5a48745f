import { execFile } from 'node:child_process';
import { access, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from '@jest/globals';
import { appendRows, ensureTable, replacePartitions, type TableLocation } from '../../tables/index.ts';
import { logPath } from '../../tables/log/paths.ts';
import { missing } from '../support/missing.ts';
import { describeWith } from '../support/oracles.ts';
import { pythonVenv } from '../support/python.ts';
import { newLocation, numbers, options, PARTITIONED, spellAsBefore, temporaryRoot } from './support.ts';

const run = promisify(execFile);
const IVY = resolve('.cache', 'ivy');
const JAR = 'io.delta_delta-spark_4.2_2.13-4.4.0.jar';
const ORACLE = ['test/tables/spark_oracle.py', IVY, 'io.delta:delta-spark_4.2_2.13:4.4.0'];

/** Spark runs for half a minute: the second compiler would take longer than what it saves (27 instead of 53 CPU-seconds). */
const SETTINGS = {
  maxBuffer: 1e8,
  env: { ...process.env, JAVA_TOOL_OPTIONS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' },
};

interface Described {
  readonly rows: readonly (readonly [string | null, number])[];
  readonly live: number;
  readonly deleted: Readonly<Record<string, number>>;
}

interface Answer {
  readonly spelled: readonly string[];
  readonly tables: readonly Described[];
}

/** A Python with Spark, and Delta's jars beside it; undefined where something is missing. */
async function sparkPython(): Promise<string | undefined> {
  try {
    await run('java', ['-version']);
    const python = await pythonVenv('spark', ['pyspark==4.2.0', 'delta-spark==4.4.0']);
    if (python !== undefined && !(await exists(join(IVY, 'jars', JAR)))) await run(python, ORACLE, SETTINGS);
    return python;
  } catch (cause) {
    return missing('java', cause);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
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

/** Printable ASCII, its ends, and what lies beyond. */
const CHARACTERS = [
  ...Array.from({ length: 0x7f }, (_, i) => String.fromCharCode(i + 1)),
  ...'\u0085\u00a0éü\u2003\u2028\u3000\ufeff😀',
];
const KEYS = CHARACTERS.filter((character) => character !== '/').map((character) => `run=x/a${character}b`);

const python = await sparkPython();

describeWith('java', python)('Spark', () => {
  let answer: Answer;

  beforeAll(async () => {
    const [ours, former, healed] = [await oddTable('ours'), await oddTable('former'), await oddTable('healed')];
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
      tables: tables.map(([{ store, path }, modes]) => ({ path: join(root, store.bucket, path), modes })),
    };
    const file = join(root, 'request.json');
    await writeFile(file, JSON.stringify(request));
    await run(String(python), [...ORACLE, file], SETTINGS);
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
});
