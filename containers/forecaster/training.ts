import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SeriesErrors } from '../../core/backtest/cross-validate.ts';
import { poolErrors } from '../../core/backtest/cross-validate.ts';
import { poolFolds } from '../../core/backtest/pool-folds.ts';
import type { DateRange } from '../../core/contracts/date-range.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { familyOf } from '../../core/models/families.ts';
import type { TimeAxis } from '../../core/series/time-axis.ts';
import { requireTolerable } from '../../core/train/failed-share.ts';
import { encodeModelHeader, MODEL_FILE } from '../../core/models/model-file.ts';
import { resolveHolidays } from '../../core/train/resolve-holidays.ts';
import type { TrainingParameters } from '../../core/train/training-parameters.ts';
import { decodeTrainingParameters } from '../../core/train/training-parameters.ts';
import type { FailedSeries, TrainingSummary } from '../../core/train/training-summary.ts';
import { FAILED_SERIES_FILE, SUMMARY_FILE, summarizeTraining } from '../../core/train/training-summary.ts';
import { trainingDirectories } from './directories.ts';
import type { Threads } from './map-blocks.ts';
import { mapBlocks } from './map-blocks.ts';
import { ModelWriter } from './model-writer.ts';
import { seriesBlocks } from './series-blocks.ts';
import type { TrainedPart } from './train-block.ts';
import { trainBlock } from './train-block.ts';

/**
 * Trains one candidate on every series of the channel, in a directory laid out as SageMaker's /opt/ml. Leaves in model/ the
 * model, its summary and the recorded forecasts; nothing when it fails.
 *
 * @throws HyperparameterInvalid, ModelOptionInvalid, NoObservations, TooManyFailedSeries
 */
export async function train(root: string, options: TrainOptions = {}): Promise<TrainingSummary> {
  const { hyperparameters, series, model } = trainingDirectories(root);
  const asked = decodeTrainingParameters(JSON.parse(await readFile(hyperparameters, 'utf8')));
  const parameters = { ...asked, candidate: await resolveHolidays(asked.candidate, asked) };
  const setup = { parameters, forecastsFolder: join(model, 'forecasts') };
  const blocks = seriesBlocks(series, parameters.frequency, parameters.training);
  const { onProgress = () => undefined, ...threads } = options;
  const parts = mapBlocks(blocks, { setup: { task: 'train', setup }, inline: trainBlock(setup), ...threads });
  const writer = await ModelWriter.open();
  try {
    return await writeModel(model, { parameters, parts, writer, onProgress });
  } catch (error) {
    // A retry in the same directory, or a person who looks into it, must not find half a model.
    await empty(model);
    throw error;
  } finally {
    await writer.close();
  }
}

/** The folder itself stays: in a container it is a mount. */
async function empty(folder: string): Promise<void> {
  const names = await readdir(folder);
  await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true })));
}

export interface TrainOptions extends Threads {
  /** Told after every block how many series are done, the failed ones too. */
  readonly onProgress?: (series: number) => void;
}

interface Work {
  readonly onProgress: NonNullable<TrainOptions['onProgress']>;
  readonly parameters: TrainingParameters;
  readonly parts: AsyncIterable<TrainedPart>;
  readonly writer: ModelWriter;
}

async function writeModel(folder: string, { parameters, parts, writer, onProgress }: Work): Promise<TrainingSummary> {
  const errors: SeriesErrors[] = [];
  const failed: FailedSeries[] = [];
  let axis: TimeAxis | undefined;
  for await (const part of parts) {
    axis = part.axis;
    errors.push(...part.errors);
    failed.push(...part.failed);
    await writer.add(part.shard, part.uniqueIds, part.lines);
    onProgress(errors.length + failed.length);
  }
  if (axis === undefined) throw noObservations(parameters.training);
  requireTolerable(failed, errors.length, parameters.maxFailedSeriesShare);
  const { candidate } = parameters;
  await writer.finish(join(folder, MODEL_FILE), headerOf(parameters, axis));
  const measured = { candidate, crossValidation: poolErrors(errors), folds: [...poolFolds(errors, axis)] };
  const summary = summarizeTraining(measured, errors.length, failed);
  await writeFile(join(folder, SUMMARY_FILE), `${JSON.stringify(summary, null, 2)}\n`);
  if (failed.length > 0) await writeFile(join(folder, FAILED_SERIES_FILE), failed.map(asLine).join(''));
  return summary;
}

function headerOf(parameters: TrainingParameters, { frequency, phase }: TimeAxis): string {
  const { candidate, seasonLength, seed, level, training } = parameters;
  const { stateVersion } = familyOf(candidate.family);
  return encodeModelHeader({ candidate, stateVersion, frequency, phase, seasonLength, seed, level, training });
}

function noObservations({ start, end }: DateRange): PlatformError {
  return new PlatformError(ERROR_NAMES.noObservations, {
    problem: 'the series channel holds no observation in the training window',
    got: `${start}..${end}`,
    hint: 'compare the window with the first and last date of the silver table',
  });
}

function asLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
