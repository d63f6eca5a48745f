import { describe, expect, it } from '@jest/globals';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { addRuling } from '../../../lake/rulings.ts';
import { silverPanels } from '../../../lake/silver-panels.ts';
import { openSilverTable } from '../../../lake/silver-table.ts';
import { run as ingest } from '../../../lambdas/ingest/ingest.ts';
import { run as transform } from '../../../lambdas/transform/transform.ts';
import { appendRows, commitFiles, openTable, readRows, rewriteFiles } from '../../../tables/index.ts';
import { DAILY, withContract } from '../../support/dataset.ts';
import { MemoryStore, RECEIVED_AT_MS } from '../../support/memory-store.ts';
import { memoryPorts, type MemoryPorts } from '../../support/ports.ts';

const HEADER = 'station,date,temp';
const csv = (...lines: readonly string[]) => `${HEADER}\n${lines.join('\n')}\n`;
const DAY_MS = 86_400_000;
const dateOf = (day: number) => new Date(Date.UTC(2012, 0, 1) + day * DAY_MS).toISOString().slice(0, 10);
const RANGE = { start: '2005-01-01', end: '2012-12-31' };
const options = { step: 'OPTIMIZE', nowMs: RECEIVED_AT_MS };
const bronzeOf = ({ stores }: MemoryPorts) => ({ store: stores.bronze, path: 'weather/observations' });

function deliver(ports: MemoryPorts, ...lines: readonly string[]): void {
  const number = String(ports.stores.landing.objects.size).padStart(3, '0');
  ports.stores.landing.put(`weather/${number}.csv`, csv(...lines));
}

async function bring(ports: MemoryPorts) {
  const { bronzeVersion } = await ingest({ dataset: 'weather' }, ports);
  return transform({ dataset: 'weather', bronzeVersion, range: RANGE }, ports);
}

/** Two series of ten days, and one that was named without a value. */
async function held(dataset: Dataset = DAILY): Promise<MemoryPorts> {
  const ports = memoryPorts({ datasets: [dataset] });
  const days = Array.from({ length: 10 }, (_, day) => [`a,${dateOf(day)},1`, `b,${dateOf(day)},2`]);
  deliver(ports, ...days.flat(), `soon,${dateOf(9)},NA`);
  await bring(ports);
  return ports;
}

/** Whether silver was folded, which is to say that not all of bronze was read; either way it is what a full rebuild makes. */
async function isFolded(ports: MemoryPorts, dataset: Dataset = DAILY): Promise<boolean> {
  const read = new Set<string>();
  ports.stores.bronze.beforeRead = (key) => void read.add(key);
  const { counts, totals } = await bring(ports);
  ports.stores.bronze.beforeRead = () => undefined;
  const stores = { ...ports.stores, silver: new MemoryStore('silver') };
  const anew = await bring({ ...ports, stores, datasets: { find: () => dataset } });
  expect({ counts, totals }).toEqual({ counts: anew.counts, totals: anew.totals });
  expect(await rowsOf(ports)).toEqual(await rowsOf({ ...ports, stores }));
  const { files } = await openTable(bronzeOf(ports));
  return files.some(({ path }) => !read.has(`weather/observations/${path}`));
}

async function rowsOf({ stores: { silver } }: Pick<MemoryPorts, 'stores'>) {
  const rows: unknown[] = [];
  for (const table of ['series', 'quarantine'])
    for await (const { columns } of readRows(await openTable({ store: silver, path: `weather/${table}` })))
      rows.push(columns);
  return rows;
}

const NEXT = `a,${dateOf(10)},3`;

describe('a delivery is folded into silver', () => {
  it.each([
    ['new days', [NEXT, `b,${dateOf(10)},4`]],
    ['a new series, late', [`aa,${dateOf(-300)},5`]],
    [
      'what restates, repeats and contradicts',
      [`a,${dateOf(1)},9`, `b,${dateOf(1)},2`, `b,${dateOf(2)},3`, `b,${dateOf(2)},4`],
    ],
    ['refused and planned rows', ['a,soon,1', `a,${dateOf(10)},warm`, `b,${dateOf(11)},NA`, `b,${dateOf(5)},NA`]],
    ['nothing but refused rows', ['a,soon,1']],
  ])('that brings %s', async (_, lines) => {
    const ports = await held();
    deliver(ports, ...lines);
    expect(await isFolded(ports)).toBe(true);
    deliver(ports, `a,${dateOf(12)},1`);
    expect(await isFolded(ports)).toBe(true);
  });

  it('that is withdrawn before it is read', async () => {
    const ports = await held();
    deliver(ports, NEXT);
    await ingest({ dataset: 'weather' }, ports);
    const { files } = await openTable(bronzeOf(ports));
    const own = files.find(({ stats }) => stats?.rows === 1)!;
    const fact = { delivery: String(own.stats!.min.delivery), key: 'weather/001.csv', ruling: 'withdraw' as const };
    const said = { by: 'ann', reason: 'so', at: '2026-11-28T12:00:00.000Z', runId: 'r' };
    await addRuling(ports.stores.bronze, 'weather', () => ({ ...fact, ...said }));
    // Another reading: read anew once, and folded from then on.
    expect(await isFolded(ports)).toBe(false);
    deliver(ports, `b,${dateOf(10)},3`);
    expect(await isFolded(ports)).toBe(true);
  });
});

describe('silver is read from bronze again', () => {
  it.each([
    ['a row lies off the calendar', DAILY, [`a,${dateOf(10)}T07:00,1`]],
    ['a series that was named without a value has one', DAILY, [`soon,${dateOf(10)},1`]],
    ['a refused row contradicts one of silver', withContract({ restatements: 'quarantine' }), [`a,${dateOf(1)},9`]],
    ['rows are gathered into periods', withContract({ aggregate: 'sum' }), [NEXT]],
  ])('where %s', async (_, dataset, lines) => {
    const ports = await held(dataset);
    deliver(ports, ...lines);
    expect(await isFolded(ports, dataset)).toBe(false);
  });

  it('where the data are coarser than days', async () => {
    const weekly: Dataset = { ...DAILY, frequency: 'week' };
    const ports = memoryPorts({ datasets: [weekly] });
    deliver(ports, ...[0, 7, 14].map((day) => `a,${dateOf(day)},1`));
    await bring(ports);
    deliver(ports, `a,${dateOf(21)},1`);
    expect(await isFolded(ports, weekly)).toBe(false);
  });

  it('where a row off the calendar was read before', async () => {
    const ports = await held();
    deliver(ports, `a,${dateOf(10)}T07:00,1`);
    await bring(ports);
    deliver(ports, NEXT);
    expect(await isFolded(ports)).toBe(false);
  });

  it.each([
    ['alone', [1]],
    ['in one file with a later one', [1, 2]],
  ])('where a writer that lost a race comes before what was read, %s', async (_, sequences) => {
    const ports = await held();
    deliver(ports, NEXT);
    await bring(ports);
    deliver(ports, ...sequences.map((day) => `a,${dateOf(9 + day)},4`));
    await ingest({ dataset: 'weather' }, ports);
    const table = await openTable(bronzeOf(ports));
    const late = table.files.find(({ stats }) => stats?.min.sequence === 2)!;
    for await (const batch of readRows({ ...table, files: [late] })) {
      // Of the same sequence as the one before, and of a smaller hash.
      const delivery = sequences.map((sequence) => String(sequence - 1).repeat(64));
      const columns = { ...batch.columns, sequence: Float64Array.from(sequences), delivery };
      const change = { remove: [late.path], batches: { rows: sequences.length, columns }, because: {} };
      await rewriteFiles(table.location, change, { ...options, step: 'race' });
    }
    expect(await isFolded(ports)).toBe(false);
  });

  it('where what was read lies in other files, once', async () => {
    const ports = await held();
    const table = await openTable(bronzeOf(ports));
    for await (const batch of readRows(table)) {
      const change = { remove: table.files.map(({ path }) => path), batches: batch, because: {} };
      await rewriteFiles(table.location, change, options);
    }
    deliver(ports, NEXT);
    expect(await isFolded(ports)).toBe(false);
    deliver(ports, `b,${dateOf(10)},1`);
    expect(await isFolded(ports)).toBe(true);
  });

  it('where a delivery has left', async () => {
    const ports = await held();
    deliver(ports, NEXT);
    await bring(ports);
    const table = await openTable(bronzeOf(ports));
    const gone = table.files.find(({ stats }) => stats?.rows === 1)!;
    await rewriteFiles(table.location, { remove: [gone.path], batches: [], because: {} }, options);
    expect(await isFolded(ports)).toBe(false);
  });

  it('behind a file of which the log tells nothing', async () => {
    const ports = await held();
    deliver(ports, NEXT);
    await ingest({ dataset: 'weather' }, ports);
    const { stores } = ports;
    const key = 'weather/observations/_delta_log/00000000000000000002.json';
    const text = new TextDecoder().decode(stores.bronze.objects.get(key)!.body);
    const without = text.replace(/,"stats":"(\\.|[^"])*"/, '');
    expect(without).not.toBe(text);
    stores.bronze.put(key, without);
    expect(await isFolded(ports)).toBe(true);
    deliver(ports, `b,${dateOf(10)},1`);
    expect(await isFolded(ports)).toBe(false);
  });

  it.each([
    ['is not there', (silver: MemoryStore, key: string) => void silver.objects.delete(key)],
    [
      'is another',
      (silver: MemoryStore, key: string) => silver.put(key, text(silver, key).replace('[15340,10]', '[15340,9]')),
    ],
  ])('where what is known of the series %s: once', async (_, spoil) => {
    const ports = await held();
    const { silver } = ports.stores;
    spoil(
      silver,
      [...silver.objects.keys()].find((key) => key.includes('/series-'))!,
    );
    expect(await isFolded(ports)).toBe(false);
    expect(await isFolded(ports)).toBe(true);
  });

  it('where a release of before has written it: its ledger does not say how to go on', async () => {
    const ports = await held();
    const { silver } = ports.stores;
    const key = 'weather/ledger/00000001.json';
    silver.put(key, text(silver, key).replace(/,"fold":\{[^}]*\}/, ''));
    deliver(ports, NEXT);
    expect(await isFolded(ports)).toBe(false);
  });
});

function text(silver: MemoryStore, key: string): string {
  return new TextDecoder().decode(silver.objects.get(key)!.body);
}

describe('silver of more than 50,000 rows', () => {
  const IDS = Array.from({ length: 16 }, (_, index) => `s${index}`);
  const days = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, day) =>
      IDS.map((id) => `${id},${dateOf(from + day)},${(day % 50) / 2}`),
    ).flat();
  const dataset = { ...DAILY, shards: 2 };

  it('lies in a file a quarter and shard; a day rewrites its own, and readers find each series whole', async () => {
    const ports = memoryPorts({ datasets: [dataset] });
    deliver(ports, ...days(-2_000, 1_100));
    await bring(ports);
    const series = { store: ports.stores.silver, path: 'weather/series' };
    expect((await openTable(series)).files).toHaveLength(2);
    deliver(ports, ...days(1_100, 1_150));
    // It passes the number, and is cut.
    expect(await isFolded(ports, dataset)).toBe(false);
    const { files: before } = await openTable(series);
    expect(before).toHaveLength(2 * 35);
    deliver(ports, `s0,${dateOf(1_150)},1`, `s0,${dateOf(0)},30`);
    expect(await isFolded(ports, dataset)).toBe(true);
    const { files, version } = await openTable(series);
    const kept = new Set(before.map(({ path }) => path));
    expect(files.filter(({ path }) => !kept.has(path))).toHaveLength(2);
    const lengths = new Map<string, number>();
    const table = await openSilverTable(ports.stores, dataset, version);
    const until = { start: RANGE.start, end: dateOf(1_150) };
    let panels = 0;
    for await (const panel of silverPanels(table, until)) {
      panels += 1;
      panel.uniqueIds.forEach((id, index) => lengths.set(id, panel.offsets[index + 1] - panel.offsets[index]));
    }
    expect(panels).toBe(2);
    expect([...lengths].sort()).toEqual(IDS.map((id) => [id, id === 's0' ? 3_151 : 3_150]).sort());
  });
});

describe('a commit that keeps files of a replaced partition', () => {
  it('takes away the others alone', async () => {
    const store = new MemoryStore('silver');
    const location = { store, path: 'weather/series' };
    const ports = await held();
    const table = await openTable({ store: ports.stores.silver, path: 'weather/series' });
    for (const [key, { body }] of ports.stores.silver.objects) store.put(key, body);
    for await (const batch of readRows(table))
      await appendRows(location, { ...batch, columns: { ...batch.columns, y: batch.columns.y } }, options);
    const { files } = await openTable(location);
    expect(files).toHaveLength(2);
    await commitFiles(location, { files: [], replace: [{ shard: 0 }], keep: [files[1].path] }, options);
    expect((await openTable(location)).files.map(({ path }) => path)).toEqual([files[1].path]);
  });
});
