import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { ingestStep } from '../../../core/contracts/steps/ingest.ts';
import { addRuling } from '../../../lake/rulings.ts';
import { bronzeDeliveries } from '../../../lake/bronze-deliveries.ts';
import { run as ingest } from '../../../lambdas/ingest/ingest.ts';
import { run as transform } from '../../../lambdas/transform/transform.ts';
import { openTable, readRows } from '../../../tables/index.ts';
import { DAILY } from '../../support/dataset.ts';
import { DeltaSource, type SourceRow } from '../../support/delta-source.ts';
import { joinBronze } from '../../support/join-bronze.ts';
import { memoryPorts, type MemoryPorts } from '../../support/ports.ts';

const DELTA: Dataset = { ...DAILY, source: { format: 'delta', prefix: 'weather/' } };

function start(): { readonly ports: MemoryPorts; readonly source: DeltaSource } {
  const ports = memoryPorts({ datasets: [DELTA] });
  return { ports, source: new DeltaSource(ports.stores.landing, 'weather') };
}

/** A value is its row's alone. */
const days = (id: string, from: number, count: number): SourceRow[] =>
  Array.from({ length: count }, (_, i) => ({ id, day: from + i, value: id.charCodeAt(0) / 10 + (from + i) / 1000 }));

async function ingested(ports: MemoryPorts) {
  const read: string[] = [];
  ports.stores.landing.beforeRead = (key) => void (key.includes('_delta_log') || read.push(key));
  return { ...ingestStep.output.parse(await ingest({ dataset: 'weather' }, ports)), read: read.length };
}

async function rowsOf(ports: MemoryPorts, layer: 'bronze' | 'silver', columns: readonly string[]): Promise<string[]> {
  const path = layer === 'bronze' ? 'weather/observations' : 'weather/series';
  const rows: string[] = [];
  for await (const batch of readRows(await openTable({ store: ports.stores[layer], path }), { columns }))
    for (let row = 0; row < batch.rows; row++) rows.push(columns.map((name) => batch.columns[name][row]).join(' '));
  return rows.sort();
}

const textOf = ({ id, day, value }: SourceRow): string => `${id} ${day} ${value}`;
const bronzeRows = (ports: MemoryPorts) => rowsOf(ports, 'bronze', ['unique_id', 'ds', 'value']);

/** Ingest and transform: what silver then holds, and the counts. */
async function lived(ports: MemoryPorts) {
  const { bronzeVersion } = await ingested(ports);
  const { totals } = await transform({ dataset: 'weather', bronzeVersion }, ports);
  return { totals, rows: await rowsOf(ports, 'silver', ['unique_id', 'ds', 'y']) };
}

describe('a Delta table whose rows are deleted or written anew', () => {
  it('leaves in bronze and in silver the rows that it has, and no others', async () => {
    const { ports, source } = start();
    source.append(days('a', 0, 600));
    source.append(days('b', 0, 300));
    expect((await lived(ports)).rows).toHaveLength(900);
    source.rewrite((row) => (row.id === 'b' && row.day < 10 ? undefined : row));
    const { rows, totals } = await lived(ports);
    expect(rows).toEqual(source.rows.map(textOf).sort());
    expect(totals).toMatchObject({ bronze: 890, silver: 890, deduplicated: 0, restated: 0, withdrawn: 0 });
  });

  it('says what left, and as of which version of the table', async () => {
    const { ports, source } = start();
    source.append(days('a', 0, 3));
    source.append(days('b', 0, 2));
    const table = { version: 2, leftDeliveries: 0, leftRows: 0, relaidFiles: 0 };
    expect(await ingested(ports)).toEqual({ bronzeVersion: 2, files: 2, newFiles: 2, newRows: 5, table, read: 2 });
    source.rewrite((row) => (row.id === 'a' && row.day === 0 ? undefined : row));
    const left = { version: 3, leftDeliveries: 1, leftRows: 3, relaidFiles: 0 };
    expect(await ingested(ports)).toEqual({
      bronzeVersion: 4,
      files: 2,
      newFiles: 1,
      newRows: 2,
      table: left,
      read: 1,
    });
    const nothing = { ...left, leftDeliveries: 0, leftRows: 0 };
    expect(await ingested(ports)).toEqual({
      bronzeVersion: 4,
      files: 2,
      newFiles: 0,
      newRows: 0,
      table: nothing,
      read: 0,
    });
  });

  it('reads no file anew whose rows were only laid otherwise, and knows them when one of them changes', async () => {
    const { ports, source } = start();
    for (const id of ['a', 'b', 'c']) source.append(days(id, 0, 4));
    await ingested(ports);
    source.optimize(() => true, 2);
    source.append(days('d', 0, 1));
    const table = { version: 5, leftDeliveries: 0, leftRows: 0, relaidFiles: 2 };
    expect(await ingested(ports)).toMatchObject({ newFiles: 1, newRows: 1, table, read: 1 });
    expect(await ingested(ports)).toMatchObject({ newFiles: 0, table, read: 0 });
    source.rewrite((row) => (row.id === 'c' && row.day === 3 ? undefined : row));
    // The other file's rows are of deliveries that left.
    expect(await ingested(ports)).toMatchObject({
      newFiles: 2,
      newRows: 11,
      table: { leftDeliveries: 3, leftRows: 12, relaidFiles: 0 },
      read: 2,
    });
    expect(await bronzeRows(ports)).toEqual(source.rows.map(textOf).sort());
  });

  it('knows nothing of files that were laid together where the log of a change to one of them is gone', async () => {
    const { ports, source } = start();
    source.append(days('a', 0, 3));
    source.append(days('b', 0, 5));
    await ingested(ports);
    source.optimize(() => true, 2);
    expect(await ingested(ports)).toMatchObject({ table: { relaidFiles: 2 }, read: 0 });
    source.rewrite((row) => (row.id === 'b' && row.day === 4 ? undefined : row));
    await source.cleanLog();
    expect(await ingested(ports)).toMatchObject({ newRows: 7, table: { leftRows: 8, relaidFiles: 0 }, read: 2 });
    expect(await bronzeRows(ports)).toEqual(source.rows.map(textOf).sort());
  });

  it('does not take the log of another table for that of the one it knew', async () => {
    const { ports, source } = start();
    source.append(days('a', 0, 2));
    await ingested(ports);
    source.recreate(days('b', 0, 2));
    source.rewrite((row) => row);
    source.optimize(() => true, 1);
    expect(await ingested(ports)).toMatchObject({ newRows: 2, table: { version: 2, leftRows: 2, relaidFiles: 0 } });
    expect(await bronzeRows(ports)).toEqual(source.rows.map(textOf).sort());
  });

  it('takes back what a RESTORE brings back', async () => {
    const { ports, source } = start();
    source.append(days('a', 0, 3));
    source.append(days('b', 0, 2));
    await ingested(ports);
    source.rewrite((row) => (row.id === 'a' ? undefined : row));
    expect(await ingested(ports)).toMatchObject({ newRows: 0, table: { leftRows: 3 } });
    source.restore(1);
    expect(await ingested(ports)).toMatchObject({ newFiles: 1, newRows: 3, table: { leftRows: 0 } });
    source.restore(1);
    expect(await ingested(ports)).toMatchObject({ newFiles: 0, newRows: 0, table: { leftRows: 3 } });
    expect(await bronzeRows(ports)).toEqual(source.rows.map(textOf).sort());
  });

  it('takes its rows out of a file of bronze that another engine has joined, and leaves the others there', async () => {
    const { ports, source } = start();
    for (const id of ['a', 'b', 'c']) source.append(days(id, 0, 2));
    await ingested(ports);
    await joinBronze(ports.stores.bronze);
    source.rewrite((row) => (row.id === 'b' ? undefined : row));
    expect(await ingested(ports)).toMatchObject({ newRows: 0, table: { leftDeliveries: 1, leftRows: 2 } });
    expect(await bronzeRows(ports)).toEqual(source.rows.map(textOf).sort());
    expect(await ingested(ports)).toMatchObject({ newRows: 0, table: { leftDeliveries: 0, leftRows: 0 } });
  });

  it('says of a table without any row what it lost, and goes on when it has rows again', async () => {
    const { ports, source } = start();
    source.append(days('a', 0, 3));
    await lived(ports);
    source.rewrite(() => undefined);
    await expect(lived(ports)).rejects.toThrow('hint: the Delta table that it came from has lost every row');
    await expect(lived(ports)).rejects.toThrow(
      "weather/: the Delta table of the data set 'weather' has no data file, and bronze has no row of before",
    );
    source.append(days('b', 0, 600));
    expect((await lived(ports)).rows).toHaveLength(600);
  });

  it('takes out once what two runs find gone at the same time', async () => {
    const { ports, source } = start();
    source.append(days('a', 0, 2));
    source.append(days('b', 0, 2));
    await ingested(ports);
    source.rewrite((row) => (row.id === 'a' ? undefined : row));
    let isFirst = true;
    ports.stores.bronze.beforeWrite = async (key) => {
      if (!isFirst || !key.endsWith('00003.json')) return;
      isFirst = false;
      await ingest({ dataset: 'weather' }, ports);
    };
    expect(await ingested(ports)).toMatchObject({ bronzeVersion: 3, table: { leftRows: 2 } });
    expect(isFirst).toBe(false);
    expect(await bronzeRows(ports)).toEqual(source.rows.map(textOf).sort());
  });

  it('leaves bronze below a prefix that is longer than what the log tells of a key', async () => {
    const prefix = `a/prefix/${'of-many-characters/'.repeat(4)}weather`;
    const dataset: Dataset = { ...DELTA, source: { format: 'delta', prefix } };
    const ports = memoryPorts({ datasets: [dataset] });
    const source = new DeltaSource(ports.stores.landing, prefix);
    source.append(days('a', 0, 2));
    source.append(days('b', 0, 2));
    await ingested(ports);
    source.rewrite((row) => (row.id === 'a' ? undefined : row));
    expect(await ingested(ports)).toMatchObject({ table: { leftDeliveries: 1, leftRows: 2 } });
    expect(await bronzeRows(ports)).toEqual(source.rows.map(textOf).sort());
  });

  it('loses nothing of a folder that lay there beside it, or of another source of before', async () => {
    const { ports, source } = start();
    const csv = { ...DELTA, source: { format: 'csv' as const, prefix: 'weather-of-before' } };
    ports.stores.landing.put('weather-of-before/a.csv', 'station,date,temp\nz,1969-12-31,1\n');
    await ingest({ dataset: 'weather' }, { ...ports, datasets: { find: () => csv } });
    source.append(days('a', 0, 2));
    await ingested(ports);
    source.rewrite((row) => (row.day === 1 ? undefined : row));
    await ingested(ports);
    expect(await bronzeRows(ports)).toEqual(['a 0 9.7', 'z -1 1']);
  });
});

describe('a withdrawn delivery of a table', () => {
  async function withdraw(ports: MemoryPorts, index: number) {
    const { sha256, key } = (await bronzeDeliveries(ports.stores.bronze, 'weather'))[index];
    const said = { by: 'ann', reason: 'wrong', at: '2026-01-01T00:00:00.000Z', runId: `r${index}` };
    await addRuling(ports.stores.bronze, 'weather', () => ({ delivery: sha256, key, ruling: 'withdraw', ...said }));
    return sha256;
  }

  it('stays withdrawn through OPTIMIZE', async () => {
    const { ports, source } = start();
    source.append(days('a', 0, 2));
    source.append(days('b', 0, 2));
    await ingested(ports);
    await withdraw(ports, 1);
    source.optimize(() => true, 1);
    const { rows, totals } = await lived(ports);
    expect(rows).toEqual(days('a', 0, 2).map(textOf));
    expect(totals).toMatchObject({ bronze: 4, silver: 2, withdrawn: 2 });
  });

  it('is told of where its file is written anew with other rows', async () => {
    const { ports, source } = start();
    source.append(days('a', 0, 2));
    source.append(days('b', 0, 2));
    await ingested(ports);
    const sha256 = await withdraw(ports, 1);
    source.rewrite((row) => (row.id === 'b' && row.day === 1 ? undefined : row));
    await ingested(ports);
    expect(ports.notifications).toEqual([
      {
        subject: 'weather: a withdrawn delivery was written anew',
        message: `The Delta table has no longer the files of these withdrawn deliveries. Where their rows stand in other files of it now, they are read:\n${sha256.slice(0, 12)}\n`,
      },
    ]);
  });
});

/** Every row's key is its own, but for one that a change gives another value. */
type Step = (source: DeltaSource, n: number) => void | Promise<void>;
const isNth = (n: number, every: number) => (row: SourceRow) => (row.day + row.id.charCodeAt(0) + n) % every === 0;
const STEPS: Readonly<Record<string, Step>> = {
  append: (source, n) => source.append(days(String.fromCharCode(97 + (n % 8)), 10 * n, 1 + (n % 4))),
  update: (source, n) => source.rewrite((row) => (isNth(n, 3)(row) ? { ...row, value: row.value + 0.25 } : row)),
  merge: (source, n) =>
    source.rewrite((row) => (isNth(n, 4)(row) ? { ...row, value: n / 10 } : row), days('m', 10 * n, 2)),
  delete: (source, n) => source.rewrite((row) => (isNth(n, 3)(row) ? undefined : row)),
  erase: (source, n) => source.erase(isNth(n, 4)),
  optimize: (source, n) => source.optimize((position) => (position + n) % 3 !== 0, 1 + (n % 2)),
  restore: (source, n) => source.restore(1 + (n % 4)),
  replace: (source, n) => source.replace(days('r', 10 * n, 3)),
  recreate: (source, n) => source.recreate(days('n', 10 * n, 3)),
  vacuum: (source) => source.vacuum(),
  cleanLog: (source) => source.cleanLog(),
};
const ROUNDS = 100;

const histories = fc.array(
  fc.record({
    step: fc.constantFrom(...Object.keys(STEPS), 'append', 'append', 'delete', 'optimize', 'erase'),
    isIngested: fc.boolean(),
  }),
  { minLength: 1, maxLength: 14 },
);

describe('whatever becomes of the table', () => {
  it('silver has its rows and no others', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const { ports, source } = start();
        source.append(days('z', 0, 3));
        for (const [n, { step, isIngested }] of history.entries()) {
          await STEPS[step](source, n + 1);
          if ((!isIngested && n < history.length - 1) || source.rows.length === 0) continue;
          const wanted = source.rows.map(textOf).sort();
          const { rows, totals } = await lived(ports);
          expect(await bronzeRows(ports)).toEqual(wanted);
          expect(rows).toEqual(wanted);
          expect(totals).toMatchObject({ bronze: wanted.length, silver: wanted.length });
          expect(await ingested(ports)).toMatchObject({ newRows: 0, table: { leftRows: 0 }, read: 0 });
        }
      }),
      { numRuns: ROUNDS },
    );
  }, 120_000);
});
