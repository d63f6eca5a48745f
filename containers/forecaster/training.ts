import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SeriesErrors } from '../../core/backtest/cross-validate.ts';
import { poolErrors } from '../../core/backtest/cross-validate.ts';
import { familyOf } from '../../core/models/families.ts';
import type { TimeAxis } from '../../core/series/time-axis.ts';
import { requireTolerable } from '../../core/train/failed-share.ts';
import { encodeModelHeader, MODEL_FILE } from '../../core/train/model-file.ts';
import type { TrainingParameters } from '../../core/train/training-parameters.ts';
import { decodeTrainingParameters } from '../../core/train/training-parameters.ts';
import type { FailedSeries } from '../../core/train/training-summary.ts';
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
export async function train(root: string, threads: Threads = {}): Promise<void> {
  const { hyperparameters, series, model } = trainingDirectories(root);
  const parameters = decodeTrainingParameters(JSON.parse(await readFile(hyperparameters, 'utf8')));
  const setup = { parameters, forecastsFolder: join(model, 'forecasts') };
  const blocks = seriesBlocks(series, parameters.frequency, parameters.training);
  const parts = mapBlocks(blocks, { setup: { task: 'train', setup }, inline: trainBlock(setup), ...threads });
  const writer = await ModelWriter.open();
  try {
    await writeModel(model, { parameters, parts, writer });
  } catch (error) {
    // A retry in the same directory, or a person who looks into it, must not find half a model.
    await rm(model, { recursive: true, force: true });
    await mkdir(model);
    throw error;
  } finally {
    await writer.close();
  }
}

interface Work {
  readonly parameters: TrainingParameters;
  readonly parts: AsyncIterable<TrainedPart>;
  readonly writer: ModelWriter;
}

async function writeModel(folder: string, { parameters, parts, writer }: Work): Promise<void> {
  const errors: SeriesErrors[] = [];
  const failed: FailedSeries[] = [];
  let axis: TimeAxis | undefined;
  for await (const part of parts) {
    axis = part.axis;
    errors.push(...part.errors);
    failed.push(...part.failed);
    await writer.add(part.shard, part.uniqueIds, part.lines);
  }
  if (axis === undefined) return;
  requireTolerable(failed, errors.length, parameters.maxFailedSeriesShare);
  const { candidate } = parameters;
  await writer.finish(join(folder, MODEL_FILE), headerOf(parameters, axis));
  const summary = summarizeTraining({ candidate, crossValidation: poolErrors(errors) }, errors.length, failed);
  await writeFile(join(folder, SUMMARY_FILE), `${JSON.stringify(summary, null, 2)}\n`);
  if (failed.length > 0) await writeFile(join(folder, FAILED_SERIES_FILE), failed.map(asLine).join(''));
  process.stdout.write(`${candidate.name}: ${errors.length} series trained, ${failed.length} failed\n`);
}

function headerOf(parameters: TrainingParameters, { frequency, phase }: TimeAxis): string {
  const { candidate, seasonLength, seed, level, training } = parameters;
  const { stateVersion } = familyOf(candidate.family);
  return encodeModelHeader({ candidate, stateVersion, frequency, phase, seasonLength, seed, level, training });
}

function asLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
