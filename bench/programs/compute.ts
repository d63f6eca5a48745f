/**
 * The computing alone: `compute.mjs RECIPE COUNT SHAPE THREADS`. Every thread makes its share of the series; when all have theirs
 * the clock starts, and it stops when the last thread has cross-validated, fitted and forecasted all of its own.
 */
import { panelCutoffs, rollingOriginOf } from '../../core/backtest/cutoffs.ts';
import { periodRange, periodsOf } from '../../core/series/period-range.ts';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { poolErrors, type SeriesErrors } from '../../core/backtest/error-sums.ts';
import { pointErrors, seriesPointErrors } from '../../core/blend/point-errors.ts';
import { FIRST_SHARE } from '../../core/blend/share.ts';
import { panelErrors, shareOf } from '../../core/blend/weigh-series.ts';
import { familyOf } from '../../core/models/families.ts';
import type { Series } from '../../core/series/series.ts';
import { inferAxis } from '../../core/series/time-axis.ts';
import { recipeOf } from '../../core/train/recipe.ts';
import { seriesFitter, type SeriesToFit } from '../../core/train/series-fitter.ts';
import { seriesValidator } from '../../core/train/series-validator.ts';
import { panelDataset, type PanelRecipe } from '../data/panel-dataset.ts';
import { PANEL, panelSeries, type Shape } from '../data/panel.ts';

interface Share {
  readonly recipe: PanelRecipe;
  readonly from: number;
  readonly to: number;
  readonly shape: Shape;
}

/** As many as the containers take at once (containers/forecaster/map-blocks.ts). */
const BLOCK = 128;

/** Of the panel's data set, in days. */
const [CADENCE, HORIZON, YARDSTICK] = [30, 90, { name: 'seasonal naive of 365', lag: 365 }];

if (isMainThread) await lead();
else work(workerData as Share);

async function lead(): Promise<void> {
  const [recipe, count, shape, threads] = process.argv.slice(2);
  const shares = Array.from({ length: Number(threads) }, (_, thread) => {
    const cut = (part: number) => Math.round((Number(count) * part) / Number(threads));
    return { recipe, from: cut(thread), to: cut(thread + 1), shape };
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

function work({ recipe, from, to, shape }: Share): void {
  const series = Array.from({ length: to - from }, (_, i) => panelSeries(from + i, shape));
  parentPort?.once('message', () => parentPort?.postMessage(compute(panelDataset(shape, recipe), series)));
  parentPort?.postMessage('ready');
}

type PanelDataset = ReturnType<typeof panelDataset>;

/** Block by block, so that no more than a block's points stand in memory. */
function compute(dataset: PanelDataset, series: readonly Series[]): readonly SeriesErrors[] {
  const validate = validatorOf(dataset);
  let fit: ReturnType<typeof seriesFitter> | undefined;
  const errors: SeriesErrors[] = [];
  for (let start = 0; start < series.length; start += BLOCK) {
    const block = validate(series.slice(start, start + BLOCK));
    // The first block's pooled errors stand for those of the whole panel.
    fit ??= fitterOf(dataset, block);
    const { fitted, failed } = fit(block);
    if (failed.length > 0) throw new Error(`series failed: ${JSON.stringify(failed[0])}`);
    errors.push(...fitted.map((one) => one.errors));
  }
  return errors;
}

/** Every candidate's cross-validation: what is known of each series when it is fitted. */
function validatorOf({ candidates, crossValidation, seasonLength, level, seed }: PanelDataset) {
  const axis = inferAxis('day', 0);
  const slice = { training: PANEL.range, forecast: PANEL.forecast, frequency: axis.frequency };
  const common = { crossValidation, seasonLength, level, seed, bounds: {}, leastObservations: 1, ...slice };
  const cutoffs = panelCutoffs(periodsOf(periodRange(axis, PANEL.range)), rollingOriginOf(axis, crossValidation));
  const validators = candidates.map((candidate) =>
    seriesValidator({ ...common, candidate, leaves: 'points' }, axis, cutoffs),
  );
  return (block: readonly Series[]): readonly SeriesToFit[] => {
    const tried = validators.map((validate) => validate(block));
    const failed = tried.flatMap((one) => one.failed);
    if (failed.length > 0) throw new Error(`series failed: ${JSON.stringify(failed[0])}`);
    return block.map((series, i) => ({
      series,
      points: tried.map(({ points }) => points[i]),
      looks: [],
      incumbent: undefined,
    }));
  };
}

function fitterOf(dataset: PanelDataset, block: readonly SeriesToFit[]) {
  const [axis, recipe] = [inferAxis('day', 0), recipeOf(dataset)];
  const evidence = block.map(({ points, looks }) => {
    return { crossValidation: seriesPointErrors(points.map((one) => pointErrors(one, CADENCE))), looks };
  });
  const header = {
    recipe,
    stateVersions: recipe.candidates.map(({ family }) => familyOf(family).stateVersion),
    ...axis,
    seed: dataset.seed,
    training: PANEL.range,
    yardstick: YARDSTICK,
    chosen: recipe.candidates[0].name,
    bounds: {},
    share: { average: shareOf(recipe.kind, FIRST_SHARE.average) },
    nearPeriods: CADENCE,
    testedPeriods: HORIZON,
  };
  const panel = panelErrors(evidence, recipe.candidates.length);
  return seriesFitter({ header, forecast: PANEL.forecast, panel, incumbent: null, maxBeyondObserved: 1 });
}
