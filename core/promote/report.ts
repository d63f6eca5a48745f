import { bias, rmse } from '../backtest/metrics.ts';
import type { ComparedSeries, ComparisonReport } from '../contracts/promotion.ts';
import type { Forecast } from '../models/family.ts';
import type { Phase } from '../series/dating.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { formatPeriod } from '../series/time-axis.ts';
import type { Comparison, PairedSeries } from '../gates/comparison.ts';
import type { Pairs } from '../gates/pairs.ts';
import { intervalCoverage, pairsWithProduction, rmseRatio } from '../gates/pairs.ts';
import type { Decision } from './verdict.ts';

/** Panels up to this size are shown whole, larger ones by half as many series at each end. */
const SERIES_SHOWN = 20;

type Scores = 'rmse' | 'bias' | 'coverage';

/** What the report says that the comparison does not know. */
export type ReportFacts = Pick<
  ComparisonReport,
  'dataset' | 'runId' | 'policy' | 'holdout' | 'compliance' | 'gates'
> & {
  readonly challenger: Omit<ComparisonReport['challenger'], Scores>;
  readonly production: Omit<ComparisonReport['production'], Scores>;
  readonly decision: Decision;
};

/** How the periods of the holdout are dated. */
interface ShownDates {
  /** Of the data set. */
  readonly axis: TimeAxis;
  /** Of the series that do it another way. */
  readonly phases: ReadonlyMap<string, Phase>;
}

/**
 * Both sides are scored on the rows that both forecast, in the unit of the target.
 *
 * @param comparison undefined where there was nothing to compare: no score then, and no series
 */
export function comparisonReport(
  { decision, ...facts }: ReportFacts,
  comparison: Comparison | undefined,
  { axis, phases }: ShownDates,
): ComparisonReport {
  const pairs = comparison === undefined ? undefined : pairsWithProduction(comparison);
  const shown = comparison === undefined ? [] : shownSeries(comparison);
  return {
    ...facts,
    joined: pairs?.y.length ?? 0,
    challenger: { ...facts.challenger, ...scoresOf(pairs?.y, pairs?.challenger) },
    production: { ...facts.production, ...scoresOf(pairs?.y, pairs?.rival) },
    compliance: [...facts.compliance],
    gates: [...facts.gates],
    verdict: decision.verdict,
    reasons: [...decision.reasons],
    series: shown.map((one) => comparedSeries(one, { ...axis, phase: phases.get(one.series.uniqueId) ?? axis.phase })),
    seriesInAll: comparison?.series.length ?? 0,
  };
}

function scoresOf(y: Float64Array = NO_FORECAST.yhat, { yhat, lower, upper }: Forecast = NO_FORECAST) {
  return {
    rmse: finite(rmse(y, yhat)),
    bias: finite(bias(y, yhat)),
    coverage: finite(intervalCoverage(y, { yhat, lower, upper })),
  };
}

const NO_FORECAST: Forecast = { yhat: new Float64Array(), lower: new Float64Array(), upper: new Float64Array() };

interface ShownSeries {
  readonly series: PairedSeries;
  readonly rival: Float64Array | undefined;
  readonly pairs: Pairs;
}

/** A large panel from the series that got worst to the one that got best. */
function shownSeries(comparison: Comparison): readonly ShownSeries[] {
  const all = comparison.series.map((series) => ({
    series,
    rival: comparison.production === 'naive' ? series.naive : series.production?.yhat,
    pairs: pairsWithProduction(comparison, [series]),
  }));
  if (all.length <= SERIES_SHOWN) return all;
  const ranked = all
    .map((shown) => ({ shown, badness: badnessOf(shown.pairs) }))
    .sort((a, b) => (a.badness === b.badness ? 0 : b.badness - a.badness))
    .map(({ shown }) => shown);
  return [...ranked.slice(0, SERIES_SHOWN / 2), ...ranked.slice(-SERIES_SHOWN / 2)];
}

/** Neither better nor worse where only one side forecasts; what cannot be compared comes first, for someone to look at. */
function badnessOf(pairs: Pairs): number {
  if (pairs.y.length === 0) return 1;
  const ratio = rmseRatio(pairs);
  return Number.isNaN(ratio) ? Infinity : ratio;
}

function comparedSeries({ series, rival, pairs }: ShownSeries, axis: TimeAxis): ComparedSeries {
  return {
    uniqueId: series.uniqueId,
    ds: Array.from(series.ds, (period) => formatPeriod(axis, period)),
    y: Array.from(series.y, finite),
    challenger: Array.from(series.challenger.yhat, finite),
    challengerLower: Array.from(series.challenger.lower, finite),
    challengerUpper: Array.from(series.challenger.upper, finite),
    production: Array.from(series.ds, (_, row) => finite(rival?.[row] ?? NaN)),
    rmseChallenger: finite(rmse(pairs.y, pairs.challenger.yhat)),
    rmseProduction: finite(rmse(pairs.y, pairs.rival.yhat)),
  };
}

/** Neither NaN nor Infinity survives JSON. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
