import type { Dataset } from '../contracts/dataset.ts';
import type { DateRange } from '../contracts/date-range.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { SliceCounts } from '../contracts/steps/counts.ts';
import type { RowBatch } from '../contracts/table-schema.ts';
import type { Panel } from '../series/panel.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { reportGaps, type GapReport } from './gap-report.ts';
import { parseObservations } from './observations.ts';
import { placeOnCalendar } from './place-on-calendar.ts';
import { refusedRows, type RefusedRows } from './refused-rows.ts';
import { selectRows } from './rows.ts';
import { keptPanel } from './series-table.ts';
import { settleDuplicates } from './settle-duplicates.ts';
import { countAll, countSlice, isIn, lastObservationIn, sliceOf, trainingRange, type TotalCounts } from './slice.ts';
import { excessOf, summarise, type ReasonSummary } from './tolerance.ts';

/** Refused rows listed for each reason; the quarantine table has them all. */
const ROWS_LISTED = 100;

/** What a person reads about a transform; rows without a readable date are in `quarantine.total` only. */
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

/** Silver as it will be, and whether it may be written. */
export interface TransformPlan {
  readonly axis: TimeAxis;
  readonly panel: Panel;
  readonly refused: RefusedRows;
  readonly report: TransformReport;
  readonly refusal: PlatformError | undefined;
}

/** @param batches all rows of bronze at `bronzeVersion`, in any order */
export function planTransform(
  batches: readonly RowBatch[],
  dataset: Dataset,
  asked: { readonly bronzeVersion: number; readonly range: DateRange | undefined },
): TransformPlan {
  const observations = placeOnCalendar(parseObservations(batches, dataset), dataset.frequency);
  const { kept, rivals } = settleDuplicates(observations, dataset.contract.restatements);
  const panel = keptPanel(observations, kept);
  const refused = refusedRows({ observations, batches, rivals, contract: dataset.contract });
  const totals = countAll(observations);
  const total = summarise(refused, refused.rows, ROWS_LISTED);
  const maxShare = dataset.contract.maxQuarantineShare;
  const totalExcess = excessOf('all deliveries', totals, { maxShare, reasons: total });

  const range = asked.range ?? lastStretch(panel, observations.axis, dataset);
  if (range === undefined) throw totalExcess ?? noObservations(dataset.name, 'any delivery');
  const slice = sliceOf(range, dataset.frequency);
  const counts = countSlice(observations, slice);
  const inSlice = selectRows(refused.rows, (row) => isIn(slice, observations.instantMs[row]));
  const sliced = summarise(refused, inSlice, ROWS_LISTED);
  const scope = `${range.start}..${range.end}`;
  const refusal =
    excessOf(scope, counts, { maxShare, reasons: sliced }) ??
    totalExcess ??
    (counts.silver === 0 ? noObservations(dataset.name, scope) : undefined);
  return {
    axis: observations.axis,
    panel,
    refused,
    refusal,
    report: {
      dataset: dataset.name,
      bronzeVersion: asked.bronzeVersion,
      range,
      refused: refusal?.message ?? null,
      counts,
      lastObservation: lastObservationIn(slice, observations),
      totals,
      gaps: reportGaps(panel, observations.axis, slice),
      quarantine: { slice: sliced, total },
    },
  };
}

function lastStretch(panel: Panel, axis: TimeAxis, dataset: Dataset): DateRange | undefined {
  if (panel.ds.length === 0) return undefined;
  const last = panel.ds.reduce((latest, period) => Math.max(latest, period));
  return trainingRange(axis, last, dataset.training.length);
}

function noObservations(dataset: string, scope: string): PlatformError {
  return new PlatformError(ERROR_NAMES.noObservations, {
    problem: `the data set '${dataset}' has no valid observation in ${scope}`,
    got: '0 rows',
    allowed: 'at least one',
    hint: 'ask for a range that the deliveries cover',
  });
}
