import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { Presence } from '../../../core/transform/presence.ts';
import { addRuling } from '../../../lake/rulings.ts';
import { run as ingest } from '../../../lambdas/ingest/ingest.ts';
import { openTable, readRows } from '../../../tables/index.ts';
import { deliveryHistory, type HistoryStep } from '../../support/delivery-histories.ts';
import { crashAt, SimulatedCrash } from '../../support/faulty-store.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { memoryPorts, type MemoryPorts } from '../../support/ports.ts';

/** 10,000 of them are run by hand: FOLD_ROUNDS=10000. */
const ROUNDS = Number(process.env.FOLD_ROUNDS ?? 100);

/** So that a few rows are cut into parts as 50,000 are. */
const WHOLE_UP_TO = 8;
const parts = await import('../../../core/transform/parts.ts');
jest.unstable_mockModule('../../../core/transform/parts.ts', () => ({
  ...parts,
  layoutOf: (_: string, series: readonly Presence[]) => {
    const rows = series.flatMap(({ stretches }) => stretches.map(({ first, last }) => last - first + 1));
    return rows.reduce((sum, one) => sum + one, 0) > WHOLE_UP_TO ? 'by-part' : 'whole';
  },
}));
const { run } = await import('../../../lambdas/transform/transform.ts');

const NAME = 'weather';
const RANGE = {
  day: { start: '2011-01-01', end: '2012-12-31' },
  hour: { start: '2011-01-01T00:00:00Z', end: '2012-12-31T00:00:00Z' },
};

interface Brought {
  readonly outcome: unknown;
  readonly report: string;
}

/** What a transform says, but for the numbers of its own versions. */
async function bring(ports: MemoryPorts, dataset: Dataset): Promise<Brought> {
  const { bronzeVersion } = await ingest({ dataset: NAME }, ports);
  const range = RANGE[dataset.frequency === 'hour' ? 'hour' : 'day'];
  ports.stores.artifacts.objects.clear();
  const outcome = await run({ dataset: NAME, bronzeVersion, range }, ports).then(
    (output) => ({ ...output, silverVersion: 0, quarantineVersion: 0 }),
    (error: unknown) => (error instanceof SimulatedCrash ? Promise.reject(error) : String(error)),
  );
  const written = [...ports.stores.artifacts.objects.values()];
  return { outcome, report: written.map(({ body }) => new TextDecoder().decode(body)).join() };
}

async function silverOf({ stores: { silver } }: MemoryPorts) {
  const { files, version } = await openTable({ store: silver, path: `${NAME}/series` });
  const quarantine: unknown[] = [];
  for await (const { columns } of readRows(await openTable({ store: silver, path: `${NAME}/quarantine` })))
    quarantine.push(columns);
  const ledger = silver.objects.get(`${NAME}/ledger/${String(version).padStart(8, '0')}.json`)?.body;
  const text = new TextDecoder().decode(ledger).replace(/"quarantineVersion":\d+/, '');
  const state = /"series":"([0-9a-f]{16})/.exec(text)?.[1];
  return {
    // Their names go by their content.
    series: files.map(({ path }) => path),
    quarantine,
    ledger: text,
    isStateThere: silver.objects.has(`${NAME}/ledger/series-${state}.json`),
  };
}

async function rule(ports: MemoryPorts, { file, kind }: NonNullable<HistoryStep['ruling']>): Promise<void> {
  const { files } = await openTable({ store: ports.stores.bronze, path: `${NAME}/observations` });
  const stats = files[file % files.length]?.stats;
  if (stats === undefined) return;
  const fact = { delivery: String(stats.min.delivery), key: String(stats.min.file), ruling: kind };
  const at = '2026-11-28T12:00:00.000Z';
  await addRuling(ports.stores.bronze, NAME, () => ({ ...fact, by: 'ann', reason: 'so', at, runId: 'r' }));
}

const counted = { steps: 0, folds: 0 };

async function play(ports: MemoryPorts, dataset: Dataset, steps: readonly HistoryStep[]): Promise<Brought> {
  let last: Brought | undefined;
  let files = 0;
  for (const step of steps) {
    for (const text of step.files)
      ports.stores.landing.put(`${NAME}/${String((files += 1)).padStart(3, '0')}.csv`, text);
    if (step.ruling !== undefined && last !== undefined) await rule(ports, step.ruling);
    const before = (await ports.stores.bronze.list(`${NAME}/observations/`)).map(({ key }) => key);
    const isRead = new Set<string>();
    ports.stores.bronze.beforeRead = (key) => void isRead.add(key);
    if (step.crash !== undefined) await crash(ports, dataset, step.crash);
    last = await bring(ports, dataset);
    counted.steps += before.length > 0 ? 1 : 0;
    const isOldRead = before.some((key) => key.endsWith('.parquet') && isRead.has(key));
    if (before.length > 0 && !isOldRead) counted.folds += 1;
    if (step.isRunTwice) expect(await bring(ports, dataset)).toEqual(last);
  }
  return last!;
}

async function crash(ports: MemoryPorts, dataset: Dataset, { at, kind }: NonNullable<HistoryStep['crash']>) {
  const { store } = crashAt(at, kind);
  const stores = { ...ports.stores, silver: store(ports.stores.silver) };
  await bring({ ...ports, stores } as MemoryPorts, dataset).catch((error: unknown) => {
    if (!(error instanceof SimulatedCrash)) throw error;
  });
}

describe('silver that was folded', () => {
  it(`is byte for byte what a full rebuild makes, over ${ROUNDS} random histories`, async () => {
    await fc.assert(
      fc.asyncProperty(deliveryHistory, async ({ dataset, steps }) => {
        const ports = memoryPorts({ datasets: [dataset] });
        const folded = await play(ports, dataset, steps);
        const stores = { ...ports.stores, silver: new MemoryStore('silver') };
        const anew = { ...ports, stores };
        const rebuilt = await bring(anew, dataset);
        // Judged is what silver does not hold: one that has nothing judges deliveries that the other has read before.
        if (String(rebuilt.outcome).startsWith('DeliveryBeyondLimits')) return;
        expect(folded).toEqual(rebuilt);
        if (typeof rebuilt.outcome !== 'string') expect(await silverOf(ports)).toEqual(await silverOf(anew));
      }),
      { numRuns: ROUNDS },
    );
    // Or the above would say little.
    expect(counted.folds / counted.steps).toBeGreaterThan(0.3);
  }, 3_600_000);
});
