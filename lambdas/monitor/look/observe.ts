import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { DateRange } from '../../../core/contracts/date-range.ts';
import type { ModelVersion } from '../../../core/contracts/model-version.ts';
import type { EvaluationWindow, MonitorState } from '../../../core/contracts/monitoring.ts';
import type { Transition } from '../../../core/contracts/promotion.ts';
import { addErrors, NO_ERRORS } from '../../../core/evaluate/realised-errors.ts';
import { type Publications, type Stretch, stretchesInForce } from '../../../core/forecast/publications.ts';
import type { PanelDrift } from '../../../core/monitor/drift.ts';
import { evaluationWindow } from '../../../core/monitor/evaluation-window.ts';
import type { LookErrors } from '../../../core/monitor/look-errors.ts';
import { entryOfRecipe, recipeSince } from '../../../core/monitor/recipe-since.ts';
import { shadowsAt } from '../../../core/monitor/shadows.ts';
import type { Ports } from '../../../core/ports.ts';
import { formatPeriodRange, type PeriodRange } from '../../../core/series/period-range.ts';
import { parsePeriod } from '../../../core/series/time-axis.ts';
import type { SilverTable } from '../../../lake/silver-table.ts';
import { keepObservations } from './keep-observations.ts';
import { observeDrift } from './observe-drift.ts';
import { promisedRmse } from './promised.ts';
import { scoreInForce } from './score-in-force.ts';
import { scoreShadow } from './score-shadow.ts';

export interface Observation {
  readonly dataset: Dataset;
  readonly silver: SilverTable;
  readonly runId: string;
  /** The last period that may be looked at. */
  readonly asOf: string;
  /** The slice of silver that may be read: its training length, up to asOf. */
  readonly range: DateRange;
  readonly publications: Publications;
  /** Of the looks before. */
  readonly state: MonitorState;
  /** Every move of Production. */
  readonly moves: readonly Transition[];
}

export interface Observed {
  readonly window: EvaluationWindow;
  /** The version whose forecasts are in force now. */
  readonly model: ModelVersion;
  /** Of everything that the forecasts in force were made of. */
  readonly parts: LookErrors;
}

type ObservingPorts = Pick<Ports, 'stores' | 'registry' | 'forecaster' | 'clock'>;

/** What came true since the last look, against the forecasts in force, those that nobody got, and the data of training. */
export async function observe(observation: Observation, ports: ObservingPorts): Promise<Observed> {
  const { dataset, silver, asOf, publications, moves, state } = observation;
  const { axis } = silver;
  const version = publications[publications.length - 1].modelVersion;
  const model = await ports.registry.describe(dataset.name, version);
  const since = recipeSince(moves, version);
  const recent = recentPeriods(observation, since);
  // What another recipe had in force before is not held against this one.
  const stretches = stretchesInForce(publications, axis, recent).filter(isOfRecipe(since, moves));
  const candidates = model.recipe.candidates.length;
  const { errors, parts, rows } = await scoreInForce({ ...observation, stretches, candidates }, ports);
  const { refused, former } = shadowsAt(state, { asOf, recipeSince: since });
  const question = { dataset: dataset.name, axis, rows };
  const drift = await observeDrift({ dataset, silver, training: model.training.window, recent });
  await keepObservations({ ...observation, version, errors, drift }, ports);
  const window = evaluationWindow({
    asOf,
    range: formatPeriodRange(axis, recent),
    version,
    recipeSince: since,
    yardstick: model.selection.yardstick.name,
    errors: [...errors.values()].reduce(addErrors, NO_ERRORS),
    promisedRmse: await promisedRmse(entryOfRecipe(moves, version), ports),
    refused: await scoreShadow(refused, question, ports),
    former: await scoreShadow(former, question, ports),
    drift: summaryOf(drift),
  });
  return { window, model, parts };
}

function isOfRecipe(since: number, moves: readonly Transition[]) {
  return ({ publication }: Pick<Stretch, 'publication'>) => recipeSince(moves, publication.modelVersion) === since;
}

function summaryOf({ pooled, worstSeries }: PanelDrift): EvaluationWindow['drift'] {
  return { stabilityIndex: pooled.stabilityIndex, missingShare: pooled.missingShare, worstSeries };
}

/** From the period after the last look; at first, from the recipe's first published one. */
function recentPeriods({ silver, asOf, state, publications, moves }: Observation, since: number): PeriodRange {
  const { axis } = silver;
  const last = parsePeriod(axis, asOf);
  const looked = state.windows.findLast((window) => window.asOf !== asOf);
  if (looked !== undefined) return { first: parsePeriod(axis, looked.range.end) + 1, last };
  const ofRecipe = publications.filter((publication) => isOfRecipe(since, moves)({ publication }));
  return { first: Math.min(...ofRecipe.map(({ range }) => parsePeriod(axis, range.start))), last };
}
