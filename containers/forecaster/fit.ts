import { join } from 'node:path';
import type { FitPlan } from '../../core/blend/fit-plan.ts';
import { addNotes, NO_NOTES } from '../../core/blend/forecast-notes.ts';
import type { RecipeHeader } from '../../core/blend/recipe-forecaster.ts';
import { shareOf } from '../../core/blend/weigh-series.ts';
import { familyOf } from '../../core/models/families.ts';
import { encodeModelHeader, MODEL_FILE } from '../../core/models/model-file.ts';
import type { HolidayDates } from '../../core/series/holidays.ts';
import { periodRange } from '../../core/series/period-range.ts';
import { addDuration, parseDuration, type TimeAxis } from '../../core/series/time-axis.ts';
import { requireTolerable } from '../../core/train/failed-share.ts';
import { resolveHolidays } from '../../core/train/resolve-holidays.ts';
import type { Incumbent } from '../../core/train/incumbent-guard.ts';
import type { FittedSeries, SilentSeries } from '../../core/train/series-fitter.ts';
import type { FitParameters } from '../../core/train/training-parameters.ts';
import { type FailedSeries, type FitSummary, keptShare } from '../../core/train/training-summary.ts';
import { chooseKnown } from './choose-known.ts';
import { trainingDirectories } from './directories.ts';
import { readHolidays } from './features.ts';
import { type FitBlock, fitBlock, type FittedPart } from './fit-block.ts';
import { type Fitted, summarizeFit } from './fit-summary.ts';
import { type OpenIncumbent, openIncumbent } from './incumbent.ts';
import { mapBlocks } from './map-blocks.ts';
import { type PanelMemory, readFitPlan, readMemory } from './memory.ts';
import { ModelWriter } from './model-writer.ts';
import { byUniqueId, noObservations, writeReport } from './parts.ts';
import { digestOfDigests } from './points.ts';
import { type SeriesBlock, seriesBlocks } from './series-blocks.ts';
import type { TrainOptions } from './train-options.ts';

/** Fits a recipe: its model, the recorded forecasts of the horizon, and its summary. */
export async function fitRecipe(root: string, parameters: FitParameters, options: TrainOptions): Promise<FitSummary> {
  const { series, model, memory } = trainingDirectories(root);
  const plan = readFitPlan(memory, parameters.planSha256);
  const blocks = seriesBlocks(series, parameters);
  const first = await blocks.next();
  if (first.done === true) throw noObservations(parameters.training);
  const { axis } = first.value;
  const { last } = periodRange(axis, parameters.training);
  // The period after training is forecasted before any look at it.
  const nearPeriods = Math.max(1, addDuration(axis, last, parseDuration(plan.cadence)) - last);
  const known = readMemory(plan, { memory, last, nearPeriods });
  const choose = async () => chooseKnown(plan.recipe, { ...known, last, blocks: seriesBlocks(series, parameters) });
  const chosen = plan.chosen ?? (await choose());
  const calendar = plan.recipe.holidays === undefined ? undefined : await readHolidays(series, parameters.frequency);
  const { testedPeriods } = known;
  const header = await headerOf(parameters, { ...plan, chosen }, { axis, nearPeriods, testedPeriods, calendar });
  const incumbent = openIncumbent(plan.incumbent, memory, header);
  const { maxBeyondObserved } = plan;
  const panel = { header, known, incumbent, parameters, maxBeyondObserved, folder: model };
  try {
    const fitted = await fitPanel(panel, { blocks: begun(first.value, blocks), guarding: incumbent.guarding }, options);
    let summary = summarizeFit(fitted, { header, incumbent, maxKeptShare: parameters.maxFailedSeriesShare });
    if (summary.guard !== null && keptShare(summary.guard) > summary.guard.maxKeptShare) {
      // What is refused stays as it was fitted: the next look tells whether it would have been closer than what it was guarded against.
      const again = seriesBlocks(series, parameters);
      const { notes, digests, modelSha256 } = await fitPanel(panel, { blocks: again, guarding: null }, options);
      summary = { ...summary, notes, modelSha256, forecastsSha256: digestOfDigests(digests) };
    }
    writeReport(model, summary, fitted.failed);
    return summary;
  } finally {
    incumbent.close();
  }
}

interface Panel extends Learned {
  readonly header: RecipeHeader;
  readonly parameters: FitParameters;
  readonly maxBeyondObserved: number;
  /** Where the model goes. */
  readonly folder: string;
}

interface Pass {
  readonly blocks: AsyncGenerator<SeriesBlock>;
  readonly guarding: Incumbent | null;
}

/** Fits all series, and writes their model and their forecasts, over what an earlier pass has written. */
async function fitPanel(panel: Panel, { blocks, guarding }: Pass, options: TrainOptions): Promise<Fitted> {
  const { header, known, parameters, maxBeyondObserved, folder } = panel;
  const { forecast, maxFailedSeriesShare } = parameters;
  const forecastsFolder = join(folder, 'forecasts');
  const setup = { header, forecast, panel: known.panel, incumbent: guarding, maxBeyondObserved, forecastsFolder };
  const { onProgress = () => undefined, ...threads } = options;
  const writer = new ModelWriter();
  try {
    const work = { setup: { task: 'fit', setup }, inline: fitBlock(setup), ...threads } as const;
    const fitted = await collect(mapBlocks(withMemory(blocks, panel), work), writer, onProgress);
    requireTolerable(fitted.failed, fitted.series.length, maxFailedSeriesShare);
    const modelSha256 = writer.finish(join(folder, MODEL_FILE), encodeModelHeader(header));
    return { ...fitted, modelSha256 };
  } finally {
    writer.close();
  }
}

async function* begun(first: SeriesBlock, rest: AsyncGenerator<SeriesBlock>): AsyncGenerator<SeriesBlock> {
  yield first;
  yield* rest;
}

async function collect(
  parts: AsyncIterable<FittedPart>,
  writer: ModelWriter,
  onProgress: (series: number) => void,
): Promise<Omit<Fitted, 'modelSha256'>> {
  const series: FittedSeries[] = [];
  const digests: string[] = [];
  const failed: FailedSeries[] = [];
  const silent: SilentSeries[] = [];
  let notes = NO_NOTES;
  for await (const part of parts) {
    const uniqueIds = part.fitted.map(({ uniqueId }) => uniqueId);
    writer.add(part.shard, uniqueIds, part.lines);
    series.push(...part.fitted);
    failed.push(...part.failed);
    silent.push(...part.silent);
    if (part.sha256 !== undefined) digests.push(part.sha256);
    notes = addNotes(notes, part.notes);
    onProgress(series.length + failed.length);
  }
  return { series: byUniqueId(series), failed: byUniqueId(failed), silent: byUniqueId(silent), notes, digests };
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
    const lines = uniqueIds.map((uniqueId) => incumbent.line(uniqueId));
    const [points, looks] = [uniqueIds.map(known.pointFilesOf), uniqueIds.map(known.looksOf)];
    yield { index, shard, series, points, looks, incumbent: lines };
  }
}

interface Measured {
  readonly axis: TimeAxis;
  readonly nearPeriods: number;
  readonly testedPeriods: number;
  readonly calendar: readonly HolidayDates[] | undefined;
}

async function headerOf(
  { frequency, seed, training, forecast }: FitParameters,
  { recipe, yardstick, chosen, bounds, share }: FitPlan & Pick<RecipeHeader, 'chosen'>,
  { axis, nearPeriods, testedPeriods, calendar }: Measured,
): Promise<RecipeHeader> {
  // The artifact carries the dates of the holidays, so that every forecast sees the same ones.
  const known = { training, forecast, calendar };
  const candidates = await Promise.all(recipe.candidates.map((one) => resolveHolidays(one, known)));
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
