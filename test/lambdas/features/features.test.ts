import { describe, expect, it } from '@jest/globals';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { decodeSeriesModel } from '../../../core/models/model-file.ts';
import { readRegisteredModel } from '../../../lake/model-files.ts';
import { run as refreshFeatures } from '../../../lambdas/features/refresh.ts';
import { run as ingest } from '../../../lambdas/ingest/ingest.ts';
import { run as planForecast } from '../../../lambdas/forecast/plan.ts';
import { run as transform } from '../../../lambdas/transform/transform.ts';
import { openTable, readRows } from '../../../tables/index.ts';
import { memoryPorts, type MemoryPorts } from '../../support/ports.ts';
import { forecastMachine, trainMachine } from '../pipeline/pipeline.ts';
import { WEEKLY } from '../promote/fixture.ts';

const WAVES = { name: 'waves', family: 'harmonic', options: { yearly: 0, weekly: 3 } };
const SHOPS: Dataset = {
  ...WEEKLY,
  candidates: [WEEKLY.candidates[0], WAVES],
  recipe: 'average',
  regressors: ['promo'],
  holidays: { country: 'US' },
};
const TRAIN = { start: '2020-01-06', end: '2020-03-01' };

const dateOf = (day: number) => new Date(Date.UTC(2020, 0, 6 + day)).toISOString().slice(0, 10);
/** Days since 2020-01-06; every fifth, but for those that a delivery says. */
const promoOn = (day: number, also: Readonly<Record<number, number>>) => also[day] ?? (day % 5 === 0 ? 1 : 0);

interface Delivered {
  readonly from?: number;
  /** The first day without a target. */
  readonly observed: number;
  /** The first day that is not told of at all. */
  readonly until: number;
  readonly promos?: Readonly<Record<number, number>>;
}

function delivery({ from = 0, observed, until, promos = {} }: Delivered): string {
  const lines = ['a', 'b'].flatMap((station) =>
    Array.from({ length: until - from }, (_, i) => from + i).map((day) => {
      const promo = promoOn(day, promos);
      const target = day < observed ? String((day % 7) + 20 * promo + (station === 'a' ? 5 : 0)) : '';
      return `${station},${dateOf(day)},${target},${promo}`;
    }),
  );
  return `station,date,temp,promo\n${lines.join('\n')}\n`;
}

function platform(dataset: Dataset, ...files: readonly string[]): MemoryPorts {
  const ports = memoryPorts({ datasets: [dataset] });
  files.forEach((file, at) => ports.stores.landing.put(`weather/${at + 1}.csv`, file));
  return ports;
}

async function refresh(ports: MemoryPorts, range = TRAIN) {
  const { bronzeVersion } = await ingest({ dataset: 'weather' }, ports);
  const { silverVersion, lastObservation } = await transform({ dataset: 'weather', bronzeVersion, range }, ports);
  return refreshFeatures({ dataset: 'weather', bronzeVersion, silverVersion, range, lastObservation }, ports);
}

const train = (ports: MemoryPorts, runId: string, range = TRAIN) =>
  trainMachine(ports, { dataset: 'weather', runId, range });

async function versionOf(ports: MemoryPorts, version: number) {
  const described = await ports.registry.describe('weather', version);
  const [, ...lines] = new TextDecoder()
    .decode(await readRegisteredModel(ports.stores, described))
    .trimEnd()
    .split('\n');
  return { ...described, series: lines.map(decodeSeriesModel) };
}

/** 56 days of training, the week of the horizon, and no more. */
const WHOLE = delivery({ observed: 56, until: 63 });

describe('refresh-features', () => {
  it('does nothing for a data set that knows nothing ahead', async () => {
    const ports = platform({ ...SHOPS, regressors: [], holidays: null }, WHOLE);
    expect(await refresh(ports)).toEqual({ features: null });
    expect([...ports.stores.silver.objects.keys()].filter((key) => key.includes('features'))).toEqual([]);
  });

  it('writes calendar and regressors once a bronze version, and says what the calendar of holidays is', async () => {
    const ports = platform(SHOPS, WHOLE);
    const first = await refresh(ports);
    expect(first.features).toMatchObject({ knownUntil: '2020-03-08' });
    const { silver } = ports.stores;
    const keys = [...silver.objects.keys()];
    expect(await refresh(ports)).toEqual(first);
    expect([...silver.objects.keys()]).toEqual(keys);

    const table = await openTable({ store: silver, path: 'weather/features' }, first.features!.tableVersion);
    const rowsOf = async (kind: string) => {
      const where = { partition: { kind, shard: 0 } };
      for await (const batch of readRows(table, { where })) return batch;
      throw new Error('no rows');
    };
    const calendar = await rowsOf('calendar');
    // From the first observation to a week after the last one, and two years more.
    expect(calendar.rows).toBe(56 + 7 + 730);
    expect([...calendar.columns.holiday].filter((name) => name === 'Independence Day')).toHaveLength(2);
    const regressors = await rowsOf('regressor');
    expect(regressors.rows).toBe(2 * 63);
    expect(regressors.columns.value.slice(0, 6)).toEqual(Float64Array.of(1, 0, 0, 0, 0, 1));
    expect([...regressors.columns.known_at].every((at) => at === null)).toBe(true);
  });

  it('is not made anew for another limit of a delivery', async () => {
    const ports = platform(SHOPS, WHOLE);
    const { features } = await refresh(ports);
    const deliveries = { ...SHOPS.contract.deliveries, maxSizeRatio: 3 };
    const limited = { ...SHOPS, contract: { ...SHOPS.contract, deliveries } };
    const again = await refresh({ ...ports, datasets: { find: () => limited } });
    expect(again.features).toEqual(features);
    expect((await openTable({ store: ports.stores.silver, path: 'weather/features' })).txns.size).toBe(1);
  });

  it('tells another calendar, or other columns, from those before', async () => {
    const datasets = [SHOPS, { ...SHOPS, holidays: { country: 'DE' } }, { ...SHOPS, holidays: null }];
    const [us, de, none] = await Promise.all(
      datasets.map(async (one) => (await refresh(platform(one, WHOLE))).features),
    );
    expect(us!.holidaysSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(de!.holidaysSha256).not.toBe(us!.holidaysSha256);
    expect(none!.holidaysSha256).toBeNull();
  });

  it('refuses a regressor without values over the horizon, by name and before anything is trained', async () => {
    const ports = platform(SHOPS, delivery({ observed: 56, until: 60 }));
    await expect(train(ports, 'run-1')).rejects.toMatchObject({
      name: 'RegressorMissing',
      message: expect.stringContaining(
        "the regressor 'promo' has no value from 2020-03-06 on: 3 of 7 periods of the horizon lack one (series 'a'); so it is with 2 series of 2",
      ),
    });
    expect([...ports.stores.artifacts.objects.keys()].filter((key) => key.startsWith('trials/'))).toEqual([]);
  });

  it('refuses a gap in the history', async () => {
    const gap = WHOLE.replace('b,2020-01-20,0,0', 'b,2020-01-20,0,');
    await expect(refresh(platform(SHOPS, gap))).rejects.toMatchObject({
      name: 'RegressorMissing',
      message: expect.stringContaining("from 2020-01-20 on: 1 of 56 observations of training lack one (series 'b')"),
    });
    expect((await refresh(platform({ ...SHOPS, maxFailedSeriesShare: 0.5 }, gap))).features).not.toBeNull();
  });

  it('asks for no value on weekdays that the series never has', async () => {
    const isWeekend = (line: string) => [0, 6].includes(new Date(line.split(',')[1]).getUTCDay());
    const lines = WHOLE.trimEnd().split('\n');
    const weekdays = lines.filter((line, at) => at === 0 || !isWeekend(line)).join('\n');
    const ports = platform(SHOPS, weekdays);
    expect((await refresh(ports, { start: '2020-01-06', end: '2020-02-28' })).features).not.toBeNull();
  });

  it('ends the horizon with the data in their past, where nobody compares what comes after', async () => {
    const ports = platform(SHOPS, delivery({ observed: 60, until: 60 }));
    const { registration } = await train(ports, 'run-1');
    const { forecast } = await versionOf(ports, registration.modelVersion);
    expect(forecast).toEqual({ start: '2020-03-02', end: '2020-03-05' });
    const asked = { dataset: 'weather', runId: 'f', modelVersion: registration.modelVersion };
    expect(await planForecast({ ...asked, periods: { after: '2020-03-01' } }, ports)).toMatchObject({
      range: { start: '2020-03-02', end: '2020-03-05' },
    });
    const alone = platform({ ...SHOPS, candidates: [WAVES] }, WHOLE);
    await train(alone, 'run-1');
    const beyond = {
      dataset: 'weather',
      runId: 'f',
      modelVersion: 'latest' as const,
      periods: { after: '2020-03-08' },
    };
    await expect(forecastMachine(alone, beyond)).rejects.toMatchObject({
      name: 'RegressorMissing',
      message: expect.stringContaining("no candidate of the version forecasts 'a' that far ahead"),
    });
    // Later than the version knows: those that learn from no regressor forecast alone.
    expect(await planForecast({ ...asked, periods: { after: '2020-03-05' } }, ports)).toMatchObject({
      range: { start: '2020-03-06', end: '2020-03-12' },
    });
  });
});

describe('a version that knows something ahead', () => {
  it('carries what it knew, forecasts with it, and says of which rows and which calendar it is', async () => {
    const ports = platform(SHOPS, WHOLE);
    const { registration } = await train(ports, 'run-1');
    const model = await versionOf(ports, registration.modelVersion);
    expect(model.training.features).toEqual(
      (({ tableVersion, holidaysSha256 }) => ({ tableVersion, holidaysSha256 }))((await refresh(ports)).features!),
    );
    expect(model.schema.features).toEqual(['unique_id', 'ds', 'promo']);
    expect(model.recipe).toMatchObject({ regressors: ['promo'], holidays: { country: 'US' } });
    // 2020-03-02 is day 56.
    expect(model.series.map(({ regressors }) => regressors)).toEqual(
      ['a', 'b'].map(() => ({ first: 18323, values: [0, 0, 0, 0, 1, 0, 0] })),
    );

    const periods = { after: '2020-03-01' };
    await forecastMachine(ports, { dataset: 'weather', runId: 'f', modelVersion: 'latest', periods });
    const table = await openTable({ store: ports.stores.gold, path: 'weather/forecasts' });
    const yhat: number[] = [];
    for await (const { columns } of readRows(table, { columns: ['yhat'] })) yhat.push(...columns.yhat.map(Number));
    // Day 60 has a promo, and no other of that week: its weekday is 4.
    expect(Math.round(yhat[4])).toBe(29);
    expect(Math.round(yhat[3])).toBe(8);
  });

  it('never sees a value before it was known, wherever it is trained', async () => {
    const plans = delivery({ observed: 56, until: 63 });
    // A week later: what was planned for day 58 was changed, and the next week is planned.
    const later = delivery({ from: 56, observed: 63, until: 70, promos: { 58: 1 } });
    const ports = platform(SHOPS, plans, later);
    const past = await versionOf(ports, (await train(ports, 'run-1')).registration.modelVersion);
    expect(past.series[0].regressors).toEqual({ first: 18323, values: [0, 0, 0, 0, 1, 0, 0] });
    const range = { start: '2020-01-13', end: '2020-03-08' };
    const present = await versionOf(ports, (await train(ports, 'run-2', range)).registration.modelVersion);
    expect(present.series[0].regressors).toEqual({ first: 18330, values: [0, 0, 1, 0, 0, 0, 0] });
    expect(present.training.features).toEqual(past.training.features);
  });
});
