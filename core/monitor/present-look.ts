import type { MonitorState, PresentLook } from '../contracts/monitoring.ts';
import type { DateRange } from '../contracts/date-range.ts';
import { parsePeriod, type TimeAxis } from '../series/time-axis.ts';

interface Asked {
  readonly runId: string;
  /** A period of the axis. */
  readonly asOf: string;
  readonly axis: TimeAxis;
  /** Which silver it sees: `filesHash` of the series table. */
  readonly series: string;
}

/** The look that begins, with what people know from the one before. A look that is tried again is the same look: it found what it found. */
export function presentLook({ present: before }: MonitorState, { runId, asOf, axis, series }: Asked): PresentLook {
  if (before === undefined) return { runId, asOf, newPeriods: null, series, told: [] };
  if (before.runId === runId && before.asOf === asOf) return before;
  const { violations = [] } = before;
  return {
    runId,
    asOf,
    newPeriods: parsePeriod(axis, asOf) - parsePeriod(axis, before.asOf),
    series,
    ...(before.series === undefined ? {} : { isOtherSeries: before.series !== series }),
    told: before.told,
    violations,
  };
}

/** Periods that came since the look before, of a look at a date of the past. @param since what it looks at */
export function newPeriodsOf(since: DateRange, lastObservation: string, axis: TimeAxis): number {
  return Math.max(0, parsePeriod(axis, lastObservation) - parsePeriod(axis, since.start) + 1);
}

/** For people. */
export function describeNothingNew(lastObservation: string): string {
  return `nothing new was delivered since the look before: the last observation known is still of ${lastObservation}`;
}

/** For people. */
export function describeOtherSeries(lastObservation: string): string {
  return `the last observation known is still of ${lastObservation}, but what is known up to it has changed since the look before`;
}
