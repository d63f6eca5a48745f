import type * as z from 'zod';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { DateRange } from '../../../core/contracts/date-range.ts';
import { ERROR_NAMES, PlatformError } from '../../../core/contracts/errors.ts';
import type { ModelVersion } from '../../../core/contracts/model-version.ts';
import type { ComparisonReport } from '../../../core/contracts/promotion.ts';
import type { judgeStep } from '../../../core/contracts/steps/promote.ts';
import { limitActuals } from '../../../core/backtest/actuals.ts';
import type { Ports } from '../../../core/ports.ts';
import { type Comparison, pairSeries } from '../../../core/gates/comparison.ts';
import { datedForecasts } from '../../../core/promote/dated-forecasts.ts';
import { planComparison, type TwinJob } from '../../../core/promote/plan-comparison.ts';
import { periodRange } from '../../../core/series/period-range.ts';
import { recipeName } from '../../../core/train/recipe.ts';
import { readFitSummary } from '../../../lake/finished-training.ts';
import { recordedForecasts } from '../../../lake/forecasts.ts';
import { gatherActuals } from '../../../lake/gather-actuals.ts';
import { ownPhases } from '../../../lake/own-phases.ts';
import { openSilverTable, type SilverTable } from '../../../lake/silver-table.ts';

type PlannedComparison = NonNullable<z.infer<typeof judgeStep.input>['comparison']>;

export interface ComparisonRequest extends Pick<PlannedComparison, 'holdout' | 'twins'> {
  readonly dataset: Dataset;
  readonly challenger: ModelVersion;
  readonly production: ModelVersion | undefined;
}

type Side = Omit<ComparisonReport['challenger'], 'rmse' | 'bias' | 'coverage'>;

export interface GatheredComparison {
  readonly comparison: Comparison;
  /** How series date their periods that do it another way than the data set. */
  readonly phases: ReadonlyMap<string, number>;
  readonly challenger: Side;
  readonly production: Side;
}

/** Both twins' forecasts of the holdout, beside what came true. Nobody who forecasts here has seen a row of it. */
export async function gatherComparison(
  { dataset, challenger, production, holdout, twins }: ComparisonRequest,
  { stores }: Pick<Ports, 'stores'>,
): Promise<GatheredComparison> {
  const silver = await openSilverTable(stores, dataset, challenger.training.tableVersion);
  const { axis } = silver;
  const { yardstick } = challenger.selection;
  const planned = planComparison(dataset, { axis, challenger, ...(production === undefined ? {} : { production }) });
  const [ours, theirs] = planned.twins;
  // Both, before a row of either is read.
  const summaries = await Promise.all(planned.twins.map(({ fit }) => readFitSummary(stores, twinNamed(twins, fit))));
  const forecastsOf = async ({ fit, version }: TwinJob) =>
    datedForecasts(axis, recordedForecasts(stores, twinNamed(twins, fit).artifactUri, version.schema));
  const forecasts = {
    challenger: await forecastsOf(ours),
    production: theirs === undefined ? undefined : await forecastsOf(theirs),
  };
  const actuals = await holdoutActuals(silver, { dataset, holdout, training: ours.training, yardstick });
  const paired = pairSeries({ actuals, ...forecasts }, dataset.segmentSeparator);
  // One without a row in the challenger's window has ended, and is no loss.
  const lost = [...(forecasts.production?.keys() ?? [])].filter(
    (id) => actuals.has(id) && !forecasts.challenger.has(id),
  );
  const [{ crossValidation }] = summaries;
  const { level, seed } = dataset;
  return {
    phases: await ownPhases(silver),
    comparison: {
      ...paired,
      missing: challenger.missing,
      lost: lost.sort(),
      crossValidatedRmse: crossValidation.rmse,
      level,
      yardstick: yardstick.name,
      seed,
    },
    challenger: sideOf(ours),
    production: theirs === undefined ? naiveSide(challenger) : sideOf(theirs),
  };
}

/** What stands against the first version. */
export function naiveSide({ selection: { yardstick } }: ModelVersion): Side {
  return { version: null, recipe: yardstick.name, scoredAs: 'naive', trainedOn: null };
}

function sideOf({ version, training }: TwinJob): Side {
  return { version: version.version, recipe: recipeName(version), scoredAs: 'twin', trainedOn: training };
}

interface Holdout extends Pick<ComparisonRequest, 'dataset' | 'holdout'> {
  readonly training: DateRange;
  readonly yardstick: ModelVersion['selection']['yardstick'];
}

/** The naive, too, learns from what lies before the holdout only. */
async function holdoutActuals(silver: SilverTable, { dataset, holdout, training, yardstick }: Holdout) {
  const range = { start: training.start, end: holdout.end };
  const actuals = await gatherActuals(silver, dataset, { training, range, yardstick });
  const periods = periodRange(silver.axis, holdout);
  return new Map([...actuals].map(([uniqueId, known]) => [uniqueId, limitActuals(known, periods)]));
}

function twinNamed(twins: ComparisonRequest['twins'], name: string): ComparisonRequest['twins'][number] {
  const twin = twins.find(({ fit }) => fit === name);
  if (twin !== undefined) return twin;
  throw new PlatformError(ERROR_NAMES.stepInputInvalid, {
    problem: 'a twin of the comparison was not fitted',
    got: twins.map(({ fit }) => fit).join(', '),
    allowed: name,
  });
}
