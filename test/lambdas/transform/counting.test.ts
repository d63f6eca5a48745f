import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { DateRange } from '../../../core/contracts/date-range.ts';
import { reportKeys } from '../../../core/contracts/keys.ts';
import { shardOf } from '../../../core/transform/series-table.ts';
import { run as ingest } from '../../../lambdas/ingest/ingest.ts';
import { run } from '../../../lambdas/transform/transform.ts';
import { commitFiles, openTable, readRows, writeDataFile } from '../../../tables/index.ts';
import { NO_ROWS } from '../../support/counts.ts';
import { DAILY, withContract } from '../../support/dataset.ts';
import { crashAt, SimulatedCrash } from '../../support/faulty-store.ts';
import { RECEIVED_AT_MS } from '../../support/memory-store.ts';
import { messyCase } from '../../support/messy-deliveries.ts';
import { memoryPorts, type MemoryPorts } from '../../support/ports.ts';

const HEADER = 'station,date,temp\n';
const FILE = `${HEADER}b,2012-01-02,2\nb,2012-01-01,1\na,2012-01-01,3\na,2012-01-04,4\na,2012-01-04,4\na,2012-01-02,warm\nsoon\n`;
const TWO_DAYS = { start: '2012-01-01', end: '2012-01-02' };
const FOUR_DAYS = { start: '2012-01-01', end: '2012-01-04' };
const LEDGER = 'weather/ledger/00000001.json';

function portsOf(dataset: Dataset = DAILY, files: readonly string[] = [FILE]): MemoryPorts {
  const ports = memoryPorts({ datasets: [dataset] });
  files.forEach((text, index) => ports.stores.landing.put(`weather/${index}.csv`, text));
  return ports;
}

async function transform(ports: MemoryPorts, range: DateRange) {
  const { bronzeVersion } = await ingest({ dataset: 'weather' }, ports);
  return run({ dataset: 'weather', bronzeVersion, range }, ports);
}

const seriesOf = (ports: MemoryPorts) => ({ store: ports.stores.silver, path: 'weather/series' });

/** The keys of bronze's data files as they are read from now on. */
function bronzeReads(ports: MemoryPorts): readonly string[] {
  const reads: string[] = [];
  ports.stores.bronze.beforeRead = (key) => void (key.endsWith('.parquet') && reads.push(key));
  return reads;
}

function edit(ports: MemoryPorts, key: string, change: (text: string) => string): void {
  const { silver } = ports.stores;
  silver.put(key, change(new TextDecoder().decode(silver.objects.get(key)!.body)));
}

/** The output or the error, and the report as it was written. */
async function outcomeOf(ports: MemoryPorts, range: DateRange) {
  const output = await transform(ports, range).catch((error: unknown) => String(error));
  const report = ports.stores.artifacts.objects.get(
    reportKeys.transform('weather', await bronzeVersionOf(ports), range),
  );
  return { output, report: new TextDecoder().decode(report?.body) };
}

async function bronzeVersionOf(ports: MemoryPorts): Promise<number> {
  return (await openTable({ store: ports.stores.bronze, path: 'weather/observations' })).version;
}

describe('a second slice of the same bronze version', () => {
  it('is counted without reading bronze, and comes out as if it were the first', async () => {
    const ports = portsOf();
    await transform(ports, TWO_DAYS);
    const reads = bronzeReads(ports);
    expect(await transform(ports, FOUR_DAYS)).toEqual(await transform(portsOf(), FOUR_DAYS));
    expect(reads).toEqual([]);
  });

  it('has the output and the report that it would have as the first, whatever was delivered', async () => {
    await fc.assert(
      fc.asyncProperty(messyCase, fc.constantFrom(0.3, 1), async ({ dataset, files, ranges }, maxQuarantineShare) => {
        const tolerant = { ...dataset, contract: { ...dataset.contract, maxQuarantineShare } };
        const [one, other] = [portsOf(tolerant, files), portsOf(tolerant, files)];
        await outcomeOf(one, ranges[0]);
        expect(await outcomeOf(one, ranges[1])).toEqual(await outcomeOf(other, ranges[1]));
      }),
      { numRuns: 60 },
    );
  });

  it('lists gaps by series, whatever shards they lie in', async () => {
    const ids = ['b', 'c'];
    expect(ids.map((id) => shardOf(id, 2))).toEqual([1, 0]);
    const lines = ids.flatMap((id) => [`${id},2012-01-01,1`, `${id},2012-01-04,1`]);
    const ports = portsOf({ ...DAILY, shards: 2 }, [HEADER + lines.join('\n')]);
    await transform(ports, TWO_DAYS);
    await transform(ports, FOUR_DAYS);
    const key = reportKeys.transform('weather', 1, FOUR_DAYS);
    const report = new TextDecoder().decode(ports.stores.artifacts.objects.get(key)?.body);
    const { gaps } = JSON.parse(report) as { gaps: { bySeries: { unique_id: string }[] } };
    expect(gaps.bySeries.map(({ unique_id }) => unique_id)).toEqual(ids);
  });

  it('lists the rows that its own silver lacks, not those of a quarantine that is ahead of it', async () => {
    const ports = portsOf();
    await transform(ports, TWO_DAYS);
    ports.stores.landing.put('weather/1.csv', `${HEADER}a,2012-01-01,hot\n`);
    const { bronzeVersion } = await ingest({ dataset: 'weather' }, ports);
    const crash = crashAt(2, 'after');
    const stores = { ...ports.stores, silver: crash.store(ports.stores.silver) };
    const input = { dataset: 'weather', range: TWO_DAYS };
    await expect(run({ ...input, bronzeVersion }, { ...ports, stores })).rejects.toThrow(SimulatedCrash);
    expect(crash.calls.at(-1)).toBe('create silver/weather/quarantine/_delta_log/00000000000000000002.json');
    const reads = bronzeReads(ports);
    expect(await run({ ...input, bronzeVersion: 1 }, ports)).toMatchObject({ quarantineVersion: 1 });
    expect(reads).toEqual([]);
    const report = ports.stores.artifacts.objects.get(reportKeys.transform('weather', 1, TWO_DAYS));
    expect(new TextDecoder().decode(report?.body)).not.toContain('hot');
  });

  it('is refused where too many of its own rows are', async () => {
    const ports = portsOf(withContract({ maxQuarantineShare: 0.4 }));
    await transform(ports, TWO_DAYS);
    const reads = bronzeReads(ports);
    const second = { start: '2012-01-02', end: '2012-01-02' };
    await expect(transform(ports, second)).rejects.toMatchObject({
      name: 'QuarantineShareExceeded',
      message: expect.stringContaining("1 not-a-number (weather/0.csv:7 'warm' is not a number)"),
    });
    expect(reads).toEqual([]);
  });
});

describe('bronze is read again', () => {
  it.each([
    ['is not there', (ports: MemoryPorts) => void ports.stores.silver.objects.delete(LEDGER)],
    ['is cut off', (ports: MemoryPorts) => edit(ports, LEDGER, (text) => text.slice(0, 100))],
    ['has another shape', (ports: MemoryPorts) => edit(ports, LEDGER, () => '{}')],
    ['is of other files', (ports: MemoryPorts) => edit(ports, LEDGER, (t) => t.replace(/("files":")[^"]+/, '$1other'))],
    ['is of another reading', (ports: MemoryPorts) => edit(ports, LEDGER, (t) => t.replace(/("reading":")./, '$1x'))],
    [
      'is of another bronze version',
      (ports: MemoryPorts) => edit(ports, LEDGER, (t) => t.replace('"bronzeVersion":1', '"bronzeVersion":2')),
    ],
  ])('where the ledger %s: once, and the figures are right', async (_, spoil) => {
    const ports = portsOf();
    const first = await transform(ports, TWO_DAYS);
    const ledger = ports.stores.silver.objects.get(LEDGER)!.body;
    spoil(ports);
    // A figure that nobody may believe.
    if (ports.stores.silver.objects.has(LEDGER)) edit(ports, LEDGER, (t) => t.replaceAll('"silver":1', '"silver":9'));
    const reads = bronzeReads(ports);
    expect(await transform(ports, TWO_DAYS)).toEqual(first);
    expect(reads.length).toBe(1);
    expect(await transform(ports, TWO_DAYS)).toEqual(first);
    expect(reads.length).toBe(1);
    expect(ports.stores.silver.objects.get(LEDGER)!.body).toEqual(ledger);
  });

  it('where another engine has put the series into other files since: once', async () => {
    const ports = portsOf();
    const first = await transform(ports, TWO_DAYS);
    const { location, schema, files } = await openTable(seriesOf(ports));
    const values = { shard: 0 };
    for await (const batch of readRows(await openTable(location), { columns: ['unique_id', 'ds', 'y'] })) {
      const joined = writeDataFile(schema, batch);
      const path = `shard=0/joined-${joined.fileName}`;
      ports.stores.silver.put(`weather/series/${path}`, joined.bytes);
      const file = { path, sizeBytes: joined.bytes.length, partitionValues: values, stats: joined.stats };
      const options = { step: 'OPTIMIZE', nowMs: RECEIVED_AT_MS };
      await commitFiles(location, { files: [file], replace: [values] }, options);
    }
    expect((await openTable(location)).files.map(({ path }) => path)).not.toEqual(files.map(({ path }) => path));
    const reads = bronzeReads(ports);
    expect(await transform(ports, TWO_DAYS)).toEqual({ ...first, silverVersion: 2 });
    expect(await transform(ports, TWO_DAYS)).toEqual({ ...first, silverVersion: 2 });
    expect(reads.length).toBe(1);
  });

  it('once where another writer took the version that this one prepared', async () => {
    const ports = portsOf();
    ports.stores.silver.beforeWrite = async (key) => {
      if (key !== LEDGER) return;
      ports.stores.silver.beforeWrite = () => undefined;
      const options = { step: 'OPTIMIZE', txn: { appId: 'optimize', version: 1 }, nowMs: RECEIVED_AT_MS };
      await commitFiles(seriesOf(ports), { files: [], replace: [] }, options);
    };
    expect((await transform(ports, TWO_DAYS)).silverVersion).toBe(2);
    const reads = bronzeReads(ports);
    expect((await transform(ports, FOUR_DAYS)).counts.silver).toBe(4);
    expect(reads).toEqual([]);
  });

  it('where two contracts have read the same version: once each time that they change', async () => {
    const ports = portsOf();
    const strict = { ...ports, datasets: { find: () => withContract({ max: 3 }) } };
    const first = await transform(ports, TWO_DAYS);
    const reads = bronzeReads(ports);
    await transform(strict, TWO_DAYS);
    await transform(strict, TWO_DAYS);
    expect(reads.length).toBe(1);
    const { silverVersion, quarantineVersion, ...figures } = await transform(ports, TWO_DAYS);
    expect({ ...figures, silverVersion: 1, quarantineVersion: 1 }).toEqual(first);
    expect([silverVersion, quarantineVersion]).toEqual([3, 3]);
    await transform(ports, TWO_DAYS);
    expect(reads.length).toBe(2);
  });

  it('where two contracts make the same of it: once each time that they change, and nothing is committed', async () => {
    const ports = portsOf();
    const tolerant = { ...ports, datasets: { find: () => withContract({ maxQuarantineShare: 0.9 }) } };
    await transform(ports, TWO_DAYS);
    expect((await transform(tolerant, TWO_DAYS)).silverVersion).toBe(2);
    const reads = bronzeReads(ports);
    expect((await transform(ports, TWO_DAYS)).silverVersion).toBe(2);
    expect((await transform(ports, FOUR_DAYS)).silverVersion).toBe(2);
    expect(reads.length).toBe(1);
  });

  it('where a new delivery holds nothing but refused rows: the series stay, the counts do not', async () => {
    const ports = portsOf();
    await transform(ports, TWO_DAYS);
    const { files } = await openTable(seriesOf(ports));
    ports.stores.landing.put('weather/1.csv', `${HEADER}a,2012-01-01,hot\n`);
    const { counts, silverVersion } = await transform(ports, TWO_DAYS);
    expect(counts).toEqual({ ...NO_ROWS, bronze: 5, silver: 3, quarantined: 2, undated: 1 });
    expect(silverVersion).toBe(2);
    expect((await openTable(seriesOf(ports))).files).toEqual(files);
    const reads = bronzeReads(ports);
    expect((await transform(ports, FOUR_DAYS)).counts.quarantined).toBe(2);
    expect(reads).toEqual([]);
  });
});

describe('a transform that crashes', () => {
  it.each(['before', 'after'] as const)('%s any write leaves figures that add up', async (kind) => {
    const clean = portsOf();
    const expected = await transform(clean, TWO_DAYS);
    for (let point = 1; ; point += 1) {
      const ports = portsOf();
      const { bronzeVersion } = await ingest({ dataset: 'weather' }, ports);
      const crash = crashAt(point, kind);
      const stores = { ...ports.stores, silver: crash.store(ports.stores.silver) };
      const outcome = await run({ dataset: 'weather', bronzeVersion, range: TWO_DAYS }, { ...ports, stores }).catch(
        (error: unknown) => error,
      );
      expect(await transform(ports, TWO_DAYS)).toEqual(expected);
      expect(ports.stores.silver.objects.get(LEDGER)?.body).toEqual(clean.stores.silver.objects.get(LEDGER)?.body);
      if (!(outcome instanceof SimulatedCrash)) {
        // Two tables, the quarantine's file and commit, what is known of the series, their file, ledger and commit.
        expect(point).toBe(9);
        return;
      }
    }
  });

  it('has left the ledger of every version that is committed', async () => {
    const ports = portsOf();
    const written: string[] = [];
    ports.stores.silver.beforeWrite = (key) => void written.push(key);
    await transform(ports, TWO_DAYS);
    const commit = 'weather/series/_delta_log/00000000000000000001.json';
    expect(written.indexOf(LEDGER)).toBeLessThan(written.indexOf(commit));
    expect(written.slice(-2)).toEqual([LEDGER, commit]);
  });
});
