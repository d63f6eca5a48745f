import { join } from 'node:path';
import type { FitPlan } from '../../core/blend/fit-plan.ts';
import type { RecipeHeader } from '../../core/blend/recipe-forecaster.ts';
import { shareOf } from '../../core/blend/weigh-series.ts';
import { familyOf } from '../../core/models/families.ts';
import { encodeModelHeader, MODEL_FILE } from '../../core/models/model-file.ts';
import { periodRange } from '../../core/series/period-range.ts';
import { addDuration, parseDuration, type TimeAxis } from '../../core/series/time-axis.ts';
import { requireTolerable } from '../../core/train/failed-share.ts';
import { resolveHolidays } from '../../core/train/resolve-holidays.ts';
import type { FittedSeries } from '../../core/train/series-fitter.ts';
import type { FitParameters } from '../../core/train/training-parameters.ts';
import type { FailedSeries, FitSummary } from '../../core/train/training-summary.ts';
import { trainingDirectories } from './directories.ts';
import { type FitBlock, fitBlock, type FittedPart } from './fit-block.ts';
import { summarizeFit } from './fit-summary.ts';
import { type OpenIncumbent, openIncumbent } from './incumbent.ts';
import { mapBlocks } from './map-blocks.ts';
import { type PanelMemory, readFitPlan, readMemory } from './memory.ts';
import { ModelWriter } from './model-writer.ts';
import { byUniqueId, noObservations, writeReport } from './parts.ts';
import { type SeriesBlock, seriesBlocks } from './series-blocks.ts';
import type { TrainOptions } from './training.ts';

/** Fits a recipe: its model, the recorded forecasts of the horizon, and its summary. */
export async function fitRecipe(root: string, parameters: FitParameters, options: TrainOptions): Promise<FitSummary> {
  const job = await prepare(root, parameters);
  const { header, incumbent, folder } = job;
  const { maxFailedSeriesShare } = parameters;
  try {
    const fitted = await fitAll(job, incumbent.guarding, options);
    const { series, failed } = fitted;
    requireTolerable(failed, series.length, maxFailedSeriesShare);
    // So many kept series refuse the whole: it has to show what it would have said, for the next look to tell who was right.
    const kept = series.filter(({ isKept }) => isKept).length;
    if (kept > maxFailedSeriesShare * series.length) await fitAll(job, null, options);
    const summary = summarizeFit(fitted, { header, incumbent, maxKeptShare: maxFailedSeriesShare });
    await writeReport(folder, summary, failed);
    return summary;
  } finally {
    await incumbent.close();
  }
}

interface FitJob {
  readonly header: RecipeHeader;
  readonly forecast: FitParameters['forecast'];
  readonly known: PanelMemory;
  readonly incumbent: OpenIncumbent;
  /** Of what the job leaves. */
  readonly folder: string;
  blocks(): AsyncGenerator<SeriesBlock>;
}

async function prepare(root: string, parameters: FitParameters): Promise<FitJob> {
  const { series, model: folder, memory } = trainingDirectories(root);
  const { frequency, training, forecast } = parameters;
  const plan = await readFitPlan(memory);
  const blocks = () => seriesBlocks(series, frequency, training);
  const axis = await axisOf(blocks());
  if (axis === undefined) throw noObservations(training);
  const { last } = periodRange(axis, training);
  // The period after training is forecasted before any look at it.
  const nearPeriods = Math.max(1, addDuration(axis, last, parseDuration(plan.cadence)) - last);
  const known = await readMemory(plan, { memory, axis, last, nearPeriods });
  const header = await headerOf(parameters, plan, { axis, nearPeriods, testedPeriods: known.testedPeriods });
  const incumbent = await openIncumbent(plan.incumbent, memory, header);
  return { header, forecast, known, incumbent, folder, blocks };
}

/** All blocks lie on one axis; which one it is, the first observation says. */
async function axisOf(blocks: AsyncGenerator<SeriesBlock>): Promise<TimeAxis | undefined> {
  for await (const { axis } of blocks) return axis;
  return undefined;
}

/** Writes the model and the recorded forecasts; over those of a pass before. */
async function fitAll(
  { header, forecast, known, incumbent, folder, blocks }: FitJob,
  guarding: OpenIncumbent['guarding'],
  { onProgress = () => undefined, ...threads }: TrainOptions,
): Promise<Fitted> {
  const forecastsFolder = join(folder, 'forecasts');
  const setup = { header, forecast, panel: known.panel, incumbent: guarding, forecastsFolder };
  const work = { setup: { task: 'fit', setup }, inline: fitBlock(setup), ...threads } as const;
  const writer = await ModelWriter.open();
  try {
    const fitted = await collect(mapBlocks(withMemory(blocks(), { known, incumbent }), work), writer, onProgress);
    await writer.finish(join(folder, MODEL_FILE), encodeModelHeader(header));
    return fitted;
  } finally {
    await writer.close();
  }
}

/** In the order of the series. */
export interface Fitted {
  readonly series: readonly FittedSeries[];
  readonly failed: readonly FailedSeries[];
}

async function collect(
  parts: AsyncIterable<FittedPart>,
  writer: ModelWriter,
  onProgress: (series: number) => void,
): Promise<Fitted> {
  const series: FittedSeries[] = [];
  const failed: FailedSeries[] = [];
  for await (const part of parts) {
    const uniqueIds = part.fitted.map(({ uniqueId }) => uniqueId);
    await writer.add(part.shard, uniqueIds, part.lines);
    series.push(...part.fitted);
    failed.push(...part.failed);
    onProgress(series.length + failed.length);
  }
  return { series: byUniqueId(series), failed: byUniqueId(failed) };
}

interface Learned {
  readonly known: PanelMemory;
  readonly incumbent: OpenIncumbent;
}

async function* withMemory(
  blocks: AsyncGenerator<SeriesBlock>,
  { known, incumbent }: Learned,
): AsyncGenerator<FitBlock> {
  for await (const { index, shard, series } of blocks) {
    const uniqueIds = series.map(({ uniqueId }) => uniqueId);
    const lines: (string | undefined)[] = [];
    for (const uniqueId of uniqueIds) lines.push(await incumbent.line(uniqueId));
    const [points, looks] = [uniqueIds.map(known.pointFilesOf), uniqueIds.map(known.looksOf)];
    yield { index, shard, series, points, looks, incumbent: lines };
  }
}

interface Measured {
  readonly axis: TimeAxis;
  readonly nearPeriods: number;
  readonly testedPeriods: number;
}

async function headerOf(
  { frequency, seed, training, forecast }: FitParameters,
  { recipe, yardstick, chosen, bounds, share }: FitPlan,
  { axis, nearPeriods, testedPeriods }: Measured,
): Promise<RecipeHeader> {
  // The artifact carries the dates of the holidays, so that every forecast sees the same ones.
  const candidates = await Promise.all(recipe.candidates.map((one) => resolveHolidays(one, { training, forecast })));
  return {
    recipe: { ...recipe, candidates },
    stateVersions: candidates.map(({ family }) => familyOf(family).stateVersion),
    frequency,
    phase: axis.phase,
    seed,
    training,
    yardstick,
    chosen,
    bounds,
    share: { ...share, average: shareOf(recipe.kind, share.average) },
    nearPeriods,
    testedPeriods,
  };
}
