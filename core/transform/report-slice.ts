import type { Dataset } from '../contracts/dataset.ts';
import type { DateRange } from '../contracts/date-range.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { SliceCounts, TotalCounts } from '../contracts/steps/counts.ts';
import type { RowBatch } from '../contracts/table-schema.ts';
import { periodHolding } from '../series/dating.ts';
import { dsUnitMs } from '../series/ds-column.ts';
import { formatPeriod, instantOf, type TimeAxis } from '../series/time-axis.ts';
import { contradictedFrequency } from './contradicted-frequency.ts';
import { type GapReport, reportGaps } from './gap-report.ts';
import { countAll, countSlice, type Ledger } from './ledger.ts';
import { lastObserved, type Presence } from './presence.ts';
import { isIn, presentIn, type Slice, sliceOf, trainingRange } from './slice.ts';
import { excessOf, type ReasonSummary, summarise } from './tolerance.ts';

/** What a person reads about a transform; rows without a readable date are listed in `quarantine.total` only. */
export interface TransformReport {
  readonly dataset: string;
  readonly bronzeVersion: number;
  readonly range: DateRange;
  /** Why nothing was written; null when silver was brought up to date. */
  readonly refused: string | null;
  readonly counts: SliceCounts;
  /** The last period of the range that any series has an observation in; null when there is none. */
  readonly lastObservation: string | null;
  readonly totals: TotalCounts;
  readonly gaps: GapReport;
  readonly quarantine: { readonly slice: readonly ReasonSummary[]; readonly total: readonly ReasonSummary[] };
}

/** What bronze became, beside the values themselves: just read, or as the tables keep it. */
export interface SilverFacts {
  readonly dataset: Dataset;
  readonly bronzeVersion: number;
  readonly axis: TimeAxis;
  readonly ledger: Ledger;
  /** The rows of the quarantine table, in its order. */
  readonly quarantine: RowBatch;
  /** When each series was observed, ascending by unique_id. */
  readonly present: readonly Presence[];
  /** The error of a delivery that it may not be read with. */
  readonly beyondLimits: PlatformError | undefined;
}

/**
 * The range asked for, or the training length up to the last observation.
 *
 * @throws QuarantineShareExceeded, NoObservations when there is no observation to end it by
 */
export function rangeOf(silver: SilverFacts, asked: DateRange | undefined): DateRange {
  const { dataset, axis, present } = silver;
  if (asked !== undefined) return asked;
  const lastPeriod = lastObserved(present);
  if (lastPeriod !== undefined) return trainingRange(axis, lastPeriod, dataset.training.length);
  const { excess, counts } = totalsOf(silver);
  throw excess ?? noObservations(dataset.name, 'any delivery', counts);
}

/** Counts what the range holds, and says whether silver may be written or used for it. */
export function reportSlice(
  silver: SilverFacts,
  range: DateRange,
): { readonly report: TransformReport; readonly refusal: PlatformError | undefined } {
  const { dataset, axis, ledger, quarantine, bronzeVersion } = silver;
  const slice = sliceOf(range, dataset.frequency);
  const { counts, reasons } = countSlice(ledger, slice);
  const sliced = summarise(reasons, quarantine, isDatedIn(slice, silver));
  const scope = `${range.start}..${range.end}`;
  const totals = totalsOf(silver);
  const inSlice = presentIn(slice, axis, silver.present);
  const refusal =
    silver.beyondLimits ??
    excessOf(scope, counts, { dataset, reasons: sliced, spacingMs: ledger.spacingMs }) ??
    totals.excess ??
    (counts.silver === 0 ? noObservations(dataset.name, scope, totals.counts) : undefined) ??
    contradictedFrequency(dataset, inSlice);
  const report = {
    dataset: dataset.name,
    bronzeVersion,
    range,
    refused: refusal?.message ?? null,
    counts,
    lastObservation: lastObservationOf(inSlice, axis),
    totals: totals.counts,
    gaps: reportGaps(inSlice, axis),
    quarantine: { slice: sliced, total: totals.reasons },
  };
  return { report, refusal };
}

function totalsOf({ ledger, quarantine, dataset }: SilverFacts) {
  const { counts, reasons: counted } = countAll(ledger);
  const reasons = summarise(counted, quarantine, () => true);
  // Undated rows are among these already.
  const judged = { dataset, reasons, spacingMs: ledger.spacingMs };
  return { counts, reasons, excess: excessOf('all deliveries', { ...counts, undated: 0 }, judged) };
}

/** Whether a row of the quarantine table lies in a period of the slice, as the ledger counts it; one without a date lies in none. */
function isDatedIn(slice: Slice, { quarantine, axis }: SilverFacts): (row: number) => boolean {
  const { ds } = quarantine.columns;
  const unitMs = dsUnitMs(axis.frequency);
  const holding = (row: number) => periodHolding(axis.frequency, axis.phase, Number(ds[row]) * unitMs);
  return (row) => ds[row] !== null && isIn(slice, instantOf(axis, holding(row)));
}

/** null when there is none. */
function lastObservationOf(series: readonly Presence[], axis: TimeAxis): string | null {
  const last = lastObserved(series);
  return last === undefined ? null : formatPeriod(axis, last);
}

function noObservations(dataset: string, scope: string, totals: TransformReport['totals']): PlatformError {
  return new PlatformError(ERROR_NAMES.noObservations, {
    problem: `the data set '${dataset}' has no valid observation in ${scope}`,
    got: '0 rows',
    allowed: 'at least one',
    hint: remedyOf(totals),
  });
}

function remedyOf({ bronze, withdrawn }: TransformReport['totals']): string {
  if (bronze === 0)
    return 'the Delta table that it came from has lost every row: write rows to it, or bring them back where it is made (RESTORE TABLE ... TO VERSION AS OF ...)';
  if (bronze === withdrawn) return 'every delivery is withdrawn: restore one of them, or deliver others';
  return 'ask for a range that the deliveries cover';
}
