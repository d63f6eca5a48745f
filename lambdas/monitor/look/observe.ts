import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { ModelVersion } from '../../../core/contracts/model-version.ts';
import type { EvaluationWindow, MonitorState } from '../../../core/contracts/monitoring.ts';
import type { Transition } from '../../../core/contracts/promotion.ts';
import { addErrors, NO_ERRORS } from '../../../core/evaluate/realised-errors.ts';
import { type Publications, stretchesInForce } from '../../../core/forecast/publications.ts';
import type { PanelDrift } from '../../../core/monitor/drift.ts';
import { evaluationWindow } from '../../../core/monitor/evaluation-window.ts';
import type { LookErrors } from '../../../core/monitor/look-errors.ts';
import { entryOfRecipe, recipeSince } from '../../../core/monitor/recipe-since.ts';
import { shadowsAt } from '../../../core/monitor/shadows.ts';
import type { Ports } from '../../../core/ports.ts';
import { formatPeriodRange, type PeriodRange } from '../../../core/series/period-range.ts';
import { parsePeriod, type TimeAxis } from '../../../core/series/time-axis.ts';
import { gatherCameTrue } from '../../../lake/gather-actuals.ts';
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
  const { dataset, silver, asOf, moves, state } = observation;
  const { axis } = silver;
  const { since, recent, stretches, version } = lookedAt(observation);
  const model = await ports.registry.describe(dataset.name, version);
  const candidates = model.recipe.candidates.length;
  const cameTrue = await gatherCameTrue(silver, recent);
  const inForce = { dataset, axis, cameTrue, stretches, candidates };
  const { errors, parts, rows, learned } = await scoreInForce(inForce, ports);
  const { refused, former } = shadowsAt(state, { asOf, recipeSince: since });
  const question = { dataset: dataset.name, axis, rows };
  const drift = await observeDrift({ dataset, silver, model, recent, cameTrue, learned });
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

/** What another recipe had in force before is not held against the newest one; the versions of one recipe are looked at together. */
function lookedAt({ silver, asOf, state, publications, moves }: Observation) {
  const newest = publications[publications.length - 1].modelVersion;
  const since = recipeSince(moves, newest);
  const ofRecipe = publications.filter(({ modelVersion }) => recipeSince(moves, modelVersion) === since);
  const recent = recentPeriods(ofRecipe, state.windows, { axis: silver.axis, asOf });
  const stretches = stretchesInForce(publications, silver.axis, recent).filter(({ publication }) =>
    ofRecipe.includes(publication),
  );
  // One that was published meanwhile begins after the look: it has nothing to do with what is looked at.
  return { since, recent, stretches, version: stretches.at(-1)?.publication.modelVersion ?? newest };
}

/** From the period after the last look; at first, from the recipe's first published one. */
function recentPeriods(
  published: Publications,
  windows: readonly EvaluationWindow[],
  { axis, asOf }: { readonly axis: TimeAxis; readonly asOf: string },
): PeriodRange {
  const last = parsePeriod(axis, asOf);
  const looked = windows.findLast((window) => window.asOf !== asOf);
  if (looked !== undefined) return { first: parsePeriod(axis, looked.range.end) + 1, last };
  return { first: Math.min(...published.map(({ range }) => parsePeriod(axis, range.start))), last };
}

function summaryOf({ pooled, worstSeries }: PanelDrift): EvaluationWindow['drift'] {
  return { stabilityIndex: pooled.stabilityIndex, missingShare: pooled.missingShare, worstSeries };
}
