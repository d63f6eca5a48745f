import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { DateRange } from '../../../core/contracts/date-range.ts';
import type { ModelVersion } from '../../../core/contracts/model-version.ts';
import type { EvaluationWindow } from '../../../core/contracts/monitoring.ts';
import { type Actuals, limitActuals } from '../../../core/backtest/actuals.ts';
import { addErrors, NO_ERRORS } from '../../../core/evaluate/realised-errors.ts';
import { Scorecard } from '../../../core/evaluate/scorecard.ts';
import { type Publications, stretchesInForce } from '../../../core/forecast/publications.ts';
import { evaluationWindow } from '../../../core/monitor/evaluation-window.ts';
import type { Ports } from '../../../core/ports.ts';
import { formatPeriodRange, type PeriodRange } from '../../../core/series/period-range.ts';
import { parsePeriod } from '../../../core/series/time-axis.ts';
import { gatherActuals } from '../../../lake/gather-actuals.ts';
import type { SilverTable } from '../../../lake/silver-table.ts';
import { observeDrift } from './observe-drift.ts';
import { promisedRmse } from './promised.ts';
import { keepObservations } from './keep-observations.ts';
import { scoreInForce } from './score-in-force.ts';

export interface Observation {
  readonly dataset: Dataset;
  readonly silver: SilverTable;
  readonly runId: string;
  /** The last period that may be looked at. */
  readonly asOf: string;
  /** The slice of silver that may be read: its training length, up to asOf. */
  readonly range: DateRange;
  readonly publications: Publications;
  /** The looks before. */
  readonly windows: readonly EvaluationWindow[];
}

type ObservingPorts = Pick<Ports, 'stores' | 'registry' | 'production' | 'forecaster' | 'clock'>;

/** What came true since the last look, against the forecasts in force, the former version's, and the data of training. */
export async function observe(observation: Observation, ports: ObservingPorts): Promise<EvaluationWindow> {
  const { dataset, silver, asOf, windows, publications } = observation;
  const { axis } = silver;
  const version = publications[publications.length - 1].modelVersion;
  const model = await ports.registry.describe(dataset.name, version);
  const known = await gatherActuals(silver, dataset, { training: model.training.window, range: observation.range });

  const recent = recentPeriods(observation, model, windows);
  const actuals = new Map([...known].map(([id, one]) => [id, limitActuals(one, recent)]));
  // What another version had in force before is not held against this one.
  const stretches = stretchesInForce(publications, axis, recent).filter(
    ({ publication }) => publication.modelVersion === version,
  );
  const errors = await scoreInForce({ dataset: dataset.name, axis, actuals, stretches }, ports.stores);
  const covered = spanOf(stretches.map(({ periods }) => periods));
  const shadow = await scoreShadow({ model, actuals, recent: covered, silver }, ports);
  const drift = await observeDrift({ dataset, silver, training: model.training.window, recent });
  await keepObservations({ ...observation, version, errors, drift }, ports);
  return evaluationWindow({
    asOf,
    range: formatPeriodRange(axis, recent),
    version,
    errors: [...errors.values()].reduce(addErrors, NO_ERRORS),
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

/** From the first period of all to the last; of none, a range without a period. */
function spanOf(ranges: readonly PeriodRange[]): PeriodRange {
  return {
    first: Math.min(...ranges.map(({ first }) => first)),
    last: Math.max(...ranges.map(({ last }) => last)),
  };
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
