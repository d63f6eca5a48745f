import type { Policy } from '../../../core/contracts/promotion.ts';
import { actualsOf, limitActuals } from '../../../core/backtest/actuals.ts';
import { realisedErrors, realisedMetrics } from '../../../core/evaluate/realised-errors.ts';
import { judge } from '../../../core/gates/index.ts';
import { pairSeries } from '../../../core/gates/comparison.ts';
import { decide } from '../../../core/promote/verdict.ts';
import { subtractDuration, parseDuration } from '../../../core/series/time-axis.ts';
import { sliceSeries } from '../../../core/series/panel.ts';
import { fit, type Fitted, forecastOf, type Problem } from './fitted.ts';

export interface Promotion {
  readonly passes: boolean;
  readonly reasons: readonly string[];
  /** The twin's RMSE on the holdout; null where no comparison was made. */
  readonly promised: number | null;
}

/** Compliance is not what is studied here. */
const COMPLIANT = [{ check: 'study', outcome: 'pass', evidence: 'not studied' }] as const;

/** The promote machine's decision, by the same functions of core. */
export function promotionOf(
  problem: Problem,
  policy: Policy,
  versions: readonly [Fitted, Fitted | undefined],
): Promotion {
  const [challenger, production] = versions;
  const metric = problem.dataset.selectionMetric;
  const { gates, promised } = policy === 'gates' ? compared(problem, versions) : { gates: [], promised: null };
  const { verdict, reasons } = decide({
    policy,
    compliance: COMPLIANT,
    gates,
    crossValidation: {
      challenger: challenger.crossValidation[metric],
      production: production?.crossValidation[metric] ?? null,
    },
  });
  return { passes: verdict === 'pass', reasons, promised };
}

function compared(problem: Problem, [challenger, production]: readonly [Fitted, Fitted | undefined]) {
  const { dataset, axis, series } = problem;
  const { last, first: start } = challenger.training;
  const first = subtractDuration(axis, last + 1, parseDuration(dataset.promotion.holdout));
  const holdout = { first, last };
  const twinOf = ({ candidate, training }: Fitted) =>
    fit(problem, candidate, { first: training.first, last: first - 1 });
  const twin = twinOf(challenger);
  const rival = production === undefined || production.training.last < first ? production : twinOf(production);
  const known = actualsOf(sliceSeries(series, start, last), { first: start, last: first - 1 }, { axis, ...dataset });
  const actuals = limitActuals(known, holdout);
  const id = series.uniqueId;
  const ours = forecastOf(twin, holdout);
  const paired = pairSeries(
    {
      actuals: new Map([[id, actuals]]),
      challenger: new Map([[id, ours]]),
      production: rival && new Map([[id, forecastOf(rival, holdout)]]),
    },
    dataset.segmentSeparator,
  );
  const crossValidatedRmse = twin.crossValidation.rmse;
  const gates = judge({ ...paired, crossValidatedRmse, ...dataset }, dataset.promotion.gates);
  return { gates, promised: realisedMetrics(realisedErrors(actuals, ours.ds, ours)).rmse };
}
