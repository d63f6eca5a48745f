import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { localObjectStore } from '../../../adapters/files/object-store.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { run as ingest } from '../../../lambdas/ingest/ingest.ts';
import { run as transform } from '../../../lambdas/transform/transform.ts';
import { openTable, readRows } from '../../../tables/index.ts';
import { DAILY } from '../../support/dataset.ts';
import { DeltaWriter, type WriterAnswer } from '../../support/delta-writer.ts';
import { describeWith } from '../../support/oracles.ts';
import { memoryPorts } from '../../support/ports.ts';
import { pythonVenv } from '../../support/python.ts';
import { SPARK_ARGUMENTS, SPARK_SETTINGS, sparkPython } from '../../support/spark.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Spark takes minutes where other programs have the processor. */
const SPARK_TIME = 1_200_000;
/** Of random histories. */
const ROUNDS = 150;

type Row = readonly [id: string, day: number, value: number];
type Commands = readonly { readonly do: string; readonly [argument: string]: unknown }[];

/** A value is its row's alone. */
const days = (id: string, from: number, count: number): Row[] =>
  Array.from({ length: count }, (_, i) => [id, from + i, id.charCodeAt(0) / 10 + (from + i) / 1000]);
const sorted = (rows: readonly (readonly unknown[])[]): string[] => rows.map((row) => row.join(' ')).sort();

/** A source of another engine's, and the platform that reads it. */
async function watched(writer: DeltaWriter) {
  const root = await temporaryFolder();
  const dataset: Dataset = { ...DAILY, source: { format: 'delta', prefix: 'weather' } };
  const memory = memoryPorts({ datasets: [dataset] });
  const ports = { ...memory, stores: { ...memory.stores, landing: localObjectStore(root, 'landing') } };
  const path = join(root, 'landing', 'weather');
  return {
    change: (command: Commands[number]): Promise<WriterAnswer> => writer.run({ ...command, path }),
    /** Counts of an ingest and a transform, and silver's rows. */
    async lived() {
      const counted = await ingest({ dataset: 'weather' }, ports);
      const { totals } = await transform({ dataset: 'weather', bronzeVersion: counted.bronzeVersion }, ports);
      const rows: unknown[][] = [];
      for await (const batch of readRows(await openTable({ store: ports.stores.silver, path: 'weather/series' })))
        for (let i = 0; i < batch.rows; i++) rows.push(['unique_id', 'ds', 'y'].map((name) => batch.columns[name][i]));
      return { counted, totals, rows: sorted(rows) };
    },
  };
}

/** Each change, and that silver then is what the engine reads; the counts of each. */
async function followed(writer: DeltaWriter, commands: Commands) {
  const { change, lived } = await watched(writer);
  const found = [];
  for (const command of commands) {
    const { rows } = await change(command);
    if (rows.length === 0) continue;
    const seen = await lived();
    expect({ after: command.do, rows: seen.rows }).toEqual({ after: command.do, rows: sorted(rows) });
    expect(seen.totals).toMatchObject({ bronze: rows.length, silver: rows.length, deduplicated: 0 });
    const { table, newRows } = seen.counted;
    found.push([command.do, newRows, table?.leftRows, table?.relaidFiles]);
  }
  return found;
}

const deltalake = await pythonVenv('deltalake', ['deltalake==1.6.6', 'pyarrow']);

describeWith('python3', deltalake)('a table that deltalake writes', () => {
  let writer: DeltaWriter;
  beforeAll(() => void (writer = new DeltaWriter(String(deltalake), ['deltalake'])));
  afterAll(() => writer.end(), 120_000);

  it('is silver after every kind of change', async () => {
    const found = await followed(writer, [
      { do: 'append', rows: days('a', 0, 600) },
      { do: 'append', rows: days('b', 0, 300) },
      { do: 'delete', where: "station = 'b' AND date < '1970-01-11'" },
      { do: 'update', where: "station = 'a' AND date = '1970-01-02'", set: '7.5' },
      { do: 'merge', rows: [...days('b', 299, 3), ['a', 5, 1.25]] },
      { do: 'optimize' },
      { do: 'z-order' },
      { do: 'vacuum' },
      { do: 'delete', where: "station = 'a' AND date > '1971-06-01'" },
      { do: 'restore', back: 1 },
      { do: 'checkpoint' },
      { do: 'overwrite-where', where: "station = 'b'", rows: days('b', 20, 5) },
      { do: 'clean-log' },
      { do: 'overwrite', rows: days('c', 0, 10) },
      { do: 'append', rows: days('d', 0, 2) },
    ]);
    expect(found).toEqual([
      ['append', 600, 0, 0],
      ['append', 300, 0, 0],
      ['delete', 290, 300, 0],
      ['update', 600, 600, 0],
      ['merge', 892, 890, 0],
      // One file already.
      ['optimize', 0, 0, 0],
      ['z-order', 0, 0, 1],
      ['vacuum', 0, 0, 1],
      ['delete', 809, 892, 0],
      ['restore', 892, 809, 0],
      ['checkpoint', 0, 0, 0],
      ['overwrite-where', 605, 892, 0],
      ['clean-log', 0, 0, 0],
      ['overwrite', 10, 605, 0],
      ['append', 2, 0, 0],
    ]);
  });

  it('may have columns of every type, and dates and values of those that are no float', async () => {
    expect(await followed(writer, [{ do: 'types', rows: days('a', 0, 7) }])).toEqual([['types', 7, 0, 0]]);
  });

  const steps = ['append', 'append', 'merge', 'merge', 'delete', 'update', 'restore', 'optimize', 'z-order'] as const;
  const histories = fc.array(
    fc.record({ step: fc.constantFrom(...steps, 'checkpoint', 'clean-log'), n: fc.nat(6), isLookedAt: fc.boolean() }),
    { minLength: 2, maxLength: 12 },
  );

  function commandOf(step: string, n: number, place: number): Commands[number] {
    const where = `date <= '1970-01-0${n + 1}' AND date >= '1970-01-0${Math.max(1, n)}'`;
    // Ids of their own: what is appended is there once.
    const rows = days(`${String.fromCharCode(97 + n)}${place}`, 0, 1 + n);
    switch (step) {
      case 'merge':
        return { do: step, rows: [...rows, ['z', 100 + (n % 3), place / 8]] };
      case 'update':
        return { do: step, where, set: 'temp + 0.125' };
      default:
        return { do: step, where, rows, back: n };
    }
  }

  it('is silver after any of them, however often it is looked at', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const { change, lived } = await watched(writer);
        await change({ do: 'append', rows: days('z', 100, 3) });
        for (const [place, { step, n, isLookedAt }] of history.entries()) {
          // It refuses to restore what its log or its folder no longer has.
          const answer = await change(commandOf(step, n, place)).catch(() => undefined);
          if (answer !== undefined && answer.rows.length > 0 && isLookedAt)
            expect((await lived()).rows).toEqual(sorted(answer.rows));
        }
      }),
      { numRuns: ROUNDS },
    );
  }, 300_000);
});

const spark = await sparkPython();

describeWith('java', spark)('a table that Spark writes', () => {
  let writer: DeltaWriter;
  beforeAll(() => void (writer = new DeltaWriter(String(spark), ['spark', ...SPARK_ARGUMENTS], SPARK_SETTINGS.env)));
  afterAll(() => writer.end(), 120_000);

  it(
    'is silver after every kind of change, by deletion vectors where it can',
    async () => {
      const found = await followed(writer, [
        { do: 'create', vectors: true },
        { do: 'append', rows: days('a', 0, 60) },
        { do: 'append', rows: days('b', 0, 30) },
        { do: 'delete', where: "station = 'b' AND date < '1970-01-11'" },
        { do: 'update', where: "station = 'a' AND date = '1970-01-02'", set: '7.5' },
        { do: 'merge', rows: [...days('b', 29, 3), ['a', 5, 1.25]] },
        { do: 'purge' },
        { do: 'optimize' },
        { do: 'vacuum' },
        { do: 'delete', where: "station = 'a' AND date > '1970-02-20'" },
        { do: 'restore', back: 1 },
        { do: 'replace', rows: days('c', 0, 10) },
        { do: 'append', rows: days('d', 0, 2) },
      ]);
      expect(found).toEqual([
        ['append', 60, 0, 0],
        ['append', 30, 0, 0],
        ['delete', 20, 30, 0],
        ['update', 60, 60, 0],
        ['merge', 81, 79, 0],
        ['purge', 0, 0, 1],
        ['optimize', 0, 0, 1],
        ['vacuum', 0, 0, 1],
        ['delete', 73, 82, 0],
        ['restore', 82, 73, 0],
        ['replace', 10, 82, 0],
        ['append', 2, 0, 0],
      ]);
    },
    SPARK_TIME,
  );

  it(
    'may have columns of every type, and dates and values of those that are no float',
    async () => {
      expect(await followed(writer, [{ do: 'types', rows: days('a', 0, 7) }])).toEqual([['types', 7, 0, 0]]);
    },
    SPARK_TIME,
  );
});
