import { countBefore } from '../series/panel.ts';
import type { Duration } from '../series/duration.ts';
import { times } from '../series/duration.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { instantOf, moveInstant, periodAtOrBefore } from '../series/time-axis.ts';

export interface RollingOrigin {
  readonly axis: TimeAxis;
  /** The least stretch to learn from. */
  readonly initial: Duration;
  /** How far apart the cutoffs lie. */
  readonly period: Duration;
  readonly horizon: Duration;
}

/** One fold: learn from the first `train` observations, and be held against those up to but not including `testEnd`. */
export interface Fold {
  readonly train: number;
  readonly testEnd: number;
}

/**
 * The folds of one series, oldest first: the rule of `generate_cutoffs` in Prophet's diagnostics, on calendar durations. The
 * last cutoff is a horizon before the last observation; the others go back by the period while they leave `initial` to
 * learn from; a cutoff without any observation in its horizon gives way to one a horizon before the observation it follows.
 *
 * @param ds period numbers, ascending and unique
 * @returns none where the series is too short for one
 */
export function rollingOriginFolds(ds: Int32Array, plan: RollingOrigin): readonly Fold[] {
  if (ds.length === 0) return [];
  const { axis, horizon, period } = plan;
  const firstMs = instantOf(axis, ds[0]);
  const earliestMs = moveInstant(axis, firstMs, plan.initial);
  const folds: Fold[] = [];
  let anchorMs = moveInstant(axis, instantOf(axis, ds[ds.length - 1]), times(horizon, -1));
  let cutoffMs = anchorMs;
  // Counted from an anchor: month by month, the 31st would become the 28th for good.
  for (let back = 1; cutoffMs >= earliestMs && cutoffMs >= firstMs; back++) {
    folds.push(foldAt(ds, cutoffMs, plan));
    cutoffMs = moveInstant(axis, anchorMs, times(period, -back));
    const { train, testEnd } = foldAt(ds, cutoffMs, plan);
    if (testEnd === train && train > 0) {
      anchorMs = moveInstant(axis, instantOf(axis, ds[train - 1]), times(horizon, -1));
      cutoffMs = anchorMs;
      back = 0;
    }
  }
  return folds.reverse();
}

function foldAt(ds: Int32Array, cutoffMs: number, { axis, horizon }: RollingOrigin): Fold {
  return {
    train: countBefore(ds, periodAtOrBefore(axis, cutoffMs) + 1),
    testEnd: countBefore(ds, periodAtOrBefore(axis, moveInstant(axis, cutoffMs, horizon)) + 1),
  };
}
