import type { MonitoringPolicy } from '../contracts/dataset.ts';
import { figure } from '../contracts/figures.ts';
import { type EvaluationWindow, type ViolationKind, violationKindSchema } from '../contracts/monitoring.ts';

export interface Violation {
  readonly kind: ViolationKind;
  /** For people. */
  readonly text: string;
}

/**
 * Why the window is a violation; empty where it is none. A threshold is crossed only when it is exceeded, and a metric that could
 * not be computed crosses none.
 */
export function violationsOf(window: EvaluationWindow, policy: MonitoringPolicy): readonly Violation[] {
  const { rmse, naiveRmse, yardstick, promisedRmse, drift } = window;
  const { maxStabilityIndex, maxMissingShare } = policy.drift;
  const found = {
    'over-yardstick': exceeded(rmse, { of: naiveRmse, factor: policy.maxRmseOverNaive, what: `of the ${yardstick}` }),
    'over-promised': exceeded(rmse, {
      of: promisedRmse,
      factor: policy.maxRmseOverPromised,
      what: 'that the recipe promised',
    }),
    drift: above(drift.stabilityIndex, maxStabilityIndex, 'the stability index of the input'),
    missing: above(drift.missingShare, maxMissingShare, 'the share of missing input'),
  } as const satisfies Record<ViolationKind, string | undefined>;
  return violationKindSchema.options.flatMap((kind) => {
    const text = found[kind];
    return text === undefined ? [] : [{ kind, text }];
  });
}

/** As people read them. */
export function violationOf(window: EvaluationWindow, policy: MonitoringPolicy): readonly string[] {
  return violationsOf(window, policy).map(({ text }) => text);
}

export type Judgement = 'violation' | 'healthy' | 'unjudged';

/**
 * A window in which nothing joined, or without any error to hold its own against, is `unjudged` unless its input drifted: it neither
 * raises an alarm nor clears one.
 */
export function judgementOf(window: EvaluationWindow, policy: MonitoringPolicy): Judgement {
  if (violationOf(window, policy).length > 0) return 'violation';
  const hasYardstick = window.naiveRmse !== null || window.promisedRmse !== null;
  return window.rmse !== null && hasYardstick ? 'healthy' : 'unjudged';
}

/** Of a window that is unjudged, for people. */
export function whyUnjudged({ asOf, range, joined, version, yardstick }: EvaluationWindow): string {
  if (Date.parse(range.start) > Date.parse(range.end)) {
    return `nothing can have come true: the first period to look at is ${range.start}, the last observation known is of ${asOf}`;
  }
  if (joined === 0) {
    return `no series has both an observation and a forecast of version ${version}'s recipe in force in ${range.start} to ${range.end}`;
  }
  return `${joined} rows joined, but neither the ${yardstick} nor a promotion gives an error to hold theirs against`;
}

/**
 * The windows that the alarm looks at, oldest first: the last `of` judged ones of the recipe now in force, whose versions are many. What
 * another recipe before it did wrong is not held against it; unjudged windows are passed over, so that days without data do not push
 * violations out.
 */
function alarmWindows(windows: readonly EvaluationWindow[], policy: MonitoringPolicy): readonly EvaluationWindow[] {
  const since = windows.at(-1)?.recipeSince;
  const sinceChange = windows.slice(windows.findLastIndex(({ recipeSince }) => recipeSince !== since) + 1);
  return sinceChange.filter((window) => judgementOf(window, policy) !== 'unjudged').slice(-policy.alarm.of);
}

/** Enough violations among the alarm's windows, and the newest window of all is one. */
export function inAlarm(windows: readonly EvaluationWindow[], policy: MonitoringPolicy): boolean {
  const newest = windows.at(-1);
  if (newest === undefined || judgementOf(newest, policy) !== 'violation') return false;
  const looked = alarmWindows(windows, policy);
  return looked.filter((window) => judgementOf(window, policy) === 'violation').length >= policy.alarm.violations;
}

interface Yardstick {
  readonly of: number | null;
  readonly factor: number;
  readonly what: string;
}

/** Multiplied out, not divided: a yardstick of 0 is exceeded by any error. */
function exceeded(rmse: number | null, { of: yardstick, factor, what }: Yardstick): string | undefined {
  if (rmse === null || yardstick === null || rmse <= factor * yardstick) return undefined;
  return `RMSE ${figure(rmse)} exceeds ${factor} x the ${figure(yardstick)} ${what}`;
}

function above(value: number | null, limit: number, what: string): string | undefined {
  return value === null || value <= limit ? undefined : `${what}, ${figure(value)}, exceeds ${limit}`;
}
