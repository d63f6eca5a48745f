import { beforeEach, describe, expect, it } from '@jest/globals';
import { maintainStep } from '../../../core/contracts/steps/maintain.ts';
import { run as ingest } from '../../../lambdas/ingest/ingest.ts';
import { STEPS } from '../../../lambdas/steps.ts';
import { run as transform } from '../../../lambdas/transform/transform.ts';
import { DAILY } from '../../support/dataset.ts';
import { RECEIVED_AT_MS } from '../../support/memory-store.ts';
import { memoryPorts, type MemoryPorts } from '../../support/ports.ts';

const DAY = 86_400_000;
const RANGE = { start: '2012-01-01', end: '2012-12-31' };

let ports: MemoryPorts;

async function deliver(day: number): Promise<void> {
  const date = new Date(Date.UTC(2012, 0, day)).toISOString().slice(0, 10);
  ports.stores.landing.put(`weather/${date}.csv`, `station,date,temp\na,${date},${day}\n`);
  const { bronzeVersion } = await ingest({ dataset: 'weather' }, ports);
  await transform({ dataset: 'weather', bronzeVersion, range: RANGE }, ports);
}

beforeEach(async () => {
  ports = memoryPorts({ datasets: [DAILY] });
  for (let day = 1; day <= 12; day += 1) await deliver(day);
});

const keys = (layer: 'bronze' | 'silver' | 'artifacts') => [...ports.stores[layer].objects.keys()];
const all = () => [...keys('bronze'), ...keys('silver')].sort();

const maintain = async (input: object, days = 100) => {
  const later = { ...ports, clock: { nowMs: () => RECEIVED_AT_MS + days * DAY } };
  const asked = { dataset: 'weather', runId: 'm1', dryRun: false, keepVersionsDays: 90, ...input };
  return maintainStep.output.parse(await STEPS.maintain.execute(asked, () => later));
};

describe('maintain', () => {
  it('deletes what nobody can ask for any more, and the next delivery is folded as ever', async () => {
    const { tables, ledgers } = await maintain({});
    const [series] = tables;
    expect(tables.map(({ table }) => table)).toEqual(['series', 'observations', 'quarantine']);
    expect(series).toMatchObject({ oldestReadable: series.version, files: 11 });
    expect(ledgers.objects).toBe(22);
    expect(keys('silver').filter((key) => key.includes('/ledger/'))).toHaveLength(2);
    expect(keys('silver').filter((key) => /series\/shard=\d+\//.test(key))).toHaveLength(1);
    expect(keys('bronze').filter((key) => key.endsWith('.parquet') && !key.includes('_delta_log'))).toHaveLength(12);
    const read: string[] = [];
    ports.stores.bronze.beforeRead = (key) => void (/observations\/part/.test(key) && read.push(key));
    await deliver(13);
    expect(read).toHaveLength(1);
  });

  it('says the same of a dry run, which deletes nothing', async () => {
    const before = all();
    const { recordUri, ...dry } = await maintain({ dryRun: true });
    expect(all()).toEqual(before);
    const { recordUri: other, ...done } = await maintain({ runId: 'm2' });
    expect(dry).toEqual({ ...done, dryRun: true });
    expect([recordUri, other]).toEqual(['m1', 'm2'].map((id) => `s3://artifacts/maintenance/weather/${id}.json`));
    expect(before.length - all().length).toBeGreaterThan(40);
  });

  it('keeps what was the newest version within the days', async () => {
    const { bytes, tables } = await maintain({}, 89);
    expect(bytes).toBe(0);
    expect(tables.map(({ oldestReadable }) => oldestReadable)).toEqual([0, 0, 0]);
  });

  it('goes on by its record where it died, whatever it is asked then', async () => {
    let left = 9;
    ports.stores.silver.beforeWrite = () => {
      if ((left -= 1) < 0) throw new Error('killed');
    };
    await expect(maintain({})).rejects.toThrow('killed');
    ports.stores.silver.beforeWrite = () => undefined;
    const twin = await maintain({ dryRun: true });
    expect(twin).toMatchObject({ dryRun: false, tables: [{ files: 11 }, {}, {}] });
    expect(keys('silver').filter((key) => /series\/shard=\d+\//.test(key))).toHaveLength(1);
    expect(await maintain({ runId: 'm2' })).toMatchObject({ bytes: 0 });
  });

  it('keeps the version of the quarantine that a ledger names', async () => {
    const [key] = keys('silver')
      .filter((one) => /ledger\/\d+/.test(one))
      .sort()
      .slice(-1);
    const text = Buffer.from(ports.stores.silver.objects.get(key)!.body).toString();
    expect(text).toContain('"quarantineVersion":');
    ports.stores.silver.put(key, text.replace(/"quarantineVersion":\d+/, '"quarantineVersion":0'));
    const { tables } = await maintain({});
    expect(tables.find(({ table }) => table === 'quarantine')?.oldestReadable).toBe(0);
  });

  it('may delete no delivery list, ruling or artifact', () => {
    expect(STEPS.maintain.access.deletes).not.toHaveProperty('artifacts');
    const others = Object.entries(STEPS).filter(([name]) => name !== 'maintain');
    expect(others.filter(([, { access }]) => access.deletes !== undefined)).toEqual([]);
  });
});
