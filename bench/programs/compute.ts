/**
 * The computing alone: `compute.mjs FAMILY COUNT SHAPE THREADS`. Every thread makes its share of the series; when all have theirs
 * the clock starts, and it stops when the last thread has cross-validated, fitted and forecasted all of its own.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { poolErrors, type SeriesErrors } from '../../core/backtest/cross-validate.ts';
import { candidateSchema } from '../../core/contracts/dataset.ts';
import type { Series } from '../../core/series/series.ts';
import { inferAxis } from '../../core/series/time-axis.ts';
import { seriesTrainer } from '../../core/train/series-trainer.ts';
import { PANEL, panelSeries, type Shape } from '../data/panel.ts';

interface Share {
  readonly family: string;
  readonly from: number;
  readonly to: number;
  readonly shape: Shape;
}

/** As many as the containers take at once (containers/forecaster/map-blocks.ts). */
const BLOCK = 128;

if (isMainThread) await lead();
else work(workerData as Share);

async function lead(): Promise<void> {
  const [family, count, shape, threads] = process.argv.slice(2);
  const shares = Array.from({ length: Number(threads) }, (_, thread) => {
    const cut = (part: number) => Math.round((Number(count) * part) / Number(threads));
    return { family, from: cut(thread), to: cut(thread + 1), shape };
  });
  const workers = shares.map((share) => new Worker(process.argv[1], { workerData: share }));
  await Promise.all(workers.map(answer));
  const startedAtMs = performance.now();
  for (const worker of workers) worker.postMessage('go');
  const errors = (await Promise.all(workers.map(answer))) as SeriesErrors[][];
  const { rmse, folds } = poolErrors(errors.flat());
  const seconds = (performance.now() - startedAtMs) / 1000;
  process.stdout.write(JSON.stringify({ seconds, series: errors.flat().length, rmse, folds }));
}

function answer(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

function work({ family, from, to, shape }: Share): void {
  const series = Array.from({ length: to - from }, (_, i) => panelSeries(from + i, shape));
  parentPort?.once('message', () => parentPort?.postMessage(compute(family, series)));
  parentPort?.postMessage('ready');
}

function compute(family: string, series: readonly Series[]): readonly SeriesErrors[] {
  const { seasonLength, range, forecast, crossValidation } = PANEL;
  const candidate = candidateSchema.parse({ name: family, family, options: {} });
  const axis = inferAxis('day', 0);
  const window = { training: range, forecast, crossValidation, seasonLength };
  const setting = { frequency: axis.frequency, seed: 1, level: 0.8, maxFailedSeriesShare: 0 };
  const train = seriesTrainer({ candidate, ...window, ...setting }, axis);
  const errors: SeriesErrors[] = [];
  for (let start = 0; start < series.length; start += BLOCK) {
    const trained = train(series.slice(start, start + BLOCK));
    if (trained.failed.length > 0) throw new Error(`series failed: ${JSON.stringify(trained.failed[0])}`);
    errors.push(...trained.errors);
  }
  return errors;
}
