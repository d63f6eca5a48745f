/**
 * The computing alone: `compute.mjs FAMILY COUNT SHAPE THREADS`. Every thread makes its share of the series; when all have theirs
 * the clock starts, and it stops when the last thread has cross-validated, fitted and forecasted all of its own.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { poolErrors, type SeriesErrors } from '../../core/backtest/error-sums.ts';
import { pointsBySeries } from '../../core/blend/points.ts';
import { type Candidate, candidateSchema } from '../../core/contracts/dataset.ts';
import { BLEND_CONSTANTS } from '../../core/contracts/recipe.ts';
import { familyOf } from '../../core/models/families.ts';
import type { Series } from '../../core/series/series.ts';
import { inferAxis, parsePeriod } from '../../core/series/time-axis.ts';
import { type FitSetup, seriesFitter } from '../../core/train/series-fitter.ts';
import { seriesValidator } from '../../core/train/series-validator.ts';
import type { TrialParameters } from '../../core/train/training-parameters.ts';
import { PANEL, panelSeries, type Shape } from '../data/panel.ts';

interface Share {
  readonly family: string;
  readonly from: number;
  readonly to: number;
  readonly shape: Shape;
}

/** Of a cadence of 30 days, and of folds of 90. */
const [NEAR_PERIODS, TESTED_PERIODS] = [30, 90];

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
  const candidate = candidateSchema.parse({ name: family, family, options: {} });
  const axis = inferAxis('day', 0);
  const validate = seriesValidator(trialOf(candidate), axis);
  const fit = seriesFitter(fitOf(candidate));
  const lastKnown = parsePeriod(axis, PANEL.range.end);
  const errors: SeriesErrors[] = [];
  for (let start = 0; start < series.length; start += BLOCK) {
    const block = series.slice(start, start + BLOCK);
    const tried = validate(block);
    const points = pointsBySeries(tried.points, lastKnown);
    const known = { looks: [], incumbent: undefined };
    const fitted = fit(block.map((one) => ({ series: one, points: [points.get(one.uniqueId)], ...known })));
    const failed = [...tried.failed, ...fitted.failed];
    if (failed.length > 0) throw new Error(`series failed: ${JSON.stringify(failed[0])}`);
    errors.push(...tried.errors);
  }
  return errors;
}

const LEVEL = 0.8;
const SEED = 1;

function trialOf(candidate: Candidate): TrialParameters {
  const { seasonLength, range, forecast, crossValidation } = PANEL;
  const window = { training: range, forecast, crossValidation, seasonLength };
  return { candidate, ...window, frequency: 'day', seed: SEED, level: LEVEL, bounds: {} };
}

/** The recipe of one candidate: it has no other to be weighed against. */
function fitOf(candidate: Candidate): FitSetup {
  const { seasonLength, range, forecast } = PANEL;
  const header: FitSetup['header'] = {
    recipe: {
      kind: 'choice',
      candidates: [candidate],
      selectionMetric: 'rmse',
      seasonLength,
      trainingLength: '5y',
      level: LEVEL,
      furtherLevels: [],
      constants: BLEND_CONSTANTS,
    },
    stateVersions: [familyOf(candidate.family).stateVersion],
    frequency: 'day',
    phase: 0,
    seed: SEED,
    training: range,
    yardstick: { name: `seasonal naive of ${seasonLength}`, lag: seasonLength },
    chosen: candidate.name,
    bounds: {},
    share: { average: 0 },
    nearPeriods: NEAR_PERIODS,
    testedPeriods: TESTED_PERIODS,
  };
  return { header, forecast, panel: { recent: [1], crossValidation: [1] }, incumbent: null };
}
