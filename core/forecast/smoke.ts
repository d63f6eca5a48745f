import type { DateRange } from '../contracts/date-range.ts';
import type { RowBatch } from '../contracts/table-schema.ts';
import { intervalColumns } from '../contracts/tables.ts';
import { periodsOfColumn } from '../series/ds-column.ts';
import { formatPeriodRange, type PeriodRange, periodRange } from '../series/period-range.ts';
import type { TimeAxis } from '../series/time-axis.ts';

/** Enough to see that the job forecasts, and that what it forecasts is what the version always said. */
const MOST_PERIODS = 3;

/** How many findings a refusal lists: one broken thing is mostly wrong in every series. */
const MOST_FINDINGS = 5;

/**
 * The beginning of a version's own horizon, up to the third period that its fit has recorded a forecast for: of a series without weekends that
 * may take five days.
 *
 * @param recorded periods of one series, ascending; none where it has no forecast in the whole horizon
 */
export function smokeRange(axis: TimeAxis, horizon: DateRange, recorded: ArrayLike<number>): DateRange {
  const { first, last } = periodRange(axis, horizon);
  const few = Math.min(recorded.length, MOST_PERIODS);
  const end = few === 0 ? first + MOST_PERIODS - 1 : recorded[few - 1];
  return formatPeriodRange(axis, { first, last: Math.min(last, end) });
}

/** The forecasts of a period, the ends of the main interval first. */
interface SmokeRow {
  readonly period: number;
  readonly yhat: number;
  readonly intervals: readonly (readonly [lower: number, upper: number])[];
}

/** By series, in the order of time. */
export type SmokeRows = Map<string, SmokeRow[]>;

interface SmokeTable {
  readonly axis: TimeAxis;
  readonly furtherLevels: readonly number[];
  /** Rows outside of it are left out. */
  readonly periods: PeriodRange;
}

export function addRows(
  rows: SmokeRows,
  { rows: count, columns }: RowBatch,
  { axis, furtherLevels, periods: { first, last } }: SmokeTable,
): void {
  const periods = periodsOfColumn(axis.frequency, columns.ds);
  const pairs = [{ lower: 'yhat_lower', upper: 'yhat_upper' }, ...furtherLevels.map(intervalColumns)];
  for (let row = 0; row < count; row++) {
    const uniqueId = String(columns.unique_id[row]);
    const known = rows.get(uniqueId) ?? [];
    if (known.length === 0) rows.set(uniqueId, known);
    if (periods[row] < first || periods[row] > last) continue;
    const valueOf = (name: string): number => Number(columns[name][row] ?? NaN);
    known.push({
      period: periods[row],
      yhat: valueOf('yhat'),
      intervals: pairs.map(({ lower, upper }) => [valueOf(lower), valueOf(upper)] as const),
    });
  }
}

/** What is wrong with a small forecast of a version, held against what the version's fit recorded of the same periods; empty where nothing is. */
export function smokeFindings(made: SmokeRows, recorded: SmokeRows): readonly string[] {
  const findings = [
    ...[...made.keys()].filter((id) => !recorded.has(id)).map((id) => `'${id}' is no series of the version`),
    ...[...recorded].flatMap(([id, known]) => findingsOf(id, made.get(id) ?? [], known)),
  ];
  const more = findings.length - MOST_FINDINGS;
  return more > 0 ? [...findings.slice(0, MOST_FINDINGS), `and ${more} more`] : findings;
}

/** As many as the fit recorded, and of the same periods: positions of the calendar at which a series never occurs have none. */
function findingsOf(uniqueId: string, rows: readonly SmokeRow[], known: readonly SmokeRow[]): readonly string[] {
  if (rows.length !== known.length) return [`'${uniqueId}' has ${rows.length} forecasts, not ${known.length}`];
  return rows.flatMap((row, step) => {
    const what = problemOf(row, known[step]);
    return what === undefined ? [] : [`'${uniqueId}', period ${step + 1}: ${what}`];
  });
}

function problemOf({ period, yhat, intervals }: SmokeRow, known: SmokeRow): string | undefined {
  if (period !== known.period) return "another period than the one that the version's fit recorded";
  if (![yhat, ...intervals.flat()].every(Number.isFinite)) return 'not every value is a finite number';
  const crossed = intervals.find(([lower, upper]) => lower > yhat || yhat > upper);
  if (crossed !== undefined) return `${yhat} is not within its interval ${crossed.join(' to ')}`;
  const [lower, upper] = known.intervals[0];
  // An interval without width still leaves room for the last digits.
  const slack = 1e-6 * Math.max(Math.abs(lower), Math.abs(upper));
  if (yhat >= lower - slack && yhat <= upper + slack) return undefined;
  return `${yhat} is outside of the ${lower} to ${upper} that the version's fit recorded`;
}
