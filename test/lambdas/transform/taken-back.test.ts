import { describe, expect, it } from '@jest/globals';
import { listView } from '../../../cli/deliveries/list.ts';
import { laidOut } from '../../../cli/view.ts';
import { NO_DELIVERY_LIMITS } from '../../../core/contracts/data-contract.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { RulingKind } from '../../../core/contracts/rulings.ts';
import { bronzeDeliveries } from '../../../lake/bronze-deliveries.ts';
import { run as ingest } from '../../../lambdas/ingest/ingest.ts';
import { run as rule } from '../../../lambdas/ingest/rule.ts';
import { run as transform } from '../../../lambdas/transform/transform.ts';
import { history } from '../../../tables/index.ts';
import { DAILY, withContract } from '../../support/dataset.ts';
import { DeltaSource, type SourceRow } from '../../support/delta-source.ts';
import { memoryPorts, type MemoryPorts } from '../../support/ports.ts';

const DELTA: Dataset = { ...DAILY, source: { format: 'delta', prefix: 'weather' } };
const LEFT = { rows: 0, at: null, left: { deliveries: 8, rows: 40 }, ruling: expect.anything() };
const limited = (maxRestatedShare: number | null): Dataset =>
  withContract({ deliveries: { ...NO_DELIVERY_LIMITS, maxRestatedShare } }, DELTA);

/** A hundred days of a shop, a file each five days, all in silver. */
async function hundredDays(maxRestatedShare: number | null = 0.1) {
  const ports = memoryPorts({ datasets: [limited(maxRestatedShare)] });
  const source = new DeltaSource(ports.stores.landing, 'weather');
  const days = Array.from({ length: 100 }, (_, day): SourceRow => ({ id: 'a', day, value: day / 10 }));
  for (let from = 0; from < 100; from += 5) source.append(days.slice(from, from + 5));
  await lived(ports);
  return { ports, source };
}

async function lived(ports: MemoryPorts) {
  const { bronzeVersion } = await ingest({ dataset: 'weather' }, ports);
  return (await transform({ dataset: 'weather', bronzeVersion }, ports)).totals.silver;
}

const range = (from: number, end: number) => Array.from({ length: end - from }, (_, index) => from + index);
const without = (days: number) => (row: SourceRow) => (row.day < days ? undefined : row);
const raised = (days: number) => (row: SourceRow) => (row.day < days ? { ...row, value: 9.5 } : row);

async function ruled(ports: MemoryPorts, ruling: RulingKind) {
  const departure = (await bronzeDeliveries(ports.stores.bronze, 'weather')).findLast(
    ({ left }) => left !== undefined,
  )!;
  const asked = { dataset: 'weather', runId: `${ruling}-${departure.sequence}`, delivery: departure.sha256, ruling };
  return rule({ ...asked, by: 'ann', reason: 'looked at it' }, ports);
}

describe('what a Delta table took back', () => {
  it.each([
    ['deleted', without(10)],
    ['given another value', raised(10)],
  ])('is read where the limit allows as many rows that are %s', async (_, change) => {
    const { ports, source } = await hundredDays();
    source.rewrite(change);
    await expect(lived(ports)).resolves.toBeGreaterThanOrEqual(90);
  });

  it.each([
    ['11 are gone and 0 are others', without(11), '11 %'],
    ['0 are gone and 11 are others', raised(11), '11 %'],
    ['40 are gone and 0 are others', without(40), '40 %'],
  ])('is beyond the limit where of a hundred values %s, and silver stays as it was', async (what, change, share) => {
    const { ports, source } = await hundredDays();
    const series = { store: ports.stores.silver, path: 'weather/series' };
    const before = (await history(series)).length;
    source.rewrite(change);
    await expect(lived(ports)).rejects.toMatchObject({
      name: 'DeliveryBeyondLimits',
      message: expect.stringMatching(
        new RegExp(
          `lost by weather/_delta_log/0{18}21\\.json \\(sha256 [0-9a-f]{64}\\).*of the 100 values that silver holds, ${what}; got '${share}'; allowed: at most 10 % \\(contract.deliveries.maxRestatedShare`,
        ),
      ),
    });
    expect((await history(series)).length).toBe(before);
  });

  it('is judged where nothing of it was ever read: what stands in its place is held against all that silver has', async () => {
    const { ports, source } = await hundredDays();
    const [others, more] = [range(0, 11), range(100, 300)];
    source.append([
      ...others.map((day) => ({ id: 'a', day, value: 9.5 })),
      ...more.map((day) => ({ id: 'a', day, value: 1 })),
    ]);
    await ingest({ dataset: 'weather' }, ports);
    source.rewrite((row) => (row.day === 250 ? undefined : row));
    await expect(lived(ports)).rejects.toThrow('0 are gone and 11 are others');
  });

  it('is judged as a whole, however often the table changed before somebody looked', async () => {
    const { ports, source } = await hundredDays();
    source.rewrite(without(11));
    await expect(lived(ports)).rejects.toThrow('11 are gone');
    source.rewrite(without(15));
    await expect(lived(ports)).rejects.toThrow('15 are gone');
    source.restore(2);
    expect(await lived(ports)).toBe(100);
  });

  it('is read once a person accepted the newest of it, and judges nothing that comes later', async () => {
    const { ports, source } = await hundredDays();
    source.rewrite(without(40));
    await expect(lived(ports)).rejects.toThrow('40 are gone');
    expect(await ruled(ports, 'accept')).toMatchObject({ key: expect.stringContaining('21.json'), rows: 40 });
    expect(await lived(ports)).toBe(60);
    source.append([{ id: 'a', day: 100, value: 1 }]);
    expect(await lived(ports)).toBe(61);
    source.rewrite(without(50));
    await expect(lived(ports)).rejects.toThrow('of the 61 values that silver holds, 10 are gone');
  });

  it('is judged once: what a delivery restates later is that delivery’s matter', async () => {
    const { ports, source } = await hundredDays();
    source.rewrite(without(5));
    expect(await lived(ports)).toBe(95);
    source.append(Array.from({ length: 20 }, (_, i) => ({ id: 'a', day: 50 + i, value: 20 })));
    await expect(lived(ports)).rejects.toThrow('20 of its 20 rows give another value');
    const [{ sha256: delivery }] = (await bronzeDeliveries(ports.stores.bronze, 'weather')).filter(
      ({ rows }) => rows === 20,
    );
    await rule(
      { dataset: 'weather', runId: 'r', delivery, ruling: 'accept', by: 'ann', reason: 'a correction' },
      ports,
    );
    expect(await lived(ports)).toBe(95);
  });

  it('stands in the list of deliveries, with its ruling', async () => {
    const { ports, source } = await hundredDays();
    source.rewrite(without(40));
    await expect(lived(ports)).rejects.toThrow('40 are gone');
    await ruled(ports, 'accept');
    const dataset = ports.datasets.find('weather');
    const { json, text } = await listView({ dataset, stores: ports.stores }, { all: false });
    expect(json).toMatchObject({ deliveries: expect.arrayContaining([expect.objectContaining(LEFT)]) });
    const lines = laidOut(text, 80).split('\n');
    const at = lines.findIndex((line) => line.includes('00000021.json'));
    expect(lines[at + 1].trim()).toBe('left: 8 deliveries with 40 rows: the table has them no more');
    expect(lines[at + 2]).toContain('accept: by ann');
  });

  it('can be accepted, and nothing else', async () => {
    const { ports, source } = await hundredDays();
    source.rewrite(without(40));
    await expect(lived(ports)).rejects.toThrow('40 are gone');
    await expect(ruled(ports, 'withdraw')).rejects.toMatchObject({
      name: 'RulingRefused',
      message: expect.stringContaining("got 'withdraw'; allowed: accept"),
    });
  });

  it('is not judged without a limit', async () => {
    const { ports, source } = await hundredDays(null);
    source.rewrite(without(40));
    expect(await lived(ports)).toBe(60);
  });

  it('is nothing where rows were only laid otherwise', async () => {
    const { ports, source } = await hundredDays(0.01);
    source.optimize(() => true, 1);
    expect(await lived(ports)).toBe(100);
  });
});
