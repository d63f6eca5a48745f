import { join } from 'node:path';
import { type Cutoff, panelCutoffs, rollingOriginOf } from '../../core/backtest/cutoffs.ts';
import { poolErrors, type SeriesErrors } from '../../core/backtest/error-sums.ts';
import { poolFolds } from '../../core/backtest/pool-folds.ts';
import { POINTS_FOLDER } from '../../core/contracts/keys.ts';
import { formatPeriod, type TimeAxis } from '../../core/series/time-axis.ts';
import { resolveHolidays } from '../../core/train/resolve-holidays.ts';
import { addBehind, addRows, NO_ROWS, type RowsBehind } from '../../core/train/series-validator.ts';
import type { TrialParameters } from '../../core/train/training-parameters.ts';
import { type FailedSeries, summarizedFailures, type TrialSummary } from '../../core/train/training-summary.ts';
import { trainingDirectories } from './directories.ts';
import { readHolidays } from './features.ts';
import { mapBlocks } from './map-blocks.ts';
import { byUniqueId, noObservations, writeReport } from './parts.ts';
import { digestOfDigests } from './points.ts';
import { panelCalendar, seriesBlocks } from './series-blocks.ts';
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
  const { axis, observed } = await panelCalendar(series, asked);
  if (observed.length === 0) throw noObservations(asked.training);
  const cutoffs = panelCutoffs(observed, rollingOriginOf(axis, asked.crossValidation));
  const setup = { parameters, cutoffs, pointsFolder: join(model, POINTS_FOLDER) };
  const blocks = seriesBlocks(series, asked);
  const work = { setup: { task: 'cross-validate', setup }, inline: trialBlock(setup), ...threads } as const;
  const tried: { readonly uniqueId: string; readonly errors: SeriesErrors }[] = [];
  const failed: FailedSeries[] = [];
  const digests: string[] = [];
  const behind: (readonly RowsBehind[])[] = [];
  for await (const part of mapBlocks(blocks, work)) {
    tried.push(...part.uniqueIds.map((uniqueId, index) => ({ uniqueId, errors: part.errors[index] })));
    failed.push(...part.failed);
    if (part.sha256 !== undefined) digests.push(part.sha256);
    behind.push(part.behind);
    onProgress(tried.length + failed.length);
  }
  const errors = byUniqueId(tried).map((one) => one.errors);
  const seriesTried = tried.length + failed.length;
  const summary: TrialSummary = {
    candidate: asked.candidate,
    ...measured(errors, { axis, cutoffs, behind: addBehind(cutoffs.length, behind), seriesTried }),
    seriesTried,
    ...summarizedFailures(byUniqueId(failed)),
    pointsSha256: digestOfDigests(digests),
  };
  writeReport(model, summary, byUniqueId(failed));
  return summary;
}

interface Panel {
  readonly axis: TimeAxis;
  readonly cutoffs: readonly Cutoff[];
  /** By cutoff. */
  readonly behind: readonly RowsBehind[];
  readonly seriesTried: number;
}

/** The errors, and beside them of how much of the panel they are. */
function measured(errors: readonly SeriesErrors[], { axis, cutoffs, behind, seriesTried }: Panel) {
  const all = new Map<string, RowsBehind>();
  cutoffs.forEach(({ last }, at) => {
    const place = formatPeriod(axis, last);
    // Before a gap, two cutoffs may fall on one observation.
    all.set(place, addRows(all.get(place) ?? NO_ROWS, behind[at]));
  });
  const pointsInAll = behind.reduce((sum, { rows }) => sum + rows, 0);
  return {
    crossValidation: { ...poolErrors(errors), seriesInAll: seriesTried, pointsInAll },
    folds: poolFolds(errors, axis).map((fold) => {
      const { series, rows } = all.get(fold.cutoff)!;
      return { ...fold, seriesInAll: series, pointsInAll: rows };
    }),
  };
}
