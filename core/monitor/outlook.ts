import type { Dataset } from '../contracts/dataset.ts';
import { periodsAhead, type Publications } from '../forecast/publications.ts';
import { periodRange } from '../series/period-range.ts';
import { formatPeriod, parsePeriod, type TimeAxis } from '../series/time-axis.ts';
import { horizonAfter } from '../train/plan-training.ts';

/** How far the forecasts in force reach beyond the last observation known. */
export interface Outlook {
  readonly asOf: string;
  /** In periods after asOf, without a hole. */
  readonly ahead: number;
  /** The last of them; asOf itself where there is none. */
  readonly end: string;
  /** As many periods as a forecast made now would have. */
  readonly horizon: number;
  /** No more is left than the horizon's last tenth: that many whole periods, but at least one. */
  readonly isRunningOut: boolean;
}

interface Present {
  readonly axis: TimeAxis;
  /** A period of the axis. */
  readonly asOf: string;
  readonly evaluation: Dataset['evaluation'];
}

export function outlookOf(publications: Publications, { axis, asOf, evaluation }: Present): Outlook {
  const now = parsePeriod(axis, asOf);
  const ahead = periodsAhead(publications, axis, now);
  const { first, last } = periodRange(axis, horizonAfter(axis, asOf, evaluation));
  const horizon = last - first + 1;
  const isRunningOut = ahead <= Math.max(1, Math.floor(horizon / 10));
  return { asOf, ahead, end: formatPeriod(axis, now + ahead), horizon, isRunningOut };
}

/** For people. */
export function describeOutlook({ asOf, ahead, end, horizon }: Outlook): string {
  if (ahead === 0) return `no forecasts are in force after ${asOf}, the last observation known`;
  return `the forecasts in force end on ${end}: ${ahead} of ${horizon} periods after ${asOf}, the last observation known, are left`;
}
