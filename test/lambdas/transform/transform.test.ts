import { describe, expect, it } from '@jest/globals';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { transformStep } from '../../../core/contracts/steps/transform.ts';
import type { ColumnValues } from '../../../core/contracts/table-schema.ts';
import { run as ingest } from '../../../lambdas/ingest/ingest.ts';
import { run } from '../../../lambdas/transform/transform.ts';
import { history, openTable, readRows } from '../../../tables/index.ts';
import { NO_ROWS } from '../../support/counts.ts';
import { DAILY, withContract } from '../../support/dataset.ts';
import { memoryPorts, type MemoryPorts } from '../../support/ports.ts';

const HEADER = 'station,date,temp\n';
const FIRST = `${HEADER}b,2012-01-02,2\nb,2012-01-01,1\na,2012-01-01,3\na,2012-01-04,4\na,2012-01-04,4\na,2012-01-02,warm\nsoon\n`;
const RANGE = { start: '2012-01-01', end: '2012-01-02' };

function portsOf(dataset: Dataset, files: Record<string, string> = { 'weather/1.csv': FIRST }): MemoryPorts {
  const ports = memoryPorts({ datasets: [dataset] });
  for (const [key, text] of Object.entries(files)) ports.stores.landing.put(key, text);
  return ports;
}

/** The same buckets under another definition of the data set. */
function withDataset(ports: MemoryPorts, dataset: Dataset): MemoryPorts {
  return { ...ports, datasets: { find: () => dataset } };
}

async function transform(ports: MemoryPorts, range?: typeof RANGE) {
  const { bronzeVersion } = await ingest({ dataset: 'weather' }, ports);
  const input = { dataset: 'weather', bronzeVersion, ...(range === undefined ? {} : { range }) };
  return transformStep.output.parse(await run(input, ports));
}

const location = (ports: MemoryPorts, table: string) => ({ store: ports.stores.silver, path: `weather/${table}` });

async function rowsOf(ports: MemoryPorts, table: string, columns: readonly string[]): Promise<unknown[][]> {
  const rows: unknown[][] = [];
  for await (const batch of readRows(await openTable(location(ports, table)), { columns })) {
    const values: ColumnValues[] = columns.map((name) => batch.columns[name]);
    for (let i = 0; i < batch.rows; i++) rows.push(values.map((column) => column[i]));
  }
  return rows;
}

const silver = (ports: MemoryPorts) => rowsOf(ports, 'series', ['unique_id', 'ds', 'y']);

function report(ports: MemoryPorts, uri: string) {
  const body = ports.stores.artifacts.objects.get(uri.replace('s3://artifacts/', ''))!.body;
  return JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>;
}

describe('transform', () => {
  it('brings silver and quarantine up to bronze and counts the slice', async () => {
    const ports = portsOf(DAILY);
    expect(await transform(ports, RANGE)).toEqual({
      range: RANGE,
      bronzeVersion: 1,
      silverVersion: 1,
      quarantineVersion: 1,
      counts: { ...NO_ROWS, bronze: 4, silver: 3, quarantined: 1, undated: 1 },
      totals: { ...NO_ROWS, bronze: 7, silver: 4, quarantined: 2, deduplicated: 1, undated: 1, restated: 0 },
      series: 2,
      lastObservation: '2012-01-02',
      gaps: { series: 0, missingPeriods: 0 },
      reportUri: 's3://artifacts/reports/weather/transform-1-2012-01-01..2012-01-02.json',
    });
    expect(await silver(ports)).toEqual([
      ['a', 15340, 3],
      ['a', 15343, 4],
      ['b', 15340, 1],
      ['b', 15341, 2],
    ]);
    expect(await rowsOf(ports, 'quarantine', ['reason', 'file', 'line', 'unique_id', 'value', 'record', 'ds'])).toEqual(
      [
        ['not-a-number', 'weather/1.csv', 7, 'a', 'warm', null, 15341],
        ['wrong-field-count', 'weather/1.csv', 8, null, null, 'soon', null],
      ],
    );
  });

  it('takes the training length up to the last observation without a range, and reports gaps', async () => {
    const ports = portsOf({ ...DAILY, training: { length: '3d' } });
    const output = await transform(ports);
    expect(output.range).toEqual({ start: '2012-01-02', end: '2012-01-04' });
    expect(output.counts).toEqual({ ...NO_ROWS, bronze: 4, silver: 2, quarantined: 1, deduplicated: 1, undated: 1 });
    const whole = await transform(ports, { start: '2012-01-01', end: '2012-12-31' });
    expect(whole.gaps).toEqual({ series: 1, missingPeriods: 2 });
    expect(report(ports, whole.reportUri).gaps).toMatchObject({
      bySeries: [{ unique_id: 'a', ranges: [{ start: '2012-01-02', end: '2012-01-03', periods: 2 }] }],
    });
  });

  it('changes nothing when it runs again, or when the same file is delivered again', async () => {
    const ports = portsOf(DAILY);
    const first = await transform(ports, RANGE);
    const before = [...ports.stores.silver.objects];
    expect(await transform(ports, RANGE)).toEqual(first);
    ports.stores.landing.put('weather/2.csv', FIRST);
    expect(await transform(ports, RANGE)).toEqual(first);
    expect([...ports.stores.silver.objects]).toEqual(before);
  });

  it('lets a later delivery restate a value', async () => {
    const ports = portsOf(DAILY);
    await transform(ports, RANGE);
    ports.stores.landing.put('weather/0.csv', `${HEADER}b,2012-01-02,9\n`);
    const { counts, totals } = await transform(ports, RANGE);
    expect(counts).toEqual({ ...NO_ROWS, bronze: 5, silver: 3, quarantined: 1, deduplicated: 1, undated: 1 });
    expect(totals).toMatchObject({ silver: 4, deduplicated: 2, restated: 1 });
    expect((await silver(ports)).at(-1)).toEqual(['b', 15341, 9]);
  });

  it('describes the silver that is there when another run has gone further', async () => {
    const ports = portsOf(DAILY);
    await transform(ports, RANGE);
    ports.stores.landing.put('weather/2.csv', `${HEADER}c,2012-01-01,5\n`);
    await transform(ports, RANGE);
    const late = await run({ dataset: 'weather', bronzeVersion: 1, range: RANGE }, ports);
    expect(late).toMatchObject({ bronzeVersion: 2, silverVersion: 2, counts: { bronze: 5, silver: 4 } });
    expect((await silver(ports)).length).toBe(5);
  });

  it('reads bronze anew when the contract changes, and again when it changes back', async () => {
    const ports = portsOf(DAILY);
    await transform(ports, RANGE);
    const strict = withDataset(ports, withContract({ max: 3 }));
    expect((await transform(strict, RANGE)).totals).toMatchObject({ silver: 3, quarantined: 4, deduplicated: 0 });
    expect((await silver(ports)).length).toBe(3);
    expect((await transform(ports, RANGE)).totals).toMatchObject({ silver: 4, quarantined: 2, deduplicated: 1 });
    expect((await silver(ports)).length).toBe(4);
    expect((await transform(strict, RANGE)).totals.silver).toBe(3);
    expect((await silver(ports)).length).toBe(3);
  });

  it('spreads series over shards, and leaves none behind when their number shrinks', async () => {
    const ports = portsOf({ ...DAILY, shards: 2 });
    await transform(ports, RANGE);
    expect((await rowsOf(ports, 'series', ['shard', 'unique_id'])).sort()).toEqual([
      [0, 'a'],
      [0, 'a'],
      [1, 'b'],
      [1, 'b'],
    ]);
    await transform(withDataset(ports, DAILY), RANGE);
    expect((await silver(ports)).length).toBe(4);
    expect(new Set((await rowsOf(ports, 'series', ['shard'])).flat())).toEqual(new Set([0]));
  });

  it('empties the quarantine when nothing is refused any more', async () => {
    const ports = portsOf(DAILY, { 'weather/1.csv': `${HEADER}a,2012-01-01,1\na,2012-01-02,99\n` });
    expect((await transform(ports, RANGE)).totals.quarantined).toBe(1);
    const lenient = withDataset(ports, withContract({ max: 100 }));
    expect((await transform(lenient, RANGE)).totals.quarantined).toBe(0);
    expect(await rowsOf(ports, 'quarantine', ['reason'])).toEqual([]);
  });

  it('writes a report but no silver when more is refused than the contract allows', async () => {
    const ports = portsOf(withContract({ maxQuarantineShare: 0.2 }));
    await expect(transform(ports, RANGE)).rejects.toMatchObject({
      name: 'QuarantineShareExceeded',
      message: expect.stringContaining("1 not-a-number (weather/1.csv:7 'warm' is not a number)"),
    });
    expect((await history(location(ports, 'series'))).length).toBe(1);
    const uri = 's3://artifacts/reports/weather/transform-1-2012-01-01..2012-01-02.json';
    expect(report(ports, uri)).toMatchObject({
      refused: expect.stringContaining('are in quarantine'),
      counts: { bronze: 4 },
    });
  });

  it('refuses a range without observations', async () => {
    const range = { start: '1999-01-01', end: '1999-12-31' };
    await expect(transform(portsOf(DAILY), range)).rejects.toMatchObject({ name: 'NoObservations' });
  });

  it('gives the same bytes for the same deliveries', async () => {
    const [one, two] = [portsOf(DAILY), portsOf(DAILY)];
    await transform(one, RANGE);
    await transform(two, RANGE);
    expect([...two.stores.silver.objects]).toEqual([...one.stores.silver.objects]);
    expect([...two.stores.artifacts.objects]).toEqual([...one.stores.artifacts.objects]);
  });
});
