import { describe, expect, it } from '@jest/globals';
import type { ColumnValues, RowBatch } from '../../core/contracts/table-schema.ts';
import { bronzeDeliveries } from '../../lake/bronze-deliveries.ts';
import { readBronzeRows } from '../../lake/bronze-rows.ts';
import { run as ingest } from '../../lambdas/ingest/ingest.ts';
import { commitFiles, openTable, readRows, writeDataFile } from '../../tables/index.ts';
import { DAILY } from '../support/dataset.ts';
import { RECEIVED_AT_MS } from '../support/memory-store.ts';
import { memoryPorts, type MemoryPorts } from '../support/ports.ts';

const HEADER = 'station,date,temp\n';
const COLUMNS = ['delivery', 'value'];

async function delivered(files: Readonly<Record<string, string>>): Promise<MemoryPorts> {
  const ports = memoryPorts({ datasets: [DAILY] });
  for (const [key, text] of Object.entries(files)) {
    ports.stores.landing.put(`weather/${key}`, HEADER + text);
    await ingest({ dataset: 'weather' }, ports);
  }
  return ports;
}

const location = (ports: MemoryPorts) => ({ store: ports.stores.bronze, path: 'weather/observations' });
const listed = async (ports: MemoryPorts) =>
  (await bronzeDeliveries(ports.stores.bronze, 'weather')).map(({ key, rows, sequence }) => [key, rows, sequence]);

/** As another engine's OPTIMIZE leaves it: one file with the rows of all. */
async function joinFiles(ports: MemoryPorts): Promise<void> {
  const table = await openTable(location(ports));
  const batches = new Array<RowBatch>();
  for await (const batch of readRows(table)) batches.push(batch);
  const columns = Object.keys(batches[0].columns).map((name) => {
    return [name, batches.flatMap(({ columns: of }) => [...of[name]]) as ColumnValues] as const;
  });
  const rows = batches.reduce((sum, batch) => sum + batch.rows, 0);
  const { bytes, stats } = await writeDataFile(table.schema, { rows, columns: Object.fromEntries(columns) });
  await ports.stores.bronze.write('weather/observations/joined.parquet', bytes);
  const file = { path: 'joined.parquet', sizeBytes: bytes.length, partitionValues: {}, stats };
  await commitFiles(location(ports), { files: [file], replace: [{}] }, { step: 'OPTIMIZE', nowMs: 0 });
}

describe('the deliveries of bronze', () => {
  it('are those of the log, in the order of arrival, without a row being read', async () => {
    const ports = await delivered({ 'b.csv': 'a,2012-01-01,1\na,2012-01-02,2\n', 'a.csv': 'a,2012-01-03,3\n' });
    const reads: string[] = [];
    ports.stores.bronze.beforeRead = (key) => void (key.endsWith('.parquet') && reads.push(key));
    const found = await bronzeDeliveries(ports.stores.bronze, 'weather');
    expect(found).toEqual([
      {
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        key: 'weather/b.csv',
        sequence: 0,
        rows: 2,
        atMs: RECEIVED_AT_MS,
      },
      { sha256: expect.any(String), key: 'weather/a.csv', sequence: 1, rows: 1, atMs: RECEIVED_AT_MS },
    ]);
    expect(reads).toEqual([]);
  });

  it('are none where nothing was delivered', async () => {
    expect(await bronzeDeliveries(memoryPorts({ datasets: [DAILY] }).stores.bronze, 'weather')).toEqual([]);
  });

  it('have their key, however long, also when it lies in the landing bucket no more', async () => {
    const long = `${'x'.repeat(100)}.csv`;
    const ports = await delivered({ [long]: 'a,2012-01-01,1\n' });
    expect(await listed(ports)).toEqual([[`weather/${long}`, 1, 0]]);
    ports.stores.landing.objects.delete(`weather/${long}`);
    ports.stores.bronze.objects.delete('weather/deliveries.json');
    expect(await listed(ports)).toEqual([[`weather/${long}`, 1, 0]]);
  });

  it('are told apart in a file that another engine has made of several', async () => {
    const ports = await delivered({ 'b.csv': 'a,2012-01-01,1\na,2012-01-02,2\n', 'a.csv': 'a,2012-01-03,3\n' });
    await joinFiles(ports);
    expect(await listed(ports)).toEqual([
      ['weather/b.csv', 2, 0],
      ['weather/a.csv', 1, 1],
    ]);
    expect((await bronzeDeliveries(ports.stores.bronze, 'weather')).map(({ atMs }) => atMs)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('have those without a row among them, as long as their file lies there', async () => {
    const ports = await delivered({ 'a.csv': 'a,2012-01-03,3\n', 'b.csv': '' });
    expect(await listed(ports)).toEqual([
      ['weather/a.csv', 1, 0],
      ['weather/b.csv', 0, 1],
    ]);
  });
});

describe('the rows of bronze', () => {
  it.each([['as they were committed', async () => undefined] as const, ['in one file', joinFiles] as const])(
    'are read but for those of withdrawn deliveries, %s',
    async (_, change) => {
      const ports = await delivered({ 'b.csv': 'a,2012-01-01,1\na,2012-01-02,2\n', 'a.csv': 'a,2012-01-03,3\n' });
      await change(ports);
      const { version } = await openTable(location(ports));
      const [b] = await bronzeDeliveries(ports.stores.bronze, 'weather');
      const wanted = { version, columns: COLUMNS, withdrawn: [b.sha256] };
      const { read, withdrawn } = await readBronzeRows(ports.stores.bronze, 'weather', wanted);
      const valuesOf = (batches: typeof read) => batches.flatMap(({ columns }) => [...columns.value]);
      expect([valuesOf(read), valuesOf(withdrawn)]).toEqual([['3'], ['1', '2']]);
      const all = await readBronzeRows(ports.stores.bronze, 'weather', { ...wanted, withdrawn: [] });
      expect([valuesOf(all.read).toSorted(), valuesOf(all.withdrawn)]).toEqual([['1', '2', '3'], []]);
    },
  );
});
