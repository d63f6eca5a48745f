import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { LearnedWindow } from '../../../core/contracts/explained-forecast.ts';
import { type Actuals, limitActuals } from '../../../core/backtest/actuals.ts';
import { addErrors, type ErrorSums, NO_ERRORS } from '../../../core/evaluate/realised-errors.ts';
import { Scorecard } from '../../../core/evaluate/scorecard.ts';
import type { Stretch } from '../../../core/forecast/publications.ts';
import { LookErrors } from '../../../core/monitor/look-errors.ts';
import type { Ports } from '../../../core/ports.ts';
import { formatPeriodRange, type PeriodRange } from '../../../core/series/period-range.ts';
import type { TimeAxis } from '../../../core/series/time-axis.ts';
import { publishedForecasts } from '../../../lake/forecasts.ts';

export interface InForceQuestion {
  readonly dataset: Dataset;
  readonly axis: TimeAxis;
  /** By series, in the periods of all stretches. */
  readonly cameTrue: ReadonlyMap<string, Actuals>;
  /** Of one recipe's forecasts. */
  readonly stretches: readonly Stretch[];
  /** How many the recipe has. */
  readonly candidates: number;
}

/** The rows on which something was in force: whatever else is scored is scored on these. */
export interface JoinedRows {
  readonly periods: PeriodRange;
  readonly actuals: ReadonlyMap<string, Actuals>;
}

export interface InForce {
  /** Of what was published, by series. */
  readonly errors: ReadonlyMap<string, ErrorSums>;
  /** Of everything that it was made of. */
  readonly parts: LookErrors;
  readonly rows: readonly JoinedRows[];
  /** By series, of the training window of the last version that was in force; empty where none was, or its model says nothing of it. */
  readonly learned: ReadonlyMap<string, LearnedWindow>;
}

type ScoringPorts = Pick<Ports, 'stores' | 'registry' | 'forecaster'>;

/** Each publication is scored where it was in force, by what its version could know: the yardsticks stand beside its forecasts. */
export async function scoreInForce(question: InForceQuestion, ports: ScoringPorts): Promise<InForce> {
  const { dataset, axis, stretches, candidates } = question;
  const errors = new Map<string, ErrorSums>();
  const parts = new LookErrors(candidates);
  const rows: JoinedRows[] = [];
  let learned = new Map<string, LearnedWindow>();
  for (const { publication, periods } of stretches) {
    const version = await ports.registry.describe(dataset.name, publication.modelVersion);
    const cameTrue = new Map([...question.cameTrue].map(([id, one]) => [id, limitActuals(one, periods)]));
    const card = new Scorecard(axis, cameTrue, version.recipe);
    for await (const batch of publishedForecasts(ports.stores, dataset.name, publication.runId)) card.add(batch);
    for (const [id, sums] of card.bySeries) errors.set(id, addErrors(errors.get(id) ?? NO_ERRORS, sums));

    const actuals = new Map([...cameTrue].filter(([id]) => card.bySeries.has(id)));
    learned = new Map();
    const range = formatPeriodRange(axis, periods);
    for await (const one of ports.forecaster.explain(version, range, ports.stores)) {
      parts.add(one, actuals.get(one.uniqueId));
      if (one.learned !== undefined) learned.set(one.uniqueId, one.learned);
    }
    rows.push({ periods, actuals });
  }
  return { errors, parts, rows, learned };
}
