import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { RulingKind } from '../../../core/contracts/rulings.ts';
import { addRuling } from '../../../lake/rulings.ts';
import { run as ingest } from '../../../lambdas/ingest/ingest.ts';
import { run } from '../../../lambdas/transform/transform.ts';
import { openTable, readRows } from '../../../tables/index.ts';
import { NO_ROWS } from '../../support/counts.ts';
import { DAILY, withContract } from '../../support/dataset.ts';
import { messyCase } from '../../support/messy-deliveries.ts';
import { memoryPorts, type MemoryPorts } from '../../support/ports.ts';

const HEADER = 'station,date,temp\n';
const FIRST = `${HEADER}a,2012-01-01,1\na,2012-01-02,2\n`;
/** Restates a value, adds one, and has rows that are refused, with a date and without. */
const BAD = `${HEADER}a,2012-01-02,20\na,2012-01-03,30\na,2012-01-03,warm\na,soon,1\n`;
const LAST = `${HEADER}a,2012-01-04,4\n`;
const RANGE = { start: '2012-01-01', end: '2012-01-04' };

function portsOf(dataset: Dataset, files: readonly string[]): MemoryPorts {
  const ports = memoryPorts({ datasets: [dataset] });
  files.forEach((text, index) => ports.stores.landing.put(`weather/${index}.csv`, text));
  return ports;
}

async function transform(ports: MemoryPorts, range = RANGE) {
  const { bronzeVersion } = await ingest({ dataset: 'weather' }, ports);
  return run({ dataset: 'weather', bronzeVersion, range }, ports);
}

/** By the number of the file in the landing bucket. */
async function rule(ports: MemoryPorts, file: number, ruling: RulingKind): Promise<void> {
  const { files } = await openTable({ store: ports.stores.bronze, path: 'weather/observations' });
  const key = `weather/${file}.csv`;
  const own = files.find(({ stats }) => stats?.min.file === key);
  if (own === undefined) return;
  const fact = { delivery: String(own.stats?.min.delivery), key, ruling };
  const at = '2026-11-28T12:00:00.000Z';
  await addRuling(ports.stores.bronze, 'weather', () => ({ ...fact, by: 'ann', reason: 'doubled', at, runId: 'r' }));
}

async function rowsOf(ports: MemoryPorts, table: string): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  for await (const batch of readRows(await openTable({ store: ports.stores.silver, path: `weather/${table}` }))) {
    const columns = Object.entries(batch.columns);
    for (let i = 0; i < batch.rows; i++) {
      // A column that the table has gained for other rows says nothing of these.
      const said = columns.filter(([, values]) => values[i] !== null);
      rows.push(Object.fromEntries(said.map(([name, values]) => [name, values[i]])));
    }
  }
  return rows;
}

const silverOf = async (ports: MemoryPorts) => ({
  series: await rowsOf(ports, 'series'),
  quarantine: await rowsOf(ports, 'quarantine'),
});
const valuesOf = async (ports: MemoryPorts) => (await rowsOf(ports, 'series')).map((row) => (row as { y: number }).y);

function ledgerOf({ stores: { silver } }: MemoryPorts, version: number): string {
  return new TextDecoder().decode(silver.objects.get(`weather/ledger/0000000${version}.json`)?.body);
}

describe('a delivery that was withdrawn', () => {
  it('is read no more, and what it had restated comes back', async () => {
    const ports = portsOf(DAILY, [FIRST, BAD, LAST]);
    await transform(ports);
    expect(await valuesOf(ports)).toEqual([1, 20, 30, 4]);
    await rule(ports, 1, 'withdraw');
    const { counts, totals, bronzeVersion } = await transform(ports);
    expect(await valuesOf(ports)).toEqual([1, 2, 4]);
    expect(await silverOf(ports)).toEqual(await silverAfter(portsOf(DAILY, [FIRST, LAST])));
    // The row without a date is in no slice, and no longer among those that were refused.
    expect(counts).toEqual({ ...NO_ROWS, bronze: 6, silver: 3, withdrawn: 3 });
    expect(totals).toEqual({ ...NO_ROWS, bronze: 7, silver: 3, withdrawn: 4, restated: 0 });
    expect(bronzeVersion).toBe(3);
  });

  it('weighs on no share, and a delivery is not refused for it', async () => {
    const ports = portsOf(withContract({ maxQuarantineShare: 0 }), [FIRST, BAD]);
    await expect(transform(ports)).rejects.toMatchObject({
      name: 'QuarantineShareExceeded',
      message: expect.stringContaining('of the 6 rows of 2012-01-01..2012-01-04, 2 are in quarantine'),
    });
    await rule(ports, 1, 'withdraw');
    expect((await transform(ports)).counts).toMatchObject({ silver: 2, withdrawn: 3 });
  });

  it('comes back as it was when it is restored, and goes again', async () => {
    const ports = portsOf(DAILY, [FIRST, BAD, LAST]);
    const before = await transform(ports);
    const silver = await silverOf(ports);
    await rule(ports, 1, 'withdraw');
    await transform(ports);
    await rule(ports, 1, 'restore');
    const { counts, totals, silverVersion } = await transform(ports);
    expect({ counts, totals }).toEqual({ counts: before.counts, totals: before.totals });
    expect(await silverOf(ports)).toEqual(silver);
    expect(ledgerOf(ports, silverVersion)).toContain(JSON.parse(ledgerOf(ports, 1)).reading);
    await rule(ports, 1, 'withdraw');
    await transform(ports);
    expect(await valuesOf(ports)).toEqual([1, 2, 4]);
  });

  it('is read as ever where it is accepted', async () => {
    const ports = portsOf(DAILY, [FIRST, BAD, LAST]);
    const { silverVersion } = await transform(ports);
    await rule(ports, 1, 'accept');
    expect((await transform(ports)).silverVersion).toBe(silverVersion);
  });

  it('takes one new version of silver, however often it is transformed', async () => {
    const ports = portsOf(DAILY, [FIRST, BAD, LAST]);
    await transform(ports);
    await rule(ports, 1, 'withdraw');
    const versions = [(await transform(ports)).silverVersion, (await transform(ports)).silverVersion];
    expect(versions).toEqual([2, 2]);
  });

  it('leaves an error that names no observation where it was the only one', async () => {
    const ports = portsOf(DAILY, [FIRST]);
    await transform(ports);
    await rule(ports, 0, 'withdraw');
    await expect(transform(ports)).rejects.toMatchObject({
      name: 'NoObservations',
      message: expect.stringContaining('hint: every delivery is withdrawn'),
    });
  });

  it('comes out the same, withdrawn before the first transform or after, whatever was delivered', async () => {
    await fc.assert(
      fc.asyncProperty(messyCase, async ({ dataset, files, withdrawn, ranges: [range] }) => {
        const outcomeOf = (ports: MemoryPorts) => transform(ports, range).catch((error: unknown) => String(error));
        const [one, other] = [portsOf(dataset, files), portsOf(dataset, files)];
        await outcomeOf(one);
        // A file may be refused as a whole, for its format: both stop there.
        await ingest({ dataset: 'weather' }, other).catch(String);
        for (const ports of [one, other]) for (const file of withdrawn) await rule(ports, file, 'withdraw');
        const [found, expected] = [await outcomeOf(one), await outcomeOf(other)];
        if (typeof found === 'string' || typeof expected === 'string') expect(found).toBe(expected);
        else {
          const { counts, totals } = expected;
          expect(found).toMatchObject({ counts, totals });
          expect(await silverOf(one)).toEqual(await silverOf(other));
        }
      }),
      { numRuns: 40 },
    );
  });
});

async function silverAfter(ports: MemoryPorts) {
  await transform(ports);
  return silverOf(ports);
}
