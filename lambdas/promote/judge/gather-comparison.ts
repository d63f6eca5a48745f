import type * as z from 'zod';
import { readJson } from '../../../lake/json-object.ts';
import { locate } from '../../../lake/object-uri.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { ERROR_NAMES, PlatformError } from '../../../core/contracts/errors.ts';
import type { ModelVersion } from '../../../core/contracts/model-version.ts';
import type { ComparisonReport } from '../../../core/contracts/promotion.ts';
import type { judgeStep } from '../../../core/contracts/steps/promote.ts';
import { limitActuals } from '../../../core/backtest/actuals.ts';
import type { Ports } from '../../../core/ports.ts';
import { type Comparison, pairSeries } from '../../../core/gates/comparison.ts';
import { datedForecasts } from '../../../core/promote/dated-forecasts.ts';
import { TWINS } from '../../../core/promote/plan-comparison.ts';
import { formatPeriodRange, periodRange } from '../../../core/series/period-range.ts';
import { SUMMARY_FILE, trainingSummarySchema } from '../../../core/train/training-summary.ts';
import { recordedForecasts } from '../../../lake/forecasts.ts';
import { gatherActuals } from '../../../lake/gather-actuals.ts';
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
  readonly challenger: Side;
  readonly production: Side;
}

/** Both sides' forecasts of the holdout, beside what came true. Nobody who forecasts here has seen a row of it. */
export async function gatherComparison(
  request: ComparisonRequest,
  ports: Pick<Ports, 'stores' | 'forecaster'>,
): Promise<GatheredComparison> {
  const { dataset, challenger, production, holdout, twins } = request;
  const { stores } = ports;
  const silver = await openSilverTable(stores, dataset, challenger.training.tableVersion);
  const { axis } = silver;
  const twinUri = uriOfTwin(twins, TWINS.challenger);
  const rival = production === undefined ? undefined : await rivalForecasts({ ...request, production }, silver, ports);
  const paired = pairSeries(
    {
      actuals: await holdoutActuals(request, silver),
      challenger: await datedForecasts(axis, recordedForecasts(stores, twinUri, dataset.frequency)),
      production: rival?.forecasts,
    },
    dataset.segmentSeparator,
  );
  const { store, key } = locate(stores, twinUri);
  const summary = await readJson(store, `${key}/${SUMMARY_FILE}`, trainingSummarySchema);
  const comparison = {
    ...paired,
    crossValidatedRmse: summary.crossValidation.rmse,
    level: dataset.level,
    seasonLength: dataset.seasonLength,
    seed: dataset.seed,
  };
  return {
    comparison,
    challenger: {
      version: challenger.version,
      candidate: challenger.chosen.candidate.name,
      scoredAs: 'twin',
      trainedOn: beforeHoldout(silver, challenger, holdout),
    },
    production: rival?.side ?? { version: null, candidate: 'seasonal-naive', scoredAs: 'naive', trainedOn: null },
  };
}

/** The naive, too, learns from what lies before the holdout only. */
async function holdoutActuals({ dataset, challenger, holdout }: ComparisonRequest, silver: SilverTable) {
  const training = beforeHoldout(silver, challenger, holdout);
  const actuals = await gatherActuals(silver, dataset, {
    training,
    range: { start: training.start, end: holdout.end },
  });
  const periods = periodRange(silver.axis, holdout);
  return new Map([...actuals].map(([uniqueId, known]) => [uniqueId, limitActuals(known, periods)]));
}

async function rivalForecasts(
  { dataset, production, holdout, twins }: ComparisonRequest & { readonly production: ModelVersion },
  silver: SilverTable,
  { stores, forecaster }: Pick<Ports, 'stores' | 'forecaster'>,
) {
  const twin = twins.find(({ candidate }) => candidate === TWINS.production);
  const batches =
    twin === undefined
      ? forecaster.forecast(production, holdout, stores)
      : recordedForecasts(stores, twin.artifactUri, dataset.frequency);
  const side: Side = {
    version: production.version,
    candidate: production.chosen.candidate.name,
    scoredAs: twin === undefined ? 'itself' : 'twin',
    trainedOn: twin === undefined ? production.training.window : beforeHoldout(silver, production, holdout),
  };
  return { side, forecasts: await datedForecasts(silver.axis, batches) };
}

function beforeHoldout({ axis }: SilverTable, { training }: ModelVersion, holdout: ComparisonRequest['holdout']) {
  const last = periodRange(axis, holdout).first - 1;
  return formatPeriodRange(axis, { first: Math.min(periodRange(axis, training.window).first, last), last });
}

function uriOfTwin(twins: ComparisonRequest['twins'], name: string): string {
  const twin = twins.find(({ candidate }) => candidate === name);
  if (twin !== undefined) return twin.artifactUri;
  throw new PlatformError(ERROR_NAMES.stepInputInvalid, {
    problem: 'the twin that stands for the challenger was not trained',
    got: twins.map(({ candidate }) => candidate).join(', '),
    allowed: name,
  });
}
