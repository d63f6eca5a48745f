import { beforeAll, describe, expect, it } from '@jest/globals';
import type * as z from 'zod';
import type { LookHeader } from '../../../core/blend/look-file.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { runRecordSchema } from '../../../core/evaluate/run-record.ts';
import { run as score } from '../../../lambdas/evaluate/score.ts';
import { run as ingest } from '../../../lambdas/ingest/ingest.ts';
import { run as recordRun } from '../../../lambdas/pipeline/record-run.ts';
import { run as collect } from '../../../lambdas/replay/collect.ts';
import { runId } from '../../../core/contracts/steps/common.ts';
import type { recordRunStep } from '../../../core/contracts/steps/pipeline.ts';
import { planWindowsStep } from '../../../core/contracts/steps/replay.ts';
import { run as planWindows } from '../../../lambdas/replay/plan-windows.ts';
import { run as transform } from '../../../lambdas/transform/transform.ts';
import { bronzeDeliveries } from '../../../lake/bronze-deliveries.ts';
import { publishedForecasts, recordedForecasts } from '../../../lake/forecasts.ts';
import { writeLook } from '../../../lake/look-files.ts';
import { addRuling } from '../../../lake/rulings.ts';
import { history, openTable, readRows } from '../../../tables/index.ts';
import { DAILY } from '../../support/dataset.ts';
import { ruling } from '../../support/rulings.ts';
import type { MemoryPorts } from '../../support/ports.ts';
import { memoryPorts } from '../../support/ports.ts';
import { TRACKER_DOWN } from '../../support/tracker-down.ts';
import { forecastMachine, trainMachine } from './pipeline.ts';

const DATASET: Dataset = {
  ...DAILY,
  training: { length: '8w' },
  evaluation: { length: '1w' },
  seasonLength: 7,
  candidates: [
    { name: 'naive', family: 'seasonal-naive', options: {} },
    { name: 'mean', family: 'climatology', options: { window: 0 } },
  ],
  recipe: 'choice',
  furtherLevels: [0.95],
  crossValidation: { initial: '21d', period: '7d', horizon: '7d' },
};

const TRAIN = { start: '2020-01-06', end: '2020-03-01' };
const EVALUATE = { start: '2020-03-02', end: '2020-03-08' };

/** From Monday 2020-01-06 on: the day of the week, plus 8 in odd weeks for station a and 2 in odd weeks for b. */
function value(station: 'a' | 'b', dayIndex: number): number {
  const week = Math.floor(dayIndex / 7);
  return (dayIndex % 7) + (week % 2) * (station === 'a' ? 8 : 2);
}

function delivery(days: number): string {
  const lines = ['station,date,temp'];
  for (const station of ['a', 'b'] as const) {
    for (let i = 0; i < days; i++) {
      const date = new Date(Date.UTC(2020, 0, 6 + i)).toISOString().slice(0, 10);
      lines.push(`${station},${date},${value(station, i)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

async function column(
  rows: AsyncIterable<{ readonly columns: Readonly<Record<string, ArrayLike<unknown>>> }>,
  name: string,
) {
  const values: unknown[] = [];
  for await (const { columns } of rows) values.push(...Array.from(columns[name]));
  return values;
}

describe('the steps of the pipeline, one after the other', () => {
  let ports: MemoryPorts;
  let trained: Awaited<ReturnType<typeof trainMachine>>;
  let published: Awaited<ReturnType<typeof forecastMachine>>;
  let scores: Awaited<ReturnType<typeof score>>;
  let evaluated: Awaited<ReturnType<typeof transform>>;

  beforeAll(async () => {
    ports = memoryPorts({ datasets: [DATASET] });
    // 63 days: eight weeks of training, and the evaluation week, which training must not see.
    ports.stores.landing.put('weather/1.csv', delivery(63));
    const run = { dataset: 'weather', runId: 'run-1' };
    trained = await trainMachine(ports, { ...run, range: TRAIN });
    const { modelVersion } = trained.registration;
    published = await forecastMachine(ports, { ...run, modelVersion, periods: { range: EVALUATE } });
    const range = { start: TRAIN.start, end: EVALUATE.end };
    const { bronzeVersion } = await ingest({ dataset: 'weather' }, ports);
    evaluated = await transform({ dataset: 'weather', bronzeVersion, range }, ports);
    const { silverVersion } = evaluated;
    scores = await score({ ...run, forecastRunId: 'run-1', silverVersion, range }, ports);
  });

  it('chooses the candidate with the lower cross-validation error', () => {
    // Weeks alternate: the last one is always wrong by 8 or 2, their mean by about half of it.
    const { trials, chosen } = trained.registration.selection;
    const errors = trials.map(({ candidate, crossValidation }) => [candidate.name, crossValidation.mae]);
    expect(chosen).toBe('mean');
    expect(errors[0]).toEqual(['naive', 5]);
  });

  it('publishes what the version recorded when it was fitted', async () => {
    const { artifactUri } = await ports.registry.describe('weather', 1);
    const table = await openTable({ store: ports.stores.gold, path: 'weather/forecasts' });

    expect(published.rows).toBe(14);
    for (const name of ['unique_id', 'cutoff', 'ds', 'yhat', 'yhat_lower', 'yhat_upper']) {
      const recorded = await column(recordedForecasts(ports.stores, artifactUri, DATASET), name);
      expect(await column(readRows(table), name)).toEqual(recorded);
    }
    expect(await column(readRows(table), 'run_id')).toEqual(new Array(14).fill('run-1'));
    expect(await column(readRows(table), 'model_version')).toEqual(new Array(14).fill(1));
  });

  it('reads every interval that was published, and what it is measured by, for those who score it', async () => {
    const read = [];
    for await (const { columns } of publishedForecasts(ports.stores, 'weather', 'run-1'))
      read.push(...Object.keys(columns));

    const main = ['yhat_lower', 'yhat_upper'];
    expect(read).toEqual(['unique_id', 'ds', 'yhat', ...main, 'naive', 'scale', 'yhat_lower_95', 'yhat_upper_95']);
  });

  it('scores the recipe and every candidate on the evaluation week', () => {
    expect(scores.joined).toBe(14);
    // The mean of four even and four odd weeks is too high by 4 (a) and 1 (b); the naive's error inside the window is 8 and 2.
    expect(scores.realised.mae).toBeCloseTo(2.5, 10);
    expect(scores.realised.bias).toBeCloseTo(2.5, 10);
    expect(scores.realised.rmse).toBeCloseTo(Math.sqrt(8.5), 10);
    expect(scores.realised.mase).toBeCloseTo(0.5, 10);
    expect(scores.realised.coverage).not.toBeNull();
    expect(scores.realised.winkler).toBeGreaterThan(0);
    // The training window ends with an odd week, so the naive is too high by 8 (a) and 2 (b) on every day of the even week 8.
    expect(scores.candidates.naive).toMatchObject({ mae: 5, bias: 5, rmse: Math.sqrt(34), mase: 1 });
    expect(scores.naiveRmse).toBe(Math.sqrt(34));
    // It is what the recipe chose; by itself a candidate has no interval.
    expect(scores.candidates.mean).toEqual({
      ...scores.realised,
      coverage: null,
      winkler: null,
      scaledMqloss: null,
      scaledCrps: null,
    });
  });

  it('scores the same without a row that the version has learned from', async () => {
    const late = memoryPorts({ datasets: [DATASET] });
    for (const layer of ['gold', 'artifacts'] as const)
      for (const [key, { body }] of ports.stores[layer].objects) late.stores[layer].put(key, body);
    const [header, ...lines] = delivery(63).trimEnd().split('\n');
    const news = lines.filter((line) => line.split(',')[1] > TRAIN.end);
    late.stores.landing.put('weather/1.csv', `${[header, ...news].join('\n')}\n`);
    const { bronzeVersion } = await ingest({ dataset: 'weather' }, late);
    const { silverVersion } = await transform({ dataset: 'weather', bronzeVersion }, late);
    const range = { start: TRAIN.start, end: EVALUATE.end };
    const asked = { dataset: 'weather', runId: 'run-1', forecastRunId: 'run-1', silverVersion, range };
    const again = await score(asked, late);
    expect({ ...again, evaluationsVersion: 1 }).toEqual({ ...scores, evaluationsVersion: 1 });
  });

  it('writes the scores of the panel and of every series into the evaluations table', async () => {
    const table = await openTable({ store: ports.stores.gold, path: 'weather/evaluations' });
    const rows = { where: { partition: { run_id: 'run-1' } } };
    const ids = await column(readRows(table, rows), 'unique_id');
    const metrics = await column(readRows(table, rows), 'metric');
    const values = await column(readRows(table, rows), 'value');
    const candidates = await column(readRows(table, rows), 'candidate');
    const naiveBias = ids.flatMap((id, i) =>
      candidates[i] === 'naive' && metrics[i] === 'bias' ? [[id, values[i]]] : [],
    );

    expect(ids.length).toBe(3 * 3 * 9);
    expect(new Set(candidates)).toEqual(new Set(['choice', 'naive', 'mean']));
    expect(naiveBias).toEqual([
      [null, 5],
      ['a', 8],
      ['b', 2],
    ]);
  });

  it('tells the tracker what it scored, and of how many rows; one that is down holds up nothing', async () => {
    const range = { start: TRAIN.start, end: EVALUATE.end };
    const { silverVersion, counts } = evaluated;
    const asked = { dataset: 'weather', runId: 'run-1', forecastRunId: 'run-1', silverVersion, range };
    const { artifacts } = ports.stores;
    const told = async () =>
      JSON.parse(new TextDecoder().decode(await artifacts.read('tracking/weather/run-1/evaluations/score-run-1.json')));
    expect(await told()).toMatchObject({
      parameters: { policy: 'gates', chosen: 'mean' },
      metrics: expect.arrayContaining([
        { name: 'eval_mae', value: 2.5, step: 0 },
        { name: 'eval_forecast_count', value: 14, step: 0 },
        { name: 'joined', value: 14, step: 0 },
        { name: 'member_rmse/mean', value: Math.sqrt(8.5), step: 0 },
      ]),
      tags: { eval_window: '2020-03-02..2020-03-08', scored_version: '1' },
    });
    await score({ ...asked, counts, policy: 'promote-latest' }, ports);
    expect(await told()).toMatchObject({
      parameters: { policy: 'promote-latest' },
      metrics: expect.arrayContaining([
        { name: 'eval_ingest_count', value: 126, step: 0 },
        { name: 'eval_transform_count', value: 126, step: 0 },
      ]),
    });
    expect(await score(asked, { ...ports, tracker: TRACKER_DOWN })).toMatchObject({ joined: 14 });
  });

  it('replaces the rows of a run that is scored or published again', async () => {
    const { silverVersion } = evaluated;
    const range = { start: TRAIN.start, end: EVALUATE.end };
    const again = await score(
      { dataset: 'weather', runId: 'run-1', forecastRunId: 'run-1', silverVersion, range },
      ports,
    );
    await forecastMachine(ports, {
      dataset: 'weather',
      runId: 'run-1',
      modelVersion: 'latest',
      periods: { range: EVALUATE },
    });

    expect(again.candidates).toEqual(scores.candidates);
    for (const [name, rows] of [
      ['evaluations', 81],
      ['forecasts', 14],
    ] as const) {
      const table = await openTable({ store: ports.stores.gold, path: `weather/${name}` });
      expect((await column(readRows(table), 'run_id')).length).toBe(rows);
    }
    expect((await history({ store: ports.stores.gold, path: 'weather/evaluations' })).length).toBeGreaterThan(1);
  });

  it('publishes a run again in place of what it published before', async () => {
    const again = { dataset: 'weather', runId: 'twice', modelVersion: 'latest' } as const;
    await forecastMachine(ports, { ...again, periods: { range: EVALUATE } });
    await forecastMachine(ports, { ...again, periods: { range: { start: '2020-03-02', end: '2020-03-03' } } });

    const table = await openTable({ store: ports.stores.gold, path: 'weather/forecasts' });
    const rows = readRows(table, { where: { partition: { run_id: 'twice' } } });
    expect(await column(rows, 'unique_id')).toEqual(['a', 'a', 'b', 'b']);
  });

  it('refuses to score what has not come true yet', async () => {
    const later = { start: '2020-03-09', end: '2020-03-15' };
    await forecastMachine(ports, {
      dataset: 'weather',
      runId: 'early',
      modelVersion: 'latest',
      periods: { range: later },
    });
    const { silverVersion } = evaluated;
    const asked = { dataset: 'weather', runId: 'early', forecastRunId: 'early', silverVersion };

    await expect(score({ ...asked, range: { start: TRAIN.start, end: later.end } }, ports)).rejects.toMatchObject({
      name: 'EmptyJoin',
    });
  });

  it('takes nothing for a result where nothing came true, and whoever asks says that there may be nothing', async () => {
    const { silverVersion } = evaluated;
    const later = { start: '2020-03-09', end: '2020-03-15' };
    const asked = { dataset: 'weather', runId: 'early', forecastRunId: 'early', silverVersion, mayBeEmpty: true };
    const version = await ports.registry.describe('weather', 1);
    const moved = { ...version, training: { ...version.training, window: { start: TRAIN.start, end: EVALUATE.end } } };
    const registry = { ...ports.registry, describe: () => Promise.resolve(moved) };

    const empty = await score({ ...asked, range: { start: TRAIN.start, end: later.end } }, { ...ports, registry });
    expect(empty).toMatchObject({ joined: 0, due: 14, actuals: { rows: 0, refused: {} }, realised: { rmse: null } });
    // Two series: of the stretch that is asked for, and behind the training.
    const until = { start: TRAIN.start, end: '2020-03-11' };
    expect(await score({ ...asked, range: until }, { ...ports, registry })).toMatchObject({ due: 6 });
    const trained = { ...version, training: { ...version.training, window: { ...TRAIN, end: '2020-03-10' } } };
    const learned = { ...ports.registry, describe: () => Promise.resolve(trained) };
    expect(await score({ ...asked, range: until }, { ...ports, registry: learned })).toMatchObject({ due: 2 });
    // The week before came true, and no forecast of this run is of it: that is an error, whatever there may be.
    await expect(score({ ...asked, range: { start: TRAIN.start, end: later.end } }, ports)).rejects.toMatchObject({
      name: 'EmptyJoin',
      message: expect.stringContaining("got '14 actuals'"),
    });
  });

  it('refuses a model whose file has changed since it was registered', async () => {
    const key = 'models/weather/run-1-fit-0/output/model/model.jsonl';
    const body = await ports.stores.artifacts.read(key);
    ports.stores.artifacts.put(key, new TextDecoder().decode(body).replace('"a"', '"A"'));

    const run = { dataset: 'weather', runId: 'run-2', modelVersion: 'latest', periods: { range: EVALUATE } } as const;
    const outcome = forecastMachine(ports, run);

    await expect(outcome).rejects.toMatchObject({ name: 'SignatureRefused' });
    ports.stores.artifacts.put(key, body);
  });

  it('records the run as one window of the replay', async () => {
    const window = { train: TRAIN, evaluate: EVALUATE };
    const { recordUri } = await recordRun(
      {
        dataset: 'weather',
        runId: 'run-1',
        execution: 'arn:execution',
        window,
        policy: 'gates',
        live: null,
        train: trained,
        promote: { outcome: 'refused', modelVersion: 1, production: null, reasons: ['too young'], reportUri: 's3://r' },
        forecast: published,
        evaluate: { data: evaluated, scores },
      },
      ports,
    );
    const runs = [{ runId: 'run-1', recordUri }];
    const { replayUri } = await collect({ dataset: 'weather', replayId: 'replay-1', runs, skipped: [] }, ports);

    expect(replayUri).toBe('s3://artifacts/replays/weather/replay-1/replay.json');
    const replay = JSON.parse(
      new TextDecoder().decode(await ports.stores.artifacts.read('replays/weather/replay-1/replay.json')),
    ) as { windows: Record<string, unknown>[] };
    expect(replay.windows).toHaveLength(1);
    expect(replay.windows[0]).toMatchObject({
      ...window,
      counts: {
        bronzeTrain: 112,
        silverTrain: 112,
        quarantinedTrain: 0,
        forecast: 14,
        bronzeEval: 126,
        silverEval: 126,
        quarantinedEval: 0,
        joined: 14,
      },
      chosen: 'mean',
      modelVersion: 1,
      execution: 'arn:execution',
      recipe: 'choice',
      realised: scores.realised,
      crossValidation: { folds: 4 },
      candidates: { naive: { crossValidation: { mae: 5 }, realised: { bias: 5 } }, mean: {} },
      yardstick: { name: 'seasonal naive of 7', lag: 7 },
      due: 14,
      notScored: null,
      refusedEval: {},
      tableVersions: { forecasts: published.forecastsVersion, evaluations: scores.evaluationsVersion },
      policy: 'gates',
      promotion: { outcome: 'refused', version: 1, reasons: ['too young'], reportUri: 's3://r', hindsight: null },
      production: { version: null, realised: null, joined: 0, bySegment: [], inForce: [], looks: [] },
    });
    expect([...ports.stores.artifacts.objects.keys()].filter((key) => key.includes('/live-'))).toEqual([]);
  });
});

/** A window that is lived through: after three days version 2, of the naive alone, takes the place of version 1, of the mean. */
async function lived(looks: readonly Partial<LookHeader>[] = []) {
  const datasets = [{ ...DATASET, segmentSeparator: '/' }];
  const ports = memoryPorts({ datasets });
  ports.stores.landing.put('weather/1.csv', delivery(63).replace(/^a,/gm, 'north/a,').replace(/^b,/gm, 'south/b,'));
  const run = { dataset: 'weather', runId: 'run-1' };
  const train = await trainMachine(ports, { ...run, range: TRAIN });
  const forecast = await forecastMachine(ports, { ...run, modelVersion: 1, periods: { range: EVALUATE } });
  datasets[0] = { ...datasets[0], candidates: [DATASET.candidates[0]] };
  await trainMachine(ports, { ...run, runId: 'run-1-d02', range: TRAIN });
  await forecastMachine(ports, { ...run, runId: 'run-1-d02', modelVersion: 2, periods: { after: '2020-03-04' } });
  const range = { start: TRAIN.start, end: EVALUATE.end };
  const data = await transform({ dataset: 'weather', bronzeVersion: train.data.bronzeVersion, range }, ports);
  datasets[0] = { ...datasets[0], candidates: DATASET.candidates };
  const scores = await score({ ...run, forecastRunId: 'run-1', silverVersion: data.silverVersion, range }, ports);
  for (const look of looks) {
    await writeLook(ports.stores.artifacts, 'weather', { header: { ...LOOK, ...look }, series: [] });
  }
  const { recordUri } = await recordRun(
    {
      ...run,
      execution: 'arn:execution',
      window: { train: TRAIN, evaluate: EVALUATE },
      policy: 'gates',
      live: { version: 1, forecastRunId: 'run-1', looks: LOOKS },
      train,
      promote: { outcome: 'refused', modelVersion: 4, production: 1, reasons: ['too far'], reportUri: 's3://r' },
      forecast,
      evaluate: { data, scores },
    },
    ports,
  );
  const read = async (key: string) => JSON.parse(new TextDecoder().decode(await ports.stores.artifacts.read(key)));
  const record = runRecordSchema.parse(await read(recordUri.replace('s3://artifacts/', '')));
  return { ...record, told: await read('tracking/weather/run-1/evaluations/live-run-1.json') };
}

const REFRESH = { kind: 'refresh' as const, reasons: ['healthy'], exempt: false, shadowOf: null };
const LOOKS: NonNullable<z.infer<typeof recordRunStep.input>['live']>['looks'] = [
  {
    asOf: '2020-03-03',
    action: REFRESH,
    before: 1,
    version: 1,
    fitted: { version: 3, reportUri: 's3://g' },
    refusals: ['too far away'],
    forecastRunId: 'run-1',
  },
  {
    asOf: '2020-03-04',
    action: { kind: 'return', of: 2, reasons: ['better'] },
    before: 1,
    version: 2,
    fitted: { version: 2, reportUri: 's3://g' },
    refusals: [],
    forecastRunId: 'run-1-d02',
  },
  {
    asOf: '2020-03-08',
    action: { kind: 'nothing', reasons: ['the end'] },
    before: 2,
    version: 2,
    fitted: null,
    refusals: [],
    forecastRunId: 'run-1-d02',
  },
];
const LOOK: LookHeader = {
  asOf: '2020-03-03',
  range: { start: '2020-03-02', end: '2020-03-03' },
  version: 1,
  candidates: DATASET.candidates,
  rows: 4,
  average: 1,
  choice: 1,
  share: { before: { average: 0.5 }, after: { average: 0.6, level: 2 } },
  weights: [0.25, 0.75],
  rmse: 3,
  naiveRmse: 5,
  refused: null,
  former: null,
};

describe('a window that was lived through', () => {
  it('is scored by the forecasts that were in force: those of a change count from the day after it', async () => {
    const { production } = await lived();

    expect(production).toMatchObject({
      version: 1,
      joined: 14,
      inForce: [
        { forecastRunId: 'run-1', version: 1, range: { start: '2020-03-02', end: '2020-03-04' } },
        { forecastRunId: 'run-1-d02', version: 2, range: { start: '2020-03-05', end: '2020-03-08' } },
      ],
    });
    // Three days of the mean, too high by 4 (a) and 1 (b), then four of the naive, too high by 8 and 2.
    expect(production.realised?.bias).toBeCloseTo((3 * 5 + 4 * 10) / 14, 10);
    expect(production.realised?.rmse).toBeCloseTo(Math.sqrt((3 * 17 + 4 * 68) / 14), 10);
    expect(production.bySegment.map(({ segment, joined }) => [segment, joined])).toEqual([
      ['north', 7],
      ['south', 7],
    ]);
    expect(production.bySegment[1].realised.bias).toBeCloseTo((3 * 1 + 4 * 2) / 7, 10);
  });

  it('tells the tracker what users got', async () => {
    const { told } = await lived();
    expect(told).toMatchObject({
      parameters: { policy: 'gates' },
      metrics: expect.arrayContaining([
        { name: 'live_rmse', value: expect.closeTo(Math.sqrt((3 * 17 + 4 * 68) / 14), 10), step: 0 },
        { name: 'live_joined', value: 14, step: 0 },
      ]),
      tags: { live_versions: '1, 2' },
    });
  });

  it('tells what each look found and did, and what a refusal was worth', async () => {
    const refused = { version: 3, rmse: 1, joined: 2 };
    const { production } = await lived([
      { refused: { version: 4, rmse: 2, joined: 4 } },
      { asOf: '2020-03-04', refused },
    ]);

    const scored = {
      joined: 4,
      rmse: 3,
      naiveRmse: 5,
      former: null,
      share: LOOK.share,
      weights: { naive: 0.25, mean: 0.75 },
    };
    expect(production.looks).toEqual([
      {
        asOf: '2020-03-03',
        kind: 'refresh',
        reasons: ['healthy'],
        before: 1,
        version: 1,
        fitted: { version: 3, reportUri: 's3://g' },
        refusals: ['too far away'],
        hindsight: { refused: 3, refusedRmse: 1, inForceRmse: 3, joined: 2 },
        scored: { ...scored, refused: { version: 4, rmse: 2, joined: 4 } },
      },
      {
        asOf: '2020-03-04',
        kind: 'return',
        reasons: ['better'],
        before: 1,
        version: 2,
        fitted: { version: 2, reportUri: 's3://g' },
        refusals: [],
        hindsight: null,
        scored: { ...scored, refused },
      },
      {
        asOf: '2020-03-08',
        kind: 'nothing',
        reasons: ['the end'],
        before: 2,
        version: 2,
        fitted: null,
        refusals: [],
        hindsight: null,
        scored: null,
      },
    ]);
  });

  it('tells what it was worth that its own version was refused, where the first look could score it', async () => {
    expect((await lived([{ refused: { version: 4, rmse: 2, joined: 4 } }])).promotion).toEqual({
      outcome: 'refused',
      version: 4,
      reasons: ['too far'],
      reportUri: 's3://r',
      hindsight: { refused: 4, refusedRmse: 2, inForceRmse: 3, joined: 4 },
    });
    expect((await lived()).promotion.hindsight).toBeNull();
  });
});

describe('a training window whose last day is missing', () => {
  it('is forecast from the day after its last observation, which is the cutoff', async () => {
    const ports = memoryPorts({ datasets: [DATASET] });
    const withoutLastDay = delivery(56).replace(/^[ab],2020-03-01,.*\n/gm, '');
    ports.stores.landing.put('weather/1.csv', withoutLastDay);
    const run = { dataset: 'weather', runId: 'gap' };
    const { registration, data } = await trainMachine(ports, { ...run, range: TRAIN });
    const { modelVersion } = registration;

    await forecastMachine(ports, { ...run, modelVersion, periods: { after: data.lastObservation } });

    const table = await openTable({ store: ports.stores.gold, path: 'weather/forecasts' });
    const dayOf = (date: string): number => Date.parse(date) / 86_400_000;
    const first = dayOf('2020-03-01');
    expect((await column(readRows(table), 'ds')).slice(0, 7)).toEqual([0, 1, 2, 3, 4, 5, 6].map((day) => first + day));
    expect(new Set(await column(readRows(table), 'cutoff'))).toEqual(new Set([dayOf('2020-02-29')]));
  });
});

describe('plan-windows', () => {
  it('takes only the name of a replay whose runs can be named after it, thousands of windows and their looks', () => {
    const input = (replayId: string) => planWindowsStep.input.safeParse({ dataset: 'weather', replayId });
    const longest = input('r'.repeat(50)).data?.replayId ?? '';
    expect(runId.safeParse(`${longest}-w9999-d999999`).success).toBe(true);
    expect(input('r'.repeat(51)).error?.issues[0]?.message).toContain('at most 50');
  });

  it('slides windows by the evaluation length over what was delivered', async () => {
    const ports = memoryPorts({ datasets: [DATASET] });
    ports.stores.landing.put('weather/1.csv', delivery(72));

    const { windows } = await planWindows({ dataset: 'weather', replayId: 'replay-1' }, ports);

    expect(windows).toEqual([
      { train: TRAIN, evaluate: EVALUATE, runId: 'replay-1-w01' },
      {
        train: { start: '2020-01-13', end: '2020-03-08' },
        evaluate: { start: '2020-03-09', end: '2020-03-15' },
        runId: 'replay-1-w02',
      },
    ]);
    expect((await planWindows({ dataset: 'weather', replayId: 'r', windows: 1 }, ports)).windows).toHaveLength(1);
  });

  it('refuses a history that is shorter than one window', async () => {
    const ports = memoryPorts({ datasets: [DATASET] });
    ports.stores.landing.put('weather/1.csv', delivery(62));

    await expect(planWindows({ dataset: 'weather', replayId: 'r' }, ports)).rejects.toThrow(
      "too short for one window; got '2020-01-06..2020-03-07, which are 62 days'; allowed: nothing: not one window of 8w of training and 1w " +
        'of evaluation fits in; hint: shorten the lengths, the holdout as well: ' +
        "training.length '52d', evaluation.length '10d', crossValidation.initial '19d', crossValidation.period '8d', " +
        "crossValidation.horizon '16d' would fit",
    );
  });

  it('refuses more windows than begin in the history', async () => {
    const ports = memoryPorts({ datasets: [DATASET] });
    ports.stores.landing.put('weather/1.csv', delivery(72));

    await expect(planWindows({ dataset: 'weather', replayId: 'r', windows: 9 }, ports)).rejects.toThrow(
      /too short for 9 windows; .*hint: ask for 3 windows at most, or shorten the lengths, the holdout as well: training\.length '45d', evaluation\.length '3d', /,
    );
  });

  it('begins at the first date that was delivered, even where its value is not sound', async () => {
    const ports = memoryPorts({ datasets: [DATASET] });
    ports.stores.landing.put('weather/1.csv', delivery(72).replace(/(2020-01-06),.*/g, '$1,broken'));

    const { windows } = await planWindows({ dataset: 'weather', replayId: 'r' }, ports);

    expect(windows[0]?.train.start).toBe('2020-01-06');
  });

  it('begins where what is read begins: what somebody has withdrawn moves no window', async () => {
    const ports = memoryPorts({ datasets: [DATASET] });
    ports.stores.landing.put('weather/1.csv', delivery(72));
    ports.stores.landing.put('weather/2.csv', 'station,date,temp\na,2019-01-01,1\n');
    const startOf = async (replayId: string) =>
      (await planWindows({ dataset: 'weather', replayId }, ports)).windows[0].train.start;
    // A year without a row lies between: of its windows the first is lived through that has enough of what follows.
    expect(await startOf('r1')).toBe('2019-12-10');
    const [, { sha256 }] = await bronzeDeliveries(ports.stores.bronze, 'weather');
    await addRuling(ports.stores.bronze, 'weather', () => ruling({ delivery: sha256 }));
    expect(await startOf('r2')).toBe('2020-01-06');
  });

  it('leaves out a window that has too little to learn from, and says why; the others keep their names', async () => {
    const ports = memoryPorts({ datasets: [DATASET] });
    // Nothing of 2020-02-17 to 2020-04-19: nine weeks, so that some windows have three of their eight and fewer.
    const days = delivery(147).split('\n');
    const hole = days.filter((line) => line < 'a' || !/2020-(02-(1[7-9]|2)|03|04-0|04-1)/.test(line));
    ports.stores.landing.put('weather/1.csv', hole.join('\n'));

    const { windows, skipped } = await planWindows({ dataset: 'weather', replayId: 'r' }, ports);

    expect(windows.map(({ runId: name }) => name)).toEqual(['r-w01', 'r-w02', 'r-w03', 'r-w12', 'r-w13']);
    expect(skipped.map(({ runId: name, why }) => [name, why])).toEqual([
      [
        'r-w04',
        'in 2020-01-27..2020-03-22 observations of 2020-01-27..2020-02-16 alone, and cross-validation takes 21d and 7d',
      ],
      ['r-w05', expect.stringContaining('observations of 2020-02-03..2020-02-16 alone')],
      ['r-w06', expect.stringContaining('observations of 2020-02-10..2020-02-16 alone')],
      ['r-w07', 'no observations in 2020-02-17..2020-04-12'],
      ['r-w08', 'no observations in 2020-02-24..2020-04-19'],
      ['r-w09', expect.stringContaining('observations of 2020-04-20..2020-04-26 alone')],
      ['r-w10', expect.stringContaining('observations of 2020-04-20..2020-05-03 alone')],
      ['r-w11', expect.stringContaining('observations of 2020-04-20..2020-05-10 alone')],
    ]);
  });

  it('refuses a history of which no window has enough to learn from', async () => {
    const ports = memoryPorts({ datasets: [DATASET] });
    const lines = delivery(63).split('\n');
    ports.stores.landing.put(
      'weather/1.csv',
      lines.filter((line) => !/2020-01-[123]|2020-02|2020-03-01/.test(line)).join('\n'),
    );

    await expect(planWindows({ dataset: 'weather', replayId: 'r' }, ports)).rejects.toThrow(
      "no window of the history of 'weather' has enough to learn from",
    );
  });
});

describe('collect', () => {
  it('keeps beside the windows that ran those that failed or could not be, and says which failed', async () => {
    const ports = memoryPorts({ datasets: [DATASET] });
    const window = { train: TRAIN, evaluate: EVALUATE };
    const chain =
      'The execution r-w01 of x-pipeline failed by EmptyJoin: The execution r-w01 of x-evaluate failed by EmptyJoin: ';
    const failed = { ...window, runId: 'r-w01', error: 'EmptyJoin', cause: 'nothing in common' };
    const skipped = [{ ...window, runId: 'r-w02', why: 'no observations' }];
    const runs = [{ ...failed, cause: `${chain}nothing in common` }];

    const { failure } = await collect({ dataset: 'weather', replayId: 'r', runs, skipped }, ports);

    expect(failure).toBe(
      '1 of 2 windows failed: r-w01 (2020-03-02..2020-03-08) by EmptyJoin: nothing in common; ' +
        'the others stand in s3://artifacts/replays/weather/r/replay.json',
    );
    const kept = await ports.stores.artifacts.read('replays/weather/r/replay.json');
    expect(JSON.parse(new TextDecoder().decode(kept))).toEqual({
      dataset: 'weather',
      windows: [],
      failed: [failed],
      skipped,
    });
  });

  it('names ten of the windows that failed', async () => {
    const ports = memoryPorts({ datasets: [DATASET] });
    const runs = Array.from({ length: 12 }, (_, at) => {
      return { train: TRAIN, evaluate: EVALUATE, runId: `r-w${at + 1}`, error: 'EmptyJoin', cause: 'x'.repeat(1000) };
    });
    const { failure } = await collect({ dataset: 'weather', replayId: 'r', runs, skipped: [] }, ports);
    expect(failure).toMatch(/^12 of 12 windows failed: r-w1 .*; r-w10 .*; 2 more; the others stand in/);
    expect(failure?.length).toBeLessThan(12_000);
  });
});
