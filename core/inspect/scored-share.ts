import { foldsAt, panelCutoffs, rollingOriginOf } from '../backtest/cutoffs.ts';
import type { ReplayWindow } from '../contracts/date-range.ts';
import { FAMILY_NAMES, familyOf } from '../models/families.ts';
import type { FittingLengths } from '../series/fitting-lengths.ts';
import { sliceSeries } from '../series/panel.ts';
import type { Series } from '../series/series.ts';
import { parsePeriod, type TimeAxis } from '../series/time-axis.ts';

const LEAST = Math.max(...FAMILY_NAMES.map((name) => familyOf(name).leastObservations));

export interface Panel {
  readonly axis: TimeAxis;
  readonly series: readonly Series[];
}

/** Of the series in a window's training range, those that cross-validation scores: newcomers may have nothing before any cutoff. 1 where there is none. */
export function scoredShare(
  { axis, series }: Panel,
  { train: { start, end } }: ReplayWindow,
  { cvInitial: initial, cvPeriod: period, cvHorizon: horizon }: FittingLengths,
): number {
  const [first, last] = [parsePeriod(axis, start), parsePeriod(axis, end)];
  const within = series.map((one) => sliceSeries(one, first, last)).filter(({ ds }) => ds.length > 0);
  if (within.length === 0) return 1;
  const observed = new Set<number>();
  for (const { ds } of within) for (const one of ds) observed.add(one);
  const cutoffs = panelCutoffs(Int32Array.from(observed).sort(), rollingOriginOf(axis, { initial, period, horizon }));
  return within.filter(({ ds }) => foldsAt(ds, cutoffs, LEAST).length > 0).length / within.length;
}
