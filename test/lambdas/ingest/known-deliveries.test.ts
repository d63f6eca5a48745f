import { describe, expect, it } from '@jest/globals';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { run } from '../../../lambdas/ingest/ingest.ts';
import { appendRows, ensureTable, history } from '../../../tables/index.ts';
import { DAILY } from '../../support/dataset.ts';
import { RECEIVED_AT_MS } from '../../support/memory-store.ts';
import { memoryPorts, type MemoryPorts } from '../../support/ports.ts';
import { temperature, TEMPERATURES_SCHEMA } from '../../support/temperatures.ts';

const CSV = 'station,date,temp\nseattle,2012-01-01,5.0\n';
const CACHE = 'weather/deliveries.json';
/** Of mapping, partition and content, a line each: printf '["csv","station","date","temp"]\n{}\nstation,...' | sha256sum */
const SHA256_OF_CSV = '9909dd55c930a13669e8639369370f819e9bad35eeb6d494741c7732ae5005fd';

function portsWith(files: Record<string, string>, dataset: Dataset = DAILY): MemoryPorts {
  const ports = memoryPorts({ datasets: [dataset] });
  for (const [key, body] of Object.entries(files)) ports.stores.landing.put(key, body);
  return ports;
}

/** The keys of the files that ingest reads, and its answer. */
async function ingest(ports: MemoryPorts, dataset: Dataset = DAILY) {
  const read: string[] = [];
  ports.stores.landing.beforeRead = (key) => void (key.includes('_delta_log') || read.push(key));
  const output = await run({ dataset: 'weather' }, { ...ports, datasets: { find: () => dataset } });
  return { read, ...output };
}

function cacheOf(ports: MemoryPorts) {
  const body = ports.stores.bronze.objects.get(CACHE)?.body;
  return JSON.parse(new TextDecoder().decode(body)) as { mapping: string; deliveries: Record<string, unknown>[] };
}

function edit(ports: MemoryPorts, change: (text: string) => string): void {
  ports.stores.bronze.put(CACHE, change(new TextDecoder().decode(ports.stores.bronze.objects.get(CACHE)!.body)));
}

const commits = async (ports: MemoryPorts) =>
  (await history({ store: ports.stores.bronze, path: 'weather/observations' })).length - 1;

describe('what bronze is known to hold', () => {
  it('stands beside its table, by key, tag and size', async () => {
    const ports = portsWith({ 'weather/a.csv': CSV });
    await ingest(ports);
    expect(cacheOf(ports)).toEqual({
      mapping: '["csv","station","date","temp"]',
      deliveries: [
        {
          key: 'weather/a.csv',
          tag: expect.stringMatching(/^[0-9a-f]{32}$/),
          sizeBytes: 41,
          partition: {},
          sha256: SHA256_OF_CSV,
          txn: `delivery:${SHA256_OF_CSV}`,
          sequence: 0,
        },
      ],
    });
  });

  it('is not read again, and nothing is written when nothing came', async () => {
    const ports = portsWith({ 'weather/a.csv': CSV, 'weather/b.csv': `${CSV}b,2012-01-01,1\n` });
    expect((await ingest(ports)).read).toEqual(['weather/a.csv', 'weather/b.csv']);
    const written: string[] = [];
    ports.stores.bronze.beforeWrite = (key) => void written.push(key);
    expect(await ingest(ports)).toEqual({ read: [], bronzeVersion: 2, files: 2, newFiles: 0, newRows: 0 });
    expect(written).toEqual([]);
  });

  it('is added to, file by file, in the order that bronze took them', async () => {
    const ports = portsWith({ 'weather/b.csv': CSV });
    await ingest(ports);
    ports.stores.landing.put('weather/a.csv', `${CSV}b,2012-01-01,1\n`);
    expect(await ingest(ports)).toMatchObject({ read: ['weather/a.csv'], newFiles: 1, newRows: 2 });
    expect(cacheOf(ports).deliveries.map(({ key, sequence }) => [key, sequence])).toEqual([
      ['weather/a.csv', 1],
      ['weather/b.csv', 0],
    ]);
    expect((await ingest(ports)).read).toEqual([]);
  });

  it('is kept of a run that a file stopped', async () => {
    const ports = portsWith({ 'weather/a.csv': CSV, 'weather/c.csv': `${CSV}c,2012-01-01,1\n` });
    await ingest(ports);
    ports.stores.landing.put('weather/a0.csv', `${CSV}d,2012-01-01,1\n`);
    ports.stores.landing.put('weather/b.csv', 'station,date\na,2012-01-01\n');
    await expect(ingest(ports)).rejects.toThrow('weather/b.csv');
    expect(cacheOf(ports).deliveries.map(({ key }) => key)).toEqual([
      'weather/a.csv',
      'weather/a0.csv',
      'weather/c.csv',
    ]);
    ports.stores.landing.put('weather/b.csv', `${CSV}e,2012-01-01,1\n`);
    expect((await ingest(ports)).read).toEqual(['weather/b.csv']);
  });

  it('is forgotten of files that are gone', async () => {
    const ports = portsWith({ 'weather/a.csv': CSV });
    await ingest(ports);
    ports.stores.landing.objects.clear();
    await ingest(ports);
    expect(cacheOf(ports).deliveries).toEqual([]);
  });
});

describe('a file is read, and its sha256 decides,', () => {
  it.each([
    ['when the cache is missing', (ports: MemoryPorts) => void ports.stores.bronze.objects.delete(CACHE)],
    ['when the cache is cut off', (ports: MemoryPorts) => edit(ports, (text) => text.slice(0, 60))],
    ['when the cache has another shape', (ports: MemoryPorts) => edit(ports, () => '{"deliveries":[]}')],
    ['when its tag is another', (ports: MemoryPorts) => edit(ports, (t) => t.replace(/("tag": ")./, '$1x'))],
    [
      'when its size is another',
      (ports: MemoryPorts) => edit(ports, (t) => t.replace('"sizeBytes": 41', '"sizeBytes": 4')),
    ],
    [
      'when the log has no such txn',
      (ports: MemoryPorts) => edit(ports, (t) => t.replace(/("txn": "delivery:)./, '$1x')),
    ],
    ['when it is put there again', (ports: MemoryPorts) => ports.stores.landing.put('weather/b.csv', CSV)],
  ])('%s: it is no second commit, and known from then on', async (_, spoil) => {
    const ports = portsWith({ 'weather/a.csv': CSV });
    await ingest(ports);
    spoil(ports);
    expect(await ingest(ports)).toMatchObject({ read: [expect.any(String)], newFiles: 0, newRows: 0 });
    expect(await commits(ports)).toBe(1);
    expect(cacheOf(ports).deliveries[0]).toMatchObject({ sha256: SHA256_OF_CSV, sequence: 0 });
    expect((await ingest(ports)).read).toEqual([]);
  });

  it('when it changed under its name: a stale entry hides no row', async () => {
    const ports = portsWith({ 'weather/a.csv': CSV });
    await ingest(ports);
    ports.stores.landing.put('weather/a.csv', CSV.replace('5.0', '6.0'));
    expect(await ingest(ports)).toMatchObject({ read: ['weather/a.csv'], newFiles: 1, newRows: 1 });
  });

  it('when bronze is a new table that knows nothing of it', async () => {
    const ports = portsWith({ 'weather/a.csv': CSV });
    await ingest(ports);
    for (const key of ports.stores.bronze.objects.keys()) if (key !== CACHE) ports.stores.bronze.objects.delete(key);
    expect(await ingest(ports)).toMatchObject({ read: ['weather/a.csv'], newFiles: 1, newRows: 1 });
  });

  it('when another column is the target: it is another delivery, and back again it is the first', async () => {
    const other: Dataset = { ...DAILY, columns: { ...DAILY.columns, target: 'rain' } };
    const ports = portsWith({ 'weather/a.csv': 'station,date,temp,rain\nseattle,2012-01-01,5.0,3\n' });
    await ingest(ports);
    expect(await ingest(ports, other)).toMatchObject({ read: ['weather/a.csv'], newFiles: 1, newRows: 1 });
    expect(await ingest(ports)).toMatchObject({ read: ['weather/a.csv'], newFiles: 0 });
    expect(await commits(ports)).toBe(2);
  });
});

describe('the files of a Delta table', () => {
  const dataset: Dataset = { ...DAILY, source: { format: 'delta', prefix: 'warehouse/temps' } };

  it('are known by their tags and by what the log says of them', async () => {
    const ports = portsWith({}, dataset);
    const source = { store: ports.stores.landing, path: 'warehouse/temps' };
    const options = { step: 'test', nowMs: RECEIVED_AT_MS };
    await ensureTable(source, TEMPERATURES_SCHEMA, options);
    await appendRows(source, [temperature('a', 15340, 1), temperature('b', 15340, 1)], options);
    expect((await ingest(ports, dataset)).read.length).toBe(2);
    expect((await ingest(ports, dataset)).read).toEqual([]);
    expect(cacheOf(ports).deliveries.map(({ partition }) => partition)).toEqual([{ station: 'a' }, { station: 'b' }]);
    const { tag } = (await ports.stores.landing.list('warehouse/temps/station=a'))[0];
    expect(cacheOf(ports).deliveries[0].tag).toBe(tag);
    edit(ports, (text) => text.replace('"station": "a"', '"station": "c"'));
    expect(await ingest(ports, dataset)).toMatchObject({ read: [expect.stringContaining('station=a')], newFiles: 0 });
    await appendRows(source, [temperature('a', 15341, 2.5)], options);
    expect(await ingest(ports, dataset)).toMatchObject({ read: [expect.any(String)], newFiles: 1, newRows: 1 });
  });
});
