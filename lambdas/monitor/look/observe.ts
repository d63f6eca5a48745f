import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { DateRange } from '../../../core/contracts/date-range.ts';
import type { ModelVersion } from '../../../core/contracts/model-version.ts';
import type { EvaluationWindow } from '../../../core/contracts/monitoring.ts';
import { type Actuals, limitActuals } from '../../../core/backtest/actuals.ts';
import { Scorecard } from '../../../core/evaluate/scorecard.ts';
import { evaluationWindow } from '../../../core/monitor/evaluation-window.ts';
import type { Ports } from '../../../core/ports.ts';
import { formatPeriodRange, type PeriodRange } from '../../../core/series/period-range.ts';
import { parsePeriod } from '../../../core/series/time-axis.ts';
import { gatherActuals } from '../../../lake/gather-actuals.ts';
import { publishedForecasts, publishedVersion } from '../../../lake/forecasts.ts';
import { latestRun } from '../../../lake/latest-run.ts';
import type { SilverTable } from '../../../lake/silver-table.ts';
import { observeDrift } from './observe-drift.ts';
import { promisedRmse } from './promised.ts';
import { keepObservations } from './keep-observations.ts';

export interface Observation {
  readonly dataset: Dataset;
  readonly silver: SilverTable;
  readonly runId: string;
  /** The last period that may be looked at. */
  readonly asOf: string;
  /** The slice of silver that may be read: its training length, up to asOf. */
  readonly range: DateRange;
  /** The looks before. */
  readonly windows: readonly EvaluationWindow[];
}

type ObservingPorts = Pick<Ports, 'stores' | 'registry' | 'production' | 'forecaster' | 'clock'>;

/** What came true since the last look, against the forecasts in force, the former version's, and the data of training. */
export async function observe(observation: Observation, ports: ObservingPorts): Promise<EvaluationWindow> {
  const { dataset, silver, asOf, windows } = observation;
  const forecastRunId = await latestRun(ports.stores.artifacts, dataset.name);
  const version = await publishedVersion(ports.stores, dataset.name, forecastRunId);
  const model = await ports.registry.describe(dataset.name, version);
  const known = await gatherActuals(silver, dataset, { training: model.training.window, range: observation.range });

  const recent = recentPeriods(observation, model, windows);
  const actuals = new Map([...known].map(([id, one]) => [id, limitActuals(one, recent)]));
  const live = new Scorecard(silver.axis, actuals);
  for await (const batch of publishedForecasts(ports.stores, dataset.name, forecastRunId)) live.add(batch);
  // The forecasts in force may begin after the last look: where Production stayed as it was, but forecast anew.
  const covered = overlap(recent, live.range);
  const shadow = await scoreShadow({ model, actuals, recent: covered, silver }, ports);
  const drift = await observeDrift({ dataset, silver, training: model.training.window, recent });
  await keepObservations({ ...observation, version, live, drift }, ports);
  return evaluationWindow({
    asOf,
    range: formatPeriodRange(silver.axis, recent),
    version,
    errors: live.pooled(),
    promisedRmse: await promisedRmse(dataset.name, version, ports),
    shadow: shadow && { version: shadow.version, errors: shadow.card.pooled() },
    drift: summaryOf(drift),
  });
}

function summaryOf({ pooled, worstSeries }: Awaited<ReturnType<typeof observeDrift>>): EvaluationWindow['drift'] {
  return { stabilityIndex: pooled.stabilityIndex, missingShare: pooled.missingShare, worstSeries };
}

/** From the period after the last look; at first, from the one after training. */
function recentPeriods(
  { silver, asOf }: Observation,
  { forecast }: ModelVersion,
  windows: readonly EvaluationWindow[],
): PeriodRange {
  const looked = windows.findLast((window) => window.asOf !== asOf);
  const learned = parsePeriod(silver.axis, forecast.start);
  const next = looked === undefined ? learned : parsePeriod(silver.axis, looked.range.end) + 1;
  return { first: Math.max(next, learned), last: parsePeriod(silver.axis, asOf) };
}

function overlap(a: PeriodRange, b: PeriodRange): PeriodRange {
  return { first: Math.max(a.first, b.first), last: Math.min(a.last, b.last) };
}

interface ShadowQuestion {
  readonly model: ModelVersion;
  readonly actuals: ReadonlyMap<string, Actuals>;
  /** The periods that the forecasts in force cover: only errors on the same rows can be compared. */
  readonly recent: PeriodRange;
  readonly silver: SilverTable;
}

/** The forecasts of the version that was in Production before: a fixed model gives the same ones whenever it is asked. */
async function scoreShadow({ model, actuals, recent, silver }: ShadowQuestion, ports: ObservingPorts) {
  const pointer = await ports.production.read(model.dataset);
  const former = pointer?.to === model.version ? pointer.from : null;
  if (former === null || former === model.version || recent.last < recent.first) return null;
  const version = await ports.registry.describe(model.dataset, former);
  const card = new Scorecard(silver.axis, actuals);
  const range = formatPeriodRange(silver.axis, recent);
  for await (const batch of ports.forecaster.forecast(version, range, ports.stores)) card.add(batch);
  return { version: former, card };
}
