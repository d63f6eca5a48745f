import type { Dataset } from '../contracts/dataset.ts';
import { countBefore } from '../series/panel.ts';
import type { Duration } from '../series/duration.ts';
import { parseDuration, times } from '../series/duration.ts';
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

export function rollingOriginOf(
  axis: TimeAxis,
  { initial, period, horizon }: Dataset['crossValidation'],
): RollingOrigin {
  return { axis, initial: parseDuration(initial), period: parseDuration(period), horizon: parseDuration(horizon) };
}

/** Where all series of a panel are cut, as period numbers. */
export interface Cutoff {
  /** The last period to learn from: one that some series was observed in. */
  readonly last: number;
  /** The last period of the horizon. */
  readonly end: number;
}

/** One fold: learn from the first `train` observations, and be held against those up to but not including `testEnd`. */
export interface Fold {
  readonly cutoff: number;
  readonly train: number;
  readonly testEnd: number;
}

/**
 * The cutoffs of a panel, oldest first: the rule of `generate_cutoffs` in Prophet's diagnostics, on calendar durations. The last one is a
 * horizon before the last observation of any series; the others go back by the period while they leave `initial` to learn from, counted
 * from the first observation of any series; a cutoff without any observation in its horizon gives way to one a horizon before the
 * observation it follows. Where that gives none, and the periods up to the last cutoff are `initial` all the same (Prophet counts from
 * observation to observation, which is a period less), there is that one.
 *
 * @param observed periods that any series was observed in, ascending and unique
 * @returns none where the panel is too short for one
 */
export function panelCutoffs(observed: Int32Array, plan: RollingOrigin): readonly Cutoff[] {
  if (observed.length === 0) return [];
  const { axis, horizon, period } = plan;
  // Behind the first observation: an initial stretch is never empty.
  const earliestMs = moveInstant(axis, instantOf(axis, observed[0]), plan.initial);
  const cutoffs: Cutoff[] = [];
  let anchorMs = moveInstant(axis, instantOf(axis, observed[observed.length - 1]), times(horizon, -1));
  let cutoffMs = anchorMs;
  // Counted from an anchor: month by month, the 31st would become the 28th for good.
  for (let back = 1; cutoffMs >= earliestMs; back++) {
    cutoffs.push(cutoffAt(observed, cutoffMs, plan));
    cutoffMs = moveInstant(axis, anchorMs, times(period, -back));
    const { train, testEnd } = foldAt(observed, placesAt(cutoffMs, plan));
    if (testEnd === train && train > 0) {
      anchorMs = moveInstant(axis, instantOf(axis, observed[train - 1]), times(horizon, -1));
      cutoffMs = anchorMs;
      back = 0;
    }
  }
  if (cutoffs.length > 0) return cutoffs.reverse();
  const isInitial = instantOf(axis, placesAt(cutoffMs, plan).last + 1) >= earliestMs;
  return isInitial ? [cutoffAt(observed, cutoffMs, plan)] : [];
}

/**
 * Those cutoffs that a series has enough to learn from before, and something to be held against behind.
 *
 * @param least observations to learn from, at least 1
 */
export function foldsAt(ds: Int32Array, cutoffs: readonly Cutoff[], least: number): readonly Fold[] {
  return cutoffs.map((cutoff) => foldAt(ds, cutoff)).filter(({ train, testEnd }) => train >= least && testEnd > train);
}

/** Of a series that is the whole panel. @param ds period numbers, ascending and unique */
export function rollingOriginFolds(ds: Int32Array, plan: RollingOrigin): readonly Fold[] {
  return foldsAt(ds, panelCutoffs(ds, plan), 1);
}

/** How many observations lie behind each cutoff, whether there is something to learn from before it or not. */
export function rowsBehind(ds: Int32Array, cutoffs: readonly Cutoff[]): readonly number[] {
  return cutoffs.map(({ last, end }) => countBefore(ds, end + 1) - countBefore(ds, last + 1));
}

function placesAt(cutoffMs: number, { axis, horizon }: RollingOrigin): Cutoff {
  return {
    last: periodAtOrBefore(axis, cutoffMs),
    end: periodAtOrBefore(axis, moveInstant(axis, cutoffMs, horizon)),
  };
}

/** At the observation before it: where nobody was observed since, nobody learns more. */
function cutoffAt(observed: Int32Array, cutoffMs: number, plan: RollingOrigin): Cutoff {
  const { last, end } = placesAt(cutoffMs, plan);
  return { last: observed[countBefore(observed, last + 1) - 1], end };
}

function foldAt(ds: Int32Array, { last, end }: Cutoff): Fold {
  return { cutoff: last, train: countBefore(ds, last + 1), testEnd: countBefore(ds, end + 1) };
}
