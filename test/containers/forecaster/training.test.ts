import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleForecaster } from '../../../containers/forecaster/build.ts';
import { train } from '../../../containers/forecaster/training.ts';
import { recordedForecastsSchema } from '../../../core/models/forecast-columns.ts';
import { readParquet } from '../../../tables/index.ts';
import { day, filesBelow, trainingDirectory, weekly } from './training-directory.ts';

const roots: string[] = [];
afterEach(async () => {
  await Promise.all(roots.splice(0).map((root) => rm(root, { recursive: true })));
});

async function directory(...given: Parameters<typeof trainingDirectory>): Promise<string> {
  const root = await trainingDirectory(...given);
  roots.push(root);
  return root;
}

async function modelLines(root: string): Promise<readonly Record<string, unknown>[]> {
  const text = await readFile(join(root, 'model/model.jsonl'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function summary(root: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(root, 'model/summary.json'), 'utf8')) as Record<string, unknown>;
}

/** `count` series over as many shards as asked for. */
function panel(count: number, shards = 1) {
  const series = Array.from({ length: count }, (_, i) => weekly(`s${String(i).padStart(4, '0')}`, '2020-01-01', 91));
  return Array.from({ length: shards }, (_, shard) => series.filter((_series, i) => i % shards === shard));
}

describe('train', () => {
  it('leaves a model with a header and one line a series, in the order of ids across shards', async () => {
    const root = await directory([
      [weekly('b', '2020-01-01', 91), weekly('d', '2020-01-01', 91)],
      [weekly('a', '2020-01-01', 91), weekly('c', '2020-01-01', 91)],
    ]);

    await train(root);

    const [header, ...series] = await modelLines(root);
    expect(header).toEqual({
      format: 'forecaster-model',
      version: 1,
      candidate: { name: 'naive', family: 'seasonal-naive', options: {} },
      stateVersion: 1,
      frequency: 'day',
      phase: 0,
      seasonLength: 7,
      seed: 1,
      level: 0.8,
      training: { start: '2020-01-01', end: '2020-03-31' },
    });
    expect(series.map(({ unique_id }) => unique_id)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('reports cross-validation over the window, and records a forecast for every step of the horizon', async () => {
    const root = await directory([[weekly('a', '2020-01-01', 91)]]);

    await train(root);

    // Cutoffs back from 2020-03-24 by 14 days, with at least 28 days before them: 03-24, 03-10, 02-25, 02-11.
    expect(await summary(root)).toMatchObject({ seriesTrained: 1, seriesFailed: 0, crossValidation: { folds: 4 } });
    const bytes = await readFile(join(root, 'model/forecasts/part-00000.parquet'));
    const { rows, columns } = await readParquet(bytes, recordedForecastsSchema('day').columns);
    const { y } = weekly('a', '2020-03-25', 7);
    expect(rows).toBe(10);
    expect(columns.unique_id).toEqual(new Array(10).fill('a'));
    expect([...columns.ds]).toEqual(Array.from({ length: 10 }, (_, i) => day('2020-04-01') + i));
    expect([...columns.cutoff]).toEqual(new Array(10).fill(day('2020-03-31')));
    expect([...columns.yhat]).toEqual([...y, ...y.slice(0, 3)]);
  });

  it('learns from no row outside the window', async () => {
    const within = await directory([[weekly('a', '2020-01-01', 91)]]);
    const around = await directory([[weekly('a', '2019-06-01', 700), weekly('too-late', '2020-04-01', 91)]]);

    await train(within);
    await train(around);

    expect(await filesBelow(join(around, 'model'))).toEqual(await filesBelow(join(within, 'model')));
  });

  it('quarantines a series that cannot be fitted, with its reason, and trains the others', async () => {
    const root = await directory([[weekly('long', '2020-01-01', 91), weekly('short', '2020-03-01', 1)]]);

    await train(root);

    const failed = { uniqueId: 'short', reason: 'one observation; the seasonal naive needs at least two' };
    expect(await summary(root)).toMatchObject({ seriesTrained: 1, seriesFailed: 1, failed: [failed] });
    expect(await readFile(join(root, 'model/failed.jsonl'), 'utf8')).toBe(`${JSON.stringify(failed)}\n`);
    expect((await modelLines(root)).length).toBe(2);
  });

  it('publishes nothing when more series fail than the data set tolerates', async () => {
    const series = [weekly('a', '2020-01-01', 91), weekly('short', '2020-03-01', 1)];
    const root = await directory([series], { maxFailedSeriesShare: 0.49 });

    const outcome = train(root);

    await expect(outcome).rejects.toMatchObject({ name: 'TooManyFailedSeries' });
    await expect(outcome).rejects.toThrow(
      /1 of 2 series failed, first 'short': one observation.*got 0.5.*at most 0.49/,
    );
    expect(await filesBelow(join(root, 'model'))).toEqual({});
  });

  it('fails when every series fails, whatever share is tolerated', async () => {
    const root = await directory([[weekly('short', '2020-03-01', 1)]], { maxFailedSeriesShare: 1 });

    await expect(train(root)).rejects.toMatchObject({ name: 'TooManyFailedSeries' });
  });

  it('refuses a window without observations', async () => {
    const root = await directory([[weekly('a', '2020-04-01', 91)]]);

    await expect(train(root)).rejects.toMatchObject({ name: 'NoObservations' });
  });

  it('refuses an option that the family does not know', async () => {
    const candidate = { name: 'naive', family: 'seasonal-naive', options: { sesons: 2 } } as const;
    const root = await directory([[weekly('a', '2020-01-01', 91)]], { candidate });

    await expect(train(root)).rejects.toMatchObject({ name: 'ModelOptionInvalid' });
  });

  it('reads the files of a shard in the order of their rows, not of their names', async () => {
    const one = await directory([[weekly('a', '2020-01-01', 91), weekly('b', '2020-01-01', 91)]]);
    const two = await directory([[weekly('b', '2020-01-01', 91)]]);
    const other = await directory([[weekly('a', '2020-01-01', 91)]]);
    const shard = join(two, 'input/data/series/shard=0');
    await writeFile(
      join(shard, 'part-1.parquet'),
      await readFile(join(other, 'input/data/series/shard=0/part-0.parquet')),
    );

    await train(one);
    await train(two);

    expect(await filesBelow(join(two, 'model'))).toEqual(await filesBelow(join(one, 'model')));
  });

  it('gives the same bytes on one thread and on two', async () => {
    const workerFile = join(await bundleForecaster(), 'worker.mjs');
    const [inline, threaded] = [await directory(panel(300, 2)), await directory(panel(300, 2))];

    await train(inline);
    await train(threaded, { workerFile, threads: 2 });

    const files = await filesBelow(join(inline, 'model'));
    expect(Object.keys(files)).toEqual([
      'forecasts/part-00000.parquet',
      'forecasts/part-00001.parquet',
      'forecasts/part-00002.parquet',
      'forecasts/part-00003.parquet',
      'model.jsonl',
      'summary.json',
    ]);
    expect(await filesBelow(join(threaded, 'model'))).toEqual(files);
  });

  it('names the error of a worker thread as if it were its own', async () => {
    const workerFile = join(await bundleForecaster(), 'worker.mjs');
    const candidate = { name: 'naive', family: 'seasonal-naive', options: { sesons: 2 } } as const;
    const root = await directory(panel(300), { candidate });
    await mkdir(join(root, 'output'));

    await expect(train(root, { workerFile, threads: 2 })).rejects.toMatchObject({ name: 'ModelOptionInvalid' });
  });
});
