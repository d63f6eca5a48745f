import { describe, expect, it } from '@jest/globals';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { LAYERS } from '../../../core/contracts/layers.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { ingestStep } from '../../../core/contracts/steps/ingest.ts';
import type { ColumnValues } from '../../../core/contracts/table-schema.ts';
import { observationsSchema } from '../../../core/contracts/tables.ts';
import { run } from '../../../lambdas/ingest/ingest.ts';
import { appendRows, ensureTable, history, openTable, readRows } from '../../../tables/index.ts';
import { DAILY } from '../../support/dataset.ts';
import { RECEIVED_AT_MS } from '../../support/memory-store.ts';
import { memoryPorts, type MemoryPorts } from '../../support/ports.ts';
import { temperature, TEMPERATURES_SCHEMA } from '../../support/temperatures.ts';

const CSV = 'station,date,temp\nseattle,2012-01-01,5.0\nseattle,soon,x\nseattle,2012-01-03\n';
const bronze = (ports: MemoryPorts) => ({ store: ports.stores.bronze, path: 'weather/observations' });

function portsWith(files: Record<string, string | Uint8Array>, dataset: Dataset = DAILY): MemoryPorts {
  const ports = memoryPorts({ datasets: [dataset] });
  for (const [key, body] of Object.entries(files)) ports.stores.landing.put(key, body);
  return ports;
}

async function ingest(ports: MemoryPorts) {
  return ingestStep.output.parse(await run({ dataset: 'weather' }, ports));
}

async function bronzeRows(ports: MemoryPorts, columns: readonly string[]): Promise<unknown[][]> {
  const rows: unknown[][] = [];
  for await (const batch of readRows(await openTable(bronze(ports)), { columns })) {
    const values: ColumnValues[] = columns.map((name) => batch.columns[name]);
    for (let i = 0; i < batch.rows; i++) rows.push(values.map((column) => column[i]));
  }
  return rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

describe('ingest', () => {
  it('adds what arrived, as text with file and line', async () => {
    const ports = portsWith({ 'weather/a.csv': CSV });
    expect(await ingest(ports)).toEqual({ bronzeVersion: 1, files: 1, newFiles: 1, newRows: 3 });
    const columns = ['line', 'file', 'unique_id', 'timestamp', 'value', 'record', 'ds', 'received'];
    expect(await bronzeRows(ports, columns)).toEqual([
      [2, 'weather/a.csv', 'seattle', '2012-01-01', '5.0', null, 15340, null],
      [3, 'weather/a.csv', 'seattle', 'soon', 'x', null, null, null],
      [4, 'weather/a.csv', null, null, null, 'seattle,2012-01-03', null, null],
    ]);
  });

  it('makes one commit a file, in the order of keys', async () => {
    const ports = portsWith({ 'weather/b.csv': `${CSV}b,2012-01-09,1\n`, 'weather/a.csv': CSV });
    expect(await ingest(ports)).toEqual({ bronzeVersion: 2, files: 2, newFiles: 2, newRows: 7 });
    const arrivals = new Map(
      (await bronzeRows(ports, ['file', 'sequence'])).map(([file, sequence]) => [file, sequence]),
    );
    expect([...arrivals]).toEqual([
      ['weather/a.csv', 0],
      ['weather/b.csv', 1],
    ]);
  });

  it('commits the same file once, again or under another name, and leaves the table as it was', async () => {
    const ports = portsWith({ 'weather/a.csv': CSV });
    await ingest(ports);
    const before = [...ports.stores.bronze.objects.keys()];
    ports.stores.landing.put('weather/copy of a.csv', CSV, RECEIVED_AT_MS + 1);
    expect(await ingest(ports)).toEqual({ bronzeVersion: 1, files: 2, newFiles: 0, newRows: 0 });
    expect([...ports.stores.bronze.objects.keys()]).toEqual(before);
  });

  it('commits two equal files of one run once', async () => {
    const ports = portsWith({ 'weather/a.csv': CSV, 'weather/b.csv': CSV });
    expect(await ingest(ports)).toEqual({ bronzeVersion: 1, files: 2, newFiles: 1, newRows: 3 });
  });

  it('takes a changed file under an old name for a new delivery', async () => {
    const ports = portsWith({ 'weather/a.csv': CSV });
    await ingest(ports);
    ports.stores.landing.put('weather/a.csv', `${CSV}seattle,2012-01-04,6\n`);
    expect(await ingest(ports)).toEqual({ bronzeVersion: 2, files: 1, newFiles: 1, newRows: 4 });
  });

  it('commits a file once when another run does so meanwhile', async () => {
    const ports = portsWith({ 'weather/a.csv': CSV });
    await ensureBronze(ports);
    let raced = false;
    let now = RECEIVED_AT_MS;
    const ticking = { ...ports, clock: { nowMs: () => now++ } };
    ports.stores.bronze.beforeWrite = async (key) => {
      if (raced || !key.endsWith('00001.json')) return;
      raced = true;
      await ingest(ticking);
    };
    expect(await ingest(ticking)).toEqual({ bronzeVersion: 1, files: 1, newFiles: 0, newRows: 0 });
    expect(raced).toBe(true);
    expect((await history(bronze(ports))).length).toBe(2);
  });

  it('marks rows that are dated after the delivery arrived, and only those depend on when it was', async () => {
    const future = 'station,date,temp\na,2026-01-02,1\na,2026-01-01,1\n';
    const rows = await bronzeRowsOf(future);
    expect(rows).toEqual([
      ['2026-01-01', null],
      ['2026-01-02', RECEIVED_AT_MS],
    ]);
    const [early, late] = [RECEIVED_AT_MS, RECEIVED_AT_MS + 1].map((receivedAtMs) => {
      const ports = memoryPorts({ datasets: [DAILY] });
      ports.stores.landing.put('weather/a.csv', CSV, receivedAtMs);
      return ports;
    });
    await ingest(early);
    await ingest(late);
    expect([...late.stores.bronze.objects]).toEqual([...early.stores.bronze.objects]);
  });

  it('commits nothing of a file that is refused, and keeps the files before it', async () => {
    const ports = portsWith({ 'weather/a.csv': CSV, 'weather/b.csv': 'station,date,tmp\na,2012-01-01,1\n' });
    await expect(ingest(ports)).rejects.toMatchObject({
      name: 'SourceRefused',
      message: expect.stringContaining("weather/b.csv, line 1, column 'temp': the column is missing"),
    });
    ports.stores.landing.put('weather/b.csv', 'station,date,temp\na,2012-01-01,1\n');
    expect(await ingest(ports)).toEqual({ bronzeVersion: 2, files: 2, newFiles: 1, newRows: 1 });
  });

  it('refuses a file without rows', async () => {
    await expect(ingest(portsWith({ 'weather/a.csv': 'station,date,temp\n' }))).rejects.toThrow(
      "weather/a.csv: there is a header, but no row; got '0 rows'; allowed: at least one row",
    );
  });

  it('goes on where a file has no row, and names it to people once', async () => {
    const ports = portsWith({ 'weather/a.csv': 'station,date,temp\n', 'weather/b.csv': CSV });
    const told = async () => {
      ports.notifications.length = 0;
      const { newFiles } = await ingest(ports);
      return [newFiles, ...ports.notifications.map(({ message }) => message)];
    };
    expect(await told()).toEqual([
      1,
      'There is a header, but no row; what else was delivered is read:\nweather/a.csv\n',
    ]);
    expect(ports.notifications).toMatchObject([{ subject: 'weather: an empty delivery' }]);
    expect(await told()).toEqual([0]);
    ports.stores.landing.put('weather/c.csv', 'date,station,temp\n');
    ports.stores.landing.put('weather/d.csv', 'station,date,temp\nseattle,2031-01-01,5.0\n');
    expect(await told()).toEqual([
      1,
      'There is a header, but no row; what else was delivered is read:\nweather/c.csv\n',
    ]);
  });

  it('refuses a file without rows again, while there is no other', async () => {
    const ports = portsWith({ 'weather/a.csv': 'station,date,temp\n' });
    await expect(ingest(ports)).rejects.toThrow('there is a header, but no row');
    await expect(ingest(ports)).rejects.toThrow('weather/a.csv: there is a header, but no row');
    ports.stores.landing.objects.clear();
    await expect(ingest(ports)).rejects.toThrow("nothing is delivered for the data set 'weather'");
    expect(ports.notifications).toEqual([]);
  });

  it('refuses a prefix under which nothing was ever delivered', async () => {
    await expect(ingest(portsWith({ 'weather-old/a.csv': CSV }))).rejects.toMatchObject({
      name: 'SourceRefused',
      message: expect.stringContaining("nothing is delivered for the data set 'weather'; got 's3://landing/weather'"),
    });
  });

  it('goes on with what it has when the landing files are gone', async () => {
    const ports = portsWith({ 'weather/a.csv': CSV });
    await ingest(ports);
    ports.stores.landing.objects.clear();
    expect(await ingest(ports)).toEqual({ bronzeVersion: 1, files: 0, newFiles: 0, newRows: 0 });
  });
});

describe('a delivery in a format that the contract does not read', () => {
  const THOUSANDS = ['999', '1,000', '1,287', '1,300']
    .map((value, day) => `seattle,2012-01-0${day + 1},"${value}"\n`)
    .reduce((csv, line) => csv + line, 'station,date,temp\n');
  const plain = { ...DAILY, contract: { ...DAILY.contract, min: undefined, max: undefined } };
  const reads = { ...plain, contract: { ...plain.contract, thousandsSeparator: ',' as const } };
  const refusedObjects = ({ stores }: MemoryPorts) =>
    [...stores.bronze.objects.keys()].filter((key) => key.startsWith('weather/refused/'));

  /** The same buckets, under another contract. */
  function under(dataset: Dataset, { stores }: MemoryPorts): MemoryPorts {
    const ports = memoryPorts({ datasets: [dataset] });
    for (const layer of LAYERS) Object.assign(ports.stores[layer], { objects: stores[layer].objects });
    return ports;
  }

  it('is refused as a whole, and none of its rows is read', async () => {
    const ports = portsWith({ 'weather/a.csv': CSV, 'weather/b.csv': THOUSANDS }, plain);
    await expect(ingest(ports)).rejects.toMatchObject({
      name: 'SourceRefused',
      message: expect.stringContaining(
        "weather/b.csv, line 3, column 'temp': 3 of 4 values have a comma before three digits",
      ),
    });
    expect(await bronzeRows(ports, ['file', 'line'])).toEqual([2, 3, 4].map((line) => ['weather/a.csv', line]));
    await expect(ingest(ports)).rejects.toThrow('3 of 4 values');
  });

  it('is kept beside the table, with why it was refused', async () => {
    const ports = portsWith({ 'weather/b.csv': THOUSANDS }, plain);
    await expect(ingest(ports)).rejects.toThrow('3 of 4 values');
    const [content, record] = refusedObjects(ports);
    const textOf = async (key: string) => new TextDecoder().decode(await ports.stores.bronze.read(key));
    expect(await textOf(content)).toBe(THOUSANDS);
    expect(record).toBe(`${content}.json`);
    expect(JSON.parse(await textOf(record))).toMatchObject({
      dataset: 'weather',
      sha256: content.slice('weather/refused/'.length),
      file: 'weather/b.csv',
      formats: [{ problem: '3 of 4 values have a comma before three digits', rows: 3, line: 3, text: '1,000' }],
    });
  });

  it('is read without being delivered again once the contract reads it', async () => {
    const ports = portsWith({ 'weather/b.csv': THOUSANDS }, plain);
    await expect(ingest(ports)).rejects.toThrow('3 of 4 values');
    const after = under(reads, ports);
    expect(await ingest(after)).toEqual({ bronzeVersion: 1, files: 1, newFiles: 1, newRows: 4 });
    expect(await bronzeRows(after, ['value'])).toEqual([['1,000'], ['1,287'], ['1,300'], ['999']]);
    expect(await ingest(after)).toMatchObject({ newFiles: 0 });
  });

  it('does not stop what comes instead of it', async () => {
    const ports = portsWith({ 'weather/b.csv': THOUSANDS }, plain);
    await expect(ingest(ports)).rejects.toThrow('3 of 4 values');
    ports.stores.landing.put('weather/b.csv', THOUSANDS.replaceAll('1,', '1'));
    expect(await ingest(ports)).toMatchObject({ newFiles: 1, newRows: 4 });
  });

  it('is judged by all of its rows: two such rows are quarantined one by one', async () => {
    const ports = portsWith({ 'weather/b.csv': THOUSANDS.replace('1,300', '1300') }, plain);
    expect(await ingest(ports)).toMatchObject({ newFiles: 1, newRows: 4 });
    expect(refusedObjects(ports)).toEqual([]);
  });
});

describe('dates of a time zone', () => {
  const zoned = (frequency: 'hour' | 'day'): Dataset => ({
    ...DAILY,
    frequency,
    contract: { ...DAILY.contract, timeZone: 'Asia/Tokyo' },
  });

  it('are of the future by the clock of that zone', async () => {
    // In Tokyo it is 09:00 of 1 January when the file arrives.
    const csv = 'station,date,temp\na,2026-01-01,1\na,2026-01-02,1\n';
    const ports = portsWith({ 'weather/a.csv': csv }, zoned('day'));
    await ingest(ports);
    const [today, tomorrow] = [Date.UTC(2026, 0, 1) / 86_400_000, Date.UTC(2026, 0, 2) / 86_400_000];
    expect(await bronzeRows(ports, ['ds', 'received'])).toEqual([
      [today, null],
      [tomorrow, RECEIVED_AT_MS],
    ]);
    ports.stores.landing.put('weather/late.csv', csv.replace('a,', 'late,'), RECEIVED_AT_MS + 15 * 3_600_000);
    await ingest(ports);
    expect((await bronzeRows(ports, ['file', 'received'])).slice(2)).toEqual([
      ['weather/late.csv', null],
      ['weather/late.csv', null],
    ]);
  });

  it('are instants of UTC by the hour', async () => {
    const csv = 'station,date,temp\na,2012-01-01 09:00,1\na,2012-01-01 10:00Z,1\n';
    const ports = portsWith({ 'weather/a.csv': csv }, zoned('hour'));
    await ingest(ports);
    expect(await bronzeRows(ports, ['ds'])).toEqual([[Date.UTC(2012, 0, 1)], [Date.UTC(2012, 0, 1, 10)]]);
  });
});

describe('Parquet deliveries', () => {
  const dataset: Dataset = { ...DAILY, source: { format: 'parquet', prefix: 'weather' } };
  const column = (name: string, data: unknown[], type: 'STRING' | 'DOUBLE' | 'TIMESTAMP' | 'INT64') => ({
    name,
    data,
    type,
  });
  const file = (columns: Parameters<typeof parquetWriteBuffer>[0]['columnData']) =>
    new Uint8Array(parquetWriteBuffer({ columnData: columns, rowGroupSize: 2 }));
  const station = column('station', ['a', null, 'c'], 'STRING');
  const date = column(
    'date',
    ['2012-01-01', '2012-01-02T06:00Z', '2012-01-03'].map((text) => new Date(text)),
    'TIMESTAMP',
  );

  it('become text that reads back as the same values, a row number for a line', async () => {
    const ports = portsWith(
      { 'weather/a.parquet': file([station, date, column('temp', [0.1, null, 5], 'DOUBLE')]) },
      dataset,
    );
    expect(await ingest(ports)).toMatchObject({ newRows: 3 });
    expect(await bronzeRows(ports, ['line', 'unique_id', 'timestamp', 'value', 'record'])).toEqual([
      [1, 'a', '2012-01-01', '0.1', null],
      [2, null, '2012-01-02T06:00:00.000Z', null, null],
      [3, 'c', '2012-01-03', '5', null],
    ]);
  });

  it('may hold whole numbers', async () => {
    const ports = portsWith(
      { 'weather/a.parquet': file([station, date, column('temp', [1n, -2n, 3n], 'INT64')]) },
      dataset,
    );
    await ingest(ports);
    expect(await bronzeRows(ports, ['value'])).toEqual([['-2'], ['1'], ['3']]);
  });

  it('are refused without a column, naming the nearest', async () => {
    const ports = portsWith(
      { 'weather/a.parquet': file([station, date, column('tmp', [1, 2, 3], 'DOUBLE')]) },
      dataset,
    );
    await expect(ingest(ports)).rejects.toThrow("weather/a.parquet, column 'temp': the column is missing");
    await expect(ingest(ports)).rejects.toThrow("the nearest name is 'tmp'");
  });

  it('are refused when they are something else', async () => {
    const ports = portsWith({ 'weather/a.parquet': CSV }, dataset);
    await expect(ingest(ports)).rejects.toMatchObject({
      name: 'SourceRefused',
      message: expect.stringContaining('weather/a.parquet: the data set says Parquet, and this is text, as CSV is'),
    });
  });
});

describe('a Delta table as the source', () => {
  const dataset: Dataset = { ...DAILY, source: { format: 'delta', prefix: 'warehouse/temps' } };

  it('delivers its live files, with the columns that stand in its log only', async () => {
    const ports = memoryPorts({ datasets: [dataset] });
    const source = { store: ports.stores.landing, path: 'warehouse/temps' };
    const options = { step: 'test', nowMs: RECEIVED_AT_MS };
    await ensureTable(source, TEMPERATURES_SCHEMA, options);
    await appendRows(source, [temperature('a', 15340, 1), temperature('b', 15340, 1)], options);
    expect(await ingest(ports)).toMatchObject({ files: 2, newFiles: 2, newRows: 2 });
    await appendRows(source, [temperature('a', 15341, 2.5)], options);
    expect(await ingest(ports)).toMatchObject({ files: 3, newFiles: 1, newRows: 1 });
    expect(await bronzeRows(ports, ['unique_id', 'timestamp', 'value', 'ds'])).toEqual([
      ['a', '2012-01-01', '1', 15340],
      ['a', '2012-01-02', '2.5', 15341],
      ['b', '2012-01-01', '1', 15340],
    ]);
  });
});

async function ensureBronze(ports: MemoryPorts): Promise<void> {
  await ensureTable(bronze(ports), observationsSchema('day'), { nowMs: RECEIVED_AT_MS });
}

async function bronzeRowsOf(text: string): Promise<unknown[][]> {
  const ports = portsWith({ 'weather/a.csv': text });
  await ingest(ports);
  return bronzeRows(ports, ['timestamp', 'received']);
}
