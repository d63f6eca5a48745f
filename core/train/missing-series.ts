import { plural } from '../contracts/figures.ts';
import {
  MISSING_NAMED,
  MISSING_WHYS,
  type MissingList,
  type MissingSeries,
  type MissingWhy,
} from '../contracts/missing-series.ts';
import type { PeriodRange } from '../series/period-range.ts';
import { formatPeriod, type TimeAxis } from '../series/time-axis.ts';
import { silentSince } from './silence.ts';
import type { FailedSeries, FitSummary } from './training-summary.ts';

/** Rows of any delivery, up to the end of training. */
export interface DeliveredSeries {
  /** The last observation of each series that has one. */
  readonly observed: ReadonlyMap<string, number>;
  /** How many rows of a series were refused, by reason. */
  readonly refused: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** What a fit made of those in its window. */
export interface FittedIds {
  readonly forecast: ReadonlySet<string>;
  /** All of them. */
  readonly failed: readonly FailedSeries[];
  /** Forecast, though they no longer deliver. */
  readonly silent: FitSummary['silent'];
}

interface Window {
  readonly axis: TimeAxis;
  readonly training: PeriodRange;
  readonly cadencePeriods: number;
}

/** Everything that was delivered, held against everything that is forecast. */
export function missingSeries(delivered: DeliveredSeries, fitted: FittedIds, window: Window): MissingList {
  const { observed, refused } = delivered;
  const { forecast, failed, silent = { inAll: 0, first: [] } } = fitted;
  const failedIds = new Set(failed.map(({ uniqueId }) => uniqueId));
  const known = (uniqueId: string) => forecast.has(uniqueId) || failedIds.has(uniqueId);
  const unseen = [...refused.keys()].filter((uniqueId) => !observed.has(uniqueId) && !known(uniqueId));
  const outside = [...observed].filter(([uniqueId]) => !known(uniqueId));
  const named = [
    ...unseen.map((uniqueId) => missing(uniqueId, 'every-row-refused', rowsText(refused.get(uniqueId)!))),
    ...failed.map(({ uniqueId, reason }) => missing(uniqueId, 'failed-in-training', reason)),
    ...outside.map(([uniqueId, last]) => outsideWindow(uniqueId, last, window)),
    ...silent.first.map(({ uniqueId, since }) => missing(uniqueId, 'no-longer-delivers', sinceText(since))),
  ].sort(byWhyThenId);
  // The fit names the first of the silent ones, and counts them all.
  const uncounted = silent.inAll - silent.first.length;
  const counts = MISSING_WHYS.map((why) => [why, named.filter((one) => one.why === why).length] as const);
  const byWhy = Object.fromEntries(counts) as Record<MissingWhy, number>;
  return {
    delivered: new Set([...observed.keys(), ...refused.keys(), ...forecast, ...failedIds]).size,
    inAll: named.length + uncounted,
    ended: outside.filter(([, last]) => last < window.training.first).length,
    byWhy: { ...byWhy, 'no-longer-delivers': byWhy['no-longer-delivers'] + uncounted },
    first: named.slice(0, MISSING_NAMED),
  };
}

/** A series without an observation that the fit could have learned from. */
function outsideWindow(uniqueId: string, last: number, { axis, training, cadencePeriods }: Window): MissingSeries {
  const date = formatPeriod(axis, last);
  const panel = { last: training.last, cadencePeriods };
  if (last >= training.first) {
    return missing(
      uniqueId,
      'no-forecast',
      `what it has in the training window is set aside; its last observation is ${date}`,
    );
  }
  return silentSince(Int32Array.of(last), panel) === undefined
    ? missing(uniqueId, 'no-forecast', `no observation in the training window; its last one is ${date}`)
    : missing(uniqueId, 'no-longer-delivers', `${sinceText(date)}, before the training window`);
}

function missing(uniqueId: string, why: MissingWhy, detail: string): MissingSeries {
  return { uniqueId, why, detail };
}

function sinceText(date: string): string {
  return `since ${date}`;
}

/** The most frequent reason first. */
function rowsText(reasons: ReadonlyMap<string, number>): string {
  const sorted = [...reasons].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  const rows = sorted.reduce((sum, [, count]) => sum + count, 0);
  return `${plural(rows, 'row')}: ${sorted.map(([reason]) => reason).join(', ')}`;
}

function byWhyThenId(a: MissingSeries, b: MissingSeries): number {
  const order = MISSING_WHYS.indexOf(a.why) - MISSING_WHYS.indexOf(b.why);
  return order !== 0 ? order : a.uniqueId < b.uniqueId ? -1 : 1;
}
