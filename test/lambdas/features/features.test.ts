import { describe, expect, it } from '@jest/globals';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { run as planForecast } from '../../../lambdas/forecast/plan.ts';
import { openTable, readRows } from '../../../tables/index.ts';
import { forecastMachine } from '../pipeline/pipeline.ts';
import { dateOf, delivery, platform, refresh, SHOPS, train, versionOf, WAVES, WHOLE } from './shops.ts';

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
    const { features } = await refresh(platform({ ...SHOPS, maxFailedSeriesShare: 0.5 }, gap));
    expect(features!.notes).toEqual([
      "without regressors, by the candidates that learn from none, are forecast: b (the regressor 'promo' has no value from 2020-01-20 on: 1 of 56 " +
        'observations of training lack one)',
    ]);
  });

  it('says of what nobody learns, and the version keeps it', async () => {
    expect((await refresh(platform(SHOPS, WHOLE))).features!.notes).toEqual([]);
    const never = platform(SHOPS, WHOLE.replaceAll(/^(b,.*),1$/gm, '$1,0'));
    const notes = ["nothing is learned of the regressor 'promo', which never changes in the training of 1 of 2 series"];
    expect((await refresh(never)).features!.notes).toEqual(notes);
    const { registration } = await train(never, 'run-1');
    expect((await versionOf(never, registration.modelVersion)).training.features).toMatchObject({ notes });

    // Two of the eight Mondays are holidays: of Martin Luther King, and Washington.
    const mondays = Array.from({ length: 8 }, (_, week) => `a,${dateOf(7 * week)},${week}`);
    const weeks: Dataset = { ...SHOPS, frequency: 'week', regressors: [] };
    expect((await refresh(platform(weeks, `station,date,temp\n${mondays.join('\n')}\n`))).features!.notes).toEqual([
      'of the holidays only those are known that date a week: 2 of the 8 weeks of training',
    ]);
  });

  it('asks for no plans of a series that has ended', async () => {
    const until = (day: number) =>
      Array.from({ length: day }, (_, at) => `c,${dateOf(at)},${at % 7},${at % 2}`).join('\n');
    expect((await refresh(platform(SHOPS, `${WHOLE}${until(34)}\n`))).features!.notes).toEqual([]);
    // A look is a week: three may pass.
    await expect(refresh(platform(SHOPS, `${WHOLE}${until(35)}\n`))).rejects.toMatchObject({
      name: 'RegressorMissing',
      message: expect.stringContaining("7 of 7 periods of the horizon lack one (series 'c')"),
    });
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
});
