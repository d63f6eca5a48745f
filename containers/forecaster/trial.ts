import { join } from 'node:path';
import { poolErrors, type SeriesErrors } from '../../core/backtest/error-sums.ts';
import { poolFolds } from '../../core/backtest/pool-folds.ts';
import { POINTS_FOLDER } from '../../core/contracts/keys.ts';
import type { TimeAxis } from '../../core/series/time-axis.ts';
import { resolveHolidays } from '../../core/train/resolve-holidays.ts';
import type { TrialParameters } from '../../core/train/training-parameters.ts';
import { type FailedSeries, summarizedFailures, type TrialSummary } from '../../core/train/training-summary.ts';
import { trainingDirectories } from './directories.ts';
import { readHolidays } from './features.ts';
import { mapBlocks } from './map-blocks.ts';
import { byUniqueId, noObservations, writeReport } from './parts.ts';
import { pointsDigest } from './points.ts';
import { seriesBlocks } from './series-blocks.ts';
import type { TrainOptions } from './train-options.ts';
import { trialBlock } from './trial-block.ts';

/** Cross-validates one candidate: its points, block by block, and its summary. */
export async function crossValidateAll(
  root: string,
  asked: TrialParameters,
  { onProgress = () => undefined, ...threads }: TrainOptions,
): Promise<TrialSummary> {
  const { series, model } = trainingDirectories(root);
  const calendar = await readHolidays(series, asked.frequency);
  const parameters = { ...asked, candidate: await resolveHolidays(asked.candidate, { ...asked, calendar }) };
  const setup = { parameters, pointsFolder: join(model, POINTS_FOLDER) };
  const blocks = seriesBlocks(series, asked);
  const work = { setup: { task: 'cross-validate', setup }, inline: trialBlock(setup), ...threads } as const;
  const tried: { readonly uniqueId: string; readonly errors: SeriesErrors }[] = [];
  const failed: FailedSeries[] = [];
  const digests: string[] = [];
  let axis: TimeAxis | undefined;
  for await (const part of mapBlocks(blocks, work)) {
    axis = part.axis;
    tried.push(...part.uniqueIds.map((uniqueId, index) => ({ uniqueId, errors: part.errors[index] })));
    failed.push(...part.failed);
    if (part.sha256 !== undefined) digests.push(part.sha256);
    onProgress(tried.length + failed.length);
  }
  if (axis === undefined) throw noObservations(asked.training);
  const errors = byUniqueId(tried).map((one) => one.errors);
  const summary: TrialSummary = {
    candidate: asked.candidate,
    crossValidation: poolErrors(errors),
    folds: [...poolFolds(errors, axis)],
    seriesTried: tried.length + failed.length,
    ...summarizedFailures(byUniqueId(failed)),
    pointsSha256: pointsDigest(digests),
  };
  writeReport(model, summary, byUniqueId(failed));
  return summary;
}
