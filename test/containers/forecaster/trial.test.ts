import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleForecaster } from '../../../containers/forecaster/build.ts';
import { train } from '../../../containers/forecaster/training.ts';
import { decodePoints } from '../../../containers/forecaster/points.ts';
import { day, filesBelow, trialDirectory, weekly } from './training-directory.ts';

async function summary(root: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(root, 'model/summary.json'), 'utf8')) as Record<string, unknown>;
}

async function pointsOf(root: string) {
  return decodePoints(await readFile(join(root, 'model/points/part-00000.points')), Infinity);
}

/** `count` series over as many shards as asked for. */
function panel(count: number, shards = 1) {
  const series = Array.from({ length: count }, (_, i) => weekly(`s${String(i).padStart(4, '0')}`, '2020-01-01', 91));
  return Array.from({ length: shards }, (_, shard) => series.filter((_series, i) => i % shards === shard));
}

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

describe('the trial of a candidate', () => {
  it('reports cross-validation over the window, and leaves every point of every fold', async () => {
    const root = await trialDirectory([[weekly('b', '2020-01-01', 91), weekly('a', '2020-01-01', 91)]]);

    await train(root);

    // Cutoffs back from 2020-03-24 by 14 days, with at least 28 days before them: 03-24, 03-10, 02-25, 02-11.
    expect(await summary(root)).toMatchObject({
      candidate: { name: 'naive', family: 'seasonal-naive', options: {} },
      seriesTried: 2,
      seriesFailed: 0,
      crossValidation: { folds: 4 },
    });
    const bySeries = await pointsOf(root);
    expect([...bySeries.keys()]).toEqual(['a', 'b']);
    const points = bySeries.get('a')!;
    const folds = ['2020-02-11', '2020-02-25', '2020-03-10', '2020-03-24'].flatMap((date) =>
      new Array(7).fill(day(date)),
    );
    expect([...points.cutoff]).toEqual(folds);
    expect([...points.ds].slice(21, 28)).toEqual([1, 2, 3, 4, 5, 6, 7].map((step) => day('2020-03-24') + step));
    expect([...points.y].slice(21, 28)).toEqual([...weekly('a', '2020-03-25', 7).y]);
    expect([...points.yhat].slice(21, 28)).toEqual([...weekly('a', '2020-03-18', 7).y]);
  });

  it('scores a newcomer at the cutoffs of the panel, and says of how much of the panel the errors are', async () => {
    // Cutoffs 02-11, 02-25, 03-10, 03-24: the newcomer of 03-09 is known at the last two, by two observations and sixteen; the last one never.
    const [old, newcomer] = [weekly('a', '2020-01-01', 91), weekly('b', '2020-03-09', 23)];
    const root = await trialDirectory([[old, newcomer], [weekly('c', '2020-03-26', 6)]]);
    const short = await trialDirectory([[old, newcomer], [weekly('c', '2020-03-26', 6)]], {
      candidate: { name: 'theta', family: 'theta', options: {} },
    });

    await train(root);
    await train(short);

    expect(await summary(root)).toMatchObject({
      seriesTried: 3,
      seriesFailed: 0,
      crossValidation: { folds: 4, seriesScored: 2, seriesInAll: 3, pointsScored: 42, pointsInAll: 48 },
      folds: [
        { cutoff: '2020-02-11', series: 1, points: 7, seriesInAll: 1, pointsInAll: 7 },
        { cutoff: '2020-02-25', series: 1, points: 7, seriesInAll: 1, pointsInAll: 7 },
        { cutoff: '2020-03-10', series: 2, points: 14, seriesInAll: 2, pointsInAll: 14 },
        { cutoff: '2020-03-24', series: 2, points: 14, seriesInAll: 3, pointsInAll: 20 },
      ],
    });
    // Theta needs five observations: it has no part in the newcomer's first fold, and in its second it has.
    expect(await summary(short)).toMatchObject({
      seriesFailed: 0,
      crossValidation: { folds: 4, seriesScored: 2, seriesInAll: 3, pointsScored: 35, pointsInAll: 48 },
    });
  });

  it('cuts a panel before a stretch that is set aside', async () => {
    const root = await trialDirectory([[weekly('a', '2020-01-01', 91)]], {
      setAside: [{ start: '2020-03-20', end: '2020-03-31' }],
    });

    await train(root);

    expect([...(await pointsOf(root)).get('a')!.cutoff].at(-1)).toBe(day('2020-03-12'));
  });

  it('says what its points are, by the digests of their files', async () => {
    const root = await trialDirectory(panel(3, 2));

    await train(root);

    const files = ['part-00000.points', 'part-00001.points'].map((name) => readFile(join(root, 'model/points', name)));
    const digests = (await Promise.all(files)).map(sha256);
    expect((await summary(root)).pointsSha256).toBe(sha256(digests.join('')));
  });

  it('leaves no points where nobody learns from them, and says the same of its errors', async () => {
    const [whole, bare] = [await trialDirectory(panel(3)), await trialDirectory(panel(3), { leaves: 'errors' })];

    await train(whole);
    await train(bare);

    expect(Object.keys(await filesBelow(join(bare, 'model')))).toEqual(['summary.json']);
    expect(await summary(bare)).toEqual({ ...(await summary(whole)), pointsSha256: sha256('') });
  });

  it('clips forecasts to what the target can be, before errors are made of them', async () => {
    const root = await trialDirectory([[weekly('a', '2020-01-01', 91)]], { bounds: { max: 50 } });

    await train(root);

    const { y, yhat } = (await pointsOf(root)).get('a')!;
    expect(Math.max(...yhat)).toBe(50);
    expect(Math.max(...y)).toBeGreaterThan(50);
  });

  it('learns from no row outside the window', async () => {
    const within = await trialDirectory([[weekly('a', '2020-01-01', 91)]]);
    const around = await trialDirectory([[weekly('a', '2019-06-01', 700), weekly('too-late', '2020-04-01', 91)]]);

    await train(within);
    await train(around);

    expect(await filesBelow(join(around, 'model'))).toEqual(await filesBelow(join(within, 'model')));
  });

  it('leaves out a series that the candidate cannot be fitted to, with its reason, however many there are', async () => {
    const short = (uniqueId: string) => weekly(uniqueId, '2020-03-01', 1);
    const root = await trialDirectory([[weekly('long', '2020-01-01', 91)], [short('d'), short('c')]], {
      candidate: { name: 'theta', family: 'theta', options: {} },
      crossValidation: { initial: '1d', period: '14d', horizon: '80d' },
    });
    const { ds, y } = weekly('e', '2020-01-01', 91);
    const [every40, y40] = [ds.filter((_, i) => i % 40 === 0), y.filter((_, i) => i % 40 === 0)];
    const unfit = [{ uniqueId: 'e', ds: every40, y: y40 }];
    const none = await trialDirectory([unfit], {
      candidate: { name: 'theta', family: 'theta', options: {} },
      crossValidation: { initial: '1d', period: '14d', horizon: '20d' },
    });

    await train(root);
    await train(none);

    // Too short for a fold is no failure: there is nothing to be held against.
    expect(await summary(root)).toMatchObject({ seriesTried: 3, seriesFailed: 0 });
    const failed = { uniqueId: 'e', reason: '2 observations; level and trend need at least 5' };
    expect(await summary(none)).toMatchObject({
      seriesTried: 1,
      seriesFailed: 1,
      failed: [failed],
      crossValidation: { rmse: null },
    });
    expect(await readFile(join(none, 'model/failed.jsonl'), 'utf8')).toBe(`${JSON.stringify(failed)}\n`);
    expect(Object.keys(await filesBelow(join(none, 'model')))).toEqual(['failed.jsonl', 'summary.json']);
    expect((await summary(none)).pointsSha256).toBe(sha256(''));
  });

  it('refuses a window without observations', async () => {
    const root = await trialDirectory([[weekly('a', '2020-04-01', 91)]]);

    await expect(train(root)).rejects.toMatchObject({ name: 'NoObservations' });
  });

  it('refuses an option that the family does not know', async () => {
    const candidate = { name: 'naive', family: 'seasonal-naive', options: { sesons: 2 } } as const;
    const root = await trialDirectory([[weekly('a', '2020-01-01', 91)]], { candidate });

    await expect(train(root)).rejects.toMatchObject({ name: 'ModelOptionInvalid' });
  });

  it('reads the files of a shard in the order of their rows, not of their names', async () => {
    const one = await trialDirectory([[weekly('a', '2020-01-01', 91), weekly('b', '2020-01-01', 91)]]);
    const two = await trialDirectory([[weekly('b', '2020-01-01', 91)]]);
    const other = await trialDirectory([[weekly('a', '2020-01-01', 91)]]);
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
    const [inline, threaded] = [await trialDirectory(panel(300, 2)), await trialDirectory(panel(300, 2))];

    await train(inline);
    await train(threaded, { workerFile, threads: 2 });

    const files = await filesBelow(join(inline, 'model'));
    expect(Object.keys(files)).toEqual([
      'points/part-00000.points',
      'points/part-00001.points',
      'points/part-00002.points',
      'points/part-00003.points',
      'summary.json',
    ]);
    expect(await filesBelow(join(threaded, 'model'))).toEqual(files);
  });

  it('names the error of a worker thread as if it were its own', async () => {
    const workerFile = join(await bundleForecaster(), 'worker.mjs');
    const candidate = { name: 'naive', family: 'seasonal-naive', options: { sesons: 2 } } as const;
    const root = await trialDirectory(panel(300), { candidate });
    await mkdir(join(root, 'output'));

    await expect(train(root, { workerFile, threads: 2 })).rejects.toMatchObject({ name: 'ModelOptionInvalid' });
  });
});
