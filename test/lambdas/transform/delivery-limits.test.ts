import { describe, expect, it } from '@jest/globals';
import { type DeliveryLimits, NO_DELIVERY_LIMITS } from '../../../core/contracts/data-contract.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { RulingKind } from '../../../core/contracts/rulings.ts';
import { readDeliveryFigures } from '../../../lake/delivery-figures.ts';
import { addRuling } from '../../../lake/rulings.ts';
import { run as ingest } from '../../../lambdas/ingest/ingest.ts';
import { run } from '../../../lambdas/transform/transform.ts';
import { gatherDelivered } from '../../../report/gather/delivered.ts';
import { history } from '../../../tables/index.ts';
import { withContract } from '../../support/dataset.ts';
import { memoryPorts, type MemoryPorts } from '../../support/ports.ts';

const LIMITS: DeliveryLimits = {
  maxRestatedShare: 0.1,
  minSizeRatio: 0.1,
  maxSizeRatio: 10,
  maxNewSeriesShare: 0.5,
  maxVanishedSeriesShare: 0.5,
};
const LIMITED = withContract({ deliveries: LIMITS });
const SHOPS = ['a', 'b', 'c', 'd'];
const LEDGER = /^weather\/ledger\/\d+/;

function day(number: number): string {
  return new Date(Date.UTC(2012, 0, 1 + number)).toISOString().slice(0, 10);
}

interface Said {
  readonly from: number;
  readonly days: number;
  readonly shops?: readonly string[];
  /** Of the first so many rows another value than elsewhere. */
  readonly otherwise?: number;
}

/** A file that says `days` days of each shop; a shop and a day have the same value in every file. */
function file({ from, days, shops = SHOPS, otherwise = 0 }: Said): string {
  const rows = Array.from({ length: days }, (_, i) => shops.map((shop) => [shop, from + i] as const)).flat();
  const lines = rows.map(([shop, i], row) => `${shop},${day(i)},${(i % 7) + (row < otherwise ? 0.5 : 0)}`);
  return `station,date,temp\n${lines.join('\n')}\n`;
}

/** What is delivered, one file a delivery, each read before the next one comes. */
async function delivered(said: readonly Said[], dataset: Dataset = LIMITED): Promise<MemoryPorts> {
  const ports = memoryPorts({ datasets: [dataset] });
  for (const one of said) await deliver(ports, one);
  return ports;
}

async function deliver(ports: MemoryPorts, said: Said) {
  ports.stores.landing.put(`weather/${ports.stores.landing.objects.size + 1}.csv`, file(said));
  return transform(ports);
}

async function transform(ports: MemoryPorts) {
  const { bronzeVersion } = await ingest({ dataset: 'weather' }, ports);
  return run({ dataset: 'weather', bronzeVersion }, ports);
}

function under(ports: MemoryPorts, contract: Partial<Dataset['contract']>): MemoryPorts {
  const dataset = withContract(contract, LIMITED);
  return { ...ports, datasets: { find: () => dataset } };
}

async function figuresOf({ stores }: MemoryPorts, key: string) {
  const all = await readDeliveryFigures(stores.silver, 'weather');
  return [...all.values()].find((figures) => figures.key === key)!;
}

async function rule(ports: MemoryPorts, key: string, ruling: RulingKind) {
  const { delivery } = await figuresOf(ports, key);
  const said = { by: 'ann', reason: 'looked at it', at: '2026-11-28T12:00:00.000Z', runId: `${ruling}-1` };
  await addRuling(ports.stores.bronze, 'weather', () => ({ delivery, key, ruling, ...said }));
}

/** The versions of the series table. */
async function versions({ stores }: MemoryPorts): Promise<number> {
  return (await history({ store: stores.silver, path: 'weather/series' })).length;
}

/** Three deliveries of ten days of four shops. */
const USUAL: readonly Said[] = [0, 10, 20].map((from) => ({ from, days: 10 }));

const beyond = (...clauses: string[]) => ({
  name: 'DeliveryBeyondLimits',
  message: expect.stringContaining(`is beyond its limits: ${clauses.join('; ')}; got`),
});

describe('a delivery beyond a limit', () => {
  it.each<[string, Said, readonly string[]]>([
    ['is eleven times too large', { from: 30, days: 110 }, ['it has 440 rows, and 40 are usual']],
    ['is a twentieth', { from: 30, days: 1, shops: ['a', 'b'] }, ['it has 2 rows, and 40 are usual']],
    [
      'restates 40 % of history',
      { from: 0, days: 30, otherwise: 48 },
      ['48 of its 120 rows give another value for what was known'],
    ],
    [
      'is of other series',
      { from: 30, days: 10, shops: ['e', 'f', 'g', 'h'] },
      ['4 of its series were never seen before, and 4 were', '4 of the 4 series of the delivery before are not in it'],
    ],
    [
      'is of a part of the series',
      { from: 30, days: 30, shops: ['a'] },
      ['3 of the 4 series of the delivery before are not in it'],
    ],
  ])('stops the transform where it %s', async (_, said, clauses) => {
    const ports = await delivered(USUAL);
    await expect(deliver(ports, said)).rejects.toMatchObject(beyond(...clauses));
    expect(await versions(ports)).toBe(4);
  });

  it('is told of with everything that a person needs', async () => {
    const ports = await delivered(USUAL);
    const options = '--env prod --dataset weather';
    const named = `${options} --delivery 1be29c8cbcfe --reason '...'`;
    await expect(deliver(ports, { from: 0, days: 30, otherwise: 48 })).rejects.toMatchObject({
      message:
        'the delivery weather/4.csv (sha256 1be29c8cbcfed6334537fa4d5e387fba2008e98a1dd89e851f995b744672ccc3) of ' +
        "'weather' is beyond its limits: 48 of its 120 rows give another value for what was known; got '40 %'; " +
        'allowed: at most 10 % (contract.deliveries.maxRestatedShare); ' +
        `hint: nothing of it is read before somebody has looked at it ("npm run deliveries -- list ${options}"). ` +
        `If it is right: "npm run deliveries -- accept ${named}"; if not: "npm run deliveries -- withdraw ${named}", ` +
        'and deliver it again; if all will be like it, the contract needs another limit. Then start the run again',
    });
  });

  it('stops it until somebody has ruled, and its figures are kept meanwhile', async () => {
    const ports = await delivered(USUAL);
    await expect(deliver(ports, { from: 30, days: 110 })).rejects.toMatchObject({ name: 'DeliveryBeyondLimits' });
    await expect(transform(ports)).rejects.toMatchObject({ name: 'DeliveryBeyondLimits' });
    await expect(deliver(ports, { from: 140, days: 10 })).rejects.toMatchObject(
      beyond('it has 440 rows, and 40 are usual'),
    );
    expect(await figuresOf(ports, 'weather/4.csv')).toMatchObject({ rows: 440, newValues: 440, usualRows: [40, 40] });
    expect(await figuresOf(ports, 'weather/5.csv')).toMatchObject({ rows: 40, usualRows: [40, 40] });
    expect(await figuresOf(ports, 'weather/1.csv')).toMatchObject({ rows: 40, usualRows: null });
  });

  it('is read where a person has accepted it, and what is usual begins with it', async () => {
    const ports = await delivered(USUAL);
    await expect(deliver(ports, { from: 30, days: 110 })).rejects.toThrow();
    await rule(ports, 'weather/4.csv', 'accept');
    expect((await transform(ports)).totals).toMatchObject({ bronze: 560, silver: 560 });
    await deliver(ports, { from: 140, days: 110 });
    await deliver(ports, { from: 250, days: 110 });
    await expect(deliver(ports, { from: 360, days: 10 })).rejects.toMatchObject(
      beyond('it has 40 rows, and 440 are usual'),
    );
  });

  it('is left out where it is withdrawn, weighs on none behind it, and is judged when it is restored', async () => {
    const ports = await delivered(USUAL);
    await expect(deliver(ports, { from: 30, days: 110 })).rejects.toThrow();
    await rule(ports, 'weather/4.csv', 'withdraw');
    expect((await transform(ports)).totals).toMatchObject({ bronze: 560, silver: 120, withdrawn: 440 });
    await deliver(ports, { from: 30, days: 10 });
    expect(await figuresOf(ports, 'weather/5.csv')).toMatchObject({ newValues: 40, usualRows: [40, 40] });
    await rule(ports, 'weather/4.csv', 'restore');
    await expect(transform(ports)).rejects.toMatchObject(beyond('it has 440 rows, and 40 are usual'));
  });

  it('is read where the contract has another limit, or none', async () => {
    const ports = await delivered(USUAL);
    await expect(deliver(ports, { from: 30, days: 110 })).rejects.toThrow();
    const wider = under(ports, { deliveries: { ...LIMITS, maxSizeRatio: 11 } });
    expect((await transform(wider)).totals.silver).toBe(560);
  });
});

describe('a delivery that restates', () => {
  it('is told of with those before it, as silver has them', async () => {
    const ports = await delivered([...USUAL, { from: 20, days: 10, otherwise: 3 }]);
    const rows = await gatherDelivered(ports.stores, 'weather');
    expect(rows?.deliveries?.map(({ key, restated }) => [key, restated])).toEqual([
      ['weather/1.csv', 0],
      ['weather/2.csv', 0],
      ['weather/3.csv', 0],
      ['weather/4.csv', 3],
    ]);
  });
});

describe('a delivery within its limits', () => {
  it('may be the whole history again, every time a little longer', async () => {
    const ports = await delivered([100, 103, 106, 109, 112].map((days) => ({ from: 0, days })));
    expect(await figuresOf(ports, 'weather/5.csv')).toMatchObject({
      ...{ rows: 448, newValues: 12, restated: 0, repeated: 436, lateValues: 0 },
      ...{ newSeries: 0, vanishedSeries: 0, usualRows: [412, 424] },
    });
  });

  it('may be a day after years of history', async () => {
    const days = [1000, 1001, 1002, 1003].map((from) => ({ from, days: 1 }));
    const ports = await delivered([{ from: 0, days: 1000 }, ...days]);
    expect(await figuresOf(ports, 'weather/3.csv')).toMatchObject({ rows: 4, usualRows: [4, 4000] });
    expect(await figuresOf(ports, 'weather/5.csv')).toMatchObject({ rows: 4, usualRows: [4, 4] });
  });

  it('may bring late rows: they restate nothing', async () => {
    const ports = await delivered([...USUAL, { from: 40, days: 10 }, { from: 30, days: 10 }]);
    expect(await figuresOf(ports, 'weather/5.csv')).toMatchObject({ newValues: 40, lateValues: 40, restated: 0 });
  });

  it('may be of one shop of many, where the contract says nothing of series', async () => {
    const limits = { ...LIMITS, maxNewSeriesShare: null, maxVanishedSeriesShare: null };
    const files = SHOPS.map((shop) => ({ from: 0, days: 10, shops: [shop] }));
    const ports = await delivered(files, withContract({ deliveries: limits }));
    expect(await figuresOf(ports, 'weather/4.csv')).toMatchObject({ newSeries: 1, vanishedSeries: 1, seriesBefore: 1 });
    await expect(delivered(files)).rejects.toMatchObject({ name: 'DeliveryBeyondLimits' });
  });

  it('may be anything where it is the first', async () => {
    const ports = await delivered([{ from: 0, days: 1, shops: ['a'] }]);
    expect(await versions(ports)).toBe(2);
  });
});

describe('a delivery that silver holds', () => {
  /** Read without limits. */
  async function held(): Promise<MemoryPorts> {
    return delivered([...USUAL, { from: 30, days: 110 }], withContract({ deliveries: NO_DELIVERY_LIMITS }));
  }

  it('is not read anew for another limit', async () => {
    const ports = await held();
    const reads: string[] = [];
    ports.stores.bronze.beforeRead = (key) => void (key.endsWith('.parquet') && reads.push(key));
    expect((await transform(under(ports, {}))).silverVersion).toBe(4);
    expect(reads).toEqual([]);
  });

  it.each([
    ['the ledger knows it', () => undefined],
    ['the ledger is lost', ({ stores }: MemoryPorts) => forget(stores.silver)],
    ['the ledger is of a release that kept no deliveries', withoutDeliveries],
  ] as const)('is not judged when silver is made anew: %s', async (_, spoil) => {
    const ports = await held();
    spoil(ports);
    const strict = under(ports, { max: 59 });
    expect((await transform(strict)).totals.silver).toBe(560);
  });

  it.each([
    ['the ledger knows those before', () => undefined],
    ['the ledger is lost', ({ stores }: MemoryPorts) => forget(stores.silver)],
    ['the ledger is of a release that kept no deliveries', withoutDeliveries],
  ] as const)('does not keep another one from being judged: %s', async (_, spoil) => {
    const ports = await held();
    spoil(ports);
    const added = deliver(under(ports, {}), { from: 500, days: 2, shops: ['x'] });
    await expect(added).rejects.toMatchObject(
      beyond('it has 2 rows, and 40 are usual', '4 of the 4 series of the delivery before are not in it'),
    );
  });
});

function forget(silver: MemoryPorts['stores']['silver']): void {
  for (const key of [...silver.objects.keys()]) if (LEDGER.test(key)) silver.objects.delete(key);
}

function withoutDeliveries({ stores: { silver } }: MemoryPorts): void {
  for (const [key, { body }] of [...silver.objects]) {
    if (!LEDGER.test(key)) continue;
    const { deliveries: kept, ...ledger } = JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>;
    expect(kept).toHaveLength(Number(key.slice(-7, -5)));
    silver.put(key, `${JSON.stringify(ledger)}\n`);
  }
}
