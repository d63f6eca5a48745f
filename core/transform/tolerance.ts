import type { DataContract } from '../contracts/data-contract.ts';
import type { Frequency } from '../contracts/frequency.ts';
import { GAP_REASONS, QUARANTINE_REASONS, type QuarantineReason } from '../contracts/quarantine.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import { quarantineShare, refusedRows, type SliceCounts } from '../contracts/steps/counts.ts';
import type { RowBatch } from '../contracts/table-schema.ts';
import { DAY_MS, HOUR_MS } from '../series/duration.ts';
import { spacingText } from './spacing.ts';

/** A row of the quarantine table, as a report lists it. */
export interface RefusedRow {
  readonly reason: QuarantineReason;
  readonly detail: string;
  readonly file: string;
  readonly line: number;
  readonly unique_id: string | null;
  readonly timestamp: string | null;
  readonly value: string | null;
  readonly record: string | null;
}

/** Refused rows of one reason: how many, and the first of them. */
export interface ReasonSummary {
  readonly reason: QuarantineReason;
  readonly count: number;
  readonly rows: readonly RefusedRow[];
}

/** Refused rows listed for each reason; the quarantine table has them all. */
const ROWS_LISTED = 100;
const REASONS_NAMED = 3;
const EXAMPLES_NAMED = 3;

/**
 * The commonest reason first.
 *
 * @param isWanted whether the row of the quarantine table is among those counted
 */
export function summarise(
  counts: ReadonlyMap<QuarantineReason, number>,
  quarantine: RowBatch,
  isWanted: (row: number) => boolean,
): readonly ReasonSummary[] {
  const summaries = [...counts].map(([reason, count]) => ({ reason, count, rows: new Array<RefusedRow>() }));
  const byReason = new Map<unknown, RefusedRow[]>(summaries.map(({ reason, rows }) => [reason, rows]));
  for (let row = 0; row < quarantine.rows; row++) {
    const rows = byReason.get(quarantine.columns.reason[row]);
    if (rows !== undefined && rows.length < ROWS_LISTED && isWanted(row)) rows.push(rowOf(quarantine, row));
  }
  return summaries.sort((a, b) => b.count - a.count || position(a.reason) - position(b.reason));
}

/** The table's schema: texts, but for the line's number. */
function rowOf({ columns }: RowBatch, row: number): RefusedRow {
  const text = (name: string) => columns[name][row] as string | null;
  return {
    reason: text('reason') as QuarantineReason,
    detail: text('detail')!,
    file: text('file')!,
    line: Number(columns.line[row]),
    unique_id: text('unique_id'),
    timestamp: text('timestamp'),
    value: text('value'),
    record: text('record'),
  };
}

interface Judged {
  readonly dataset: { readonly contract: Pick<DataContract, 'maxQuarantineShare'>; readonly frequency: Frequency };
  readonly reasons: readonly ReasonSummary[];
  /** How far apart the rows lie, where some lie between two periods. */
  readonly spacingMs: number | undefined;
}

/** The error when more than the allowed share of rows is refused for a fault; undefined when it is not. */
export function excessOf(
  scope: string,
  counts: SliceCounts,
  { dataset: { contract, frequency }, reasons, spacingMs }: Judged,
): PlatformError | undefined {
  const { maxQuarantineShare } = contract;
  const share = quarantineShare(counts);
  if (share <= maxQuarantineShare) return undefined;
  const faults = reasons.filter(({ reason }) => !GAPS.has(reason));
  const undated = counts.undated === 0 ? [] : [`${counts.undated} without a readable date`];
  const isBetween = faults[0]?.reason === 'off-calendar';
  const apart = isBetween && spacingMs !== undefined ? `the rows are ${spacingText(spacingMs)} apart, and ` : '';
  const read = counts.bronze - counts.withdrawn + counts.undated;
  const rows = `of the ${read} rows of ${scope}, ${refusedRows(counts) - counts.gaps}`;
  return new PlatformError(ERROR_NAMES.quarantineShareExceeded, {
    problem: `${apart}${rows} are in quarantine: ${[...named(faults), ...undated].join(', ')}`,
    got: `a share of ${Number(share.toPrecision(4))}`,
    allowed: `at most ${maxQuarantineShare} (contract.maxQuarantineShare)`,
    hint: hintOf(faults[0]?.reason, spacingMs, frequency),
  });
}

const GAPS: ReadonlySet<QuarantineReason> = new Set(GAP_REASONS);
const CORRECT = 'correct the rows and deliver the file again, or let the contract say how to read them';
const SEVERAL =
  'there are several rows for one date: name the column that tells the series apart (columns.id), or say what such rows become ' +
  "together (contract.aggregate 'sum')";

/** Where most of what is refused is refused for one of these reasons, it is likely no fault of rows. */
function hintOf(reason: QuarantineReason | undefined, spacingMs: number | undefined, frequency: Frequency): string {
  if (reason === 'off-calendar') return gather(spacingMs, frequency);
  return reason === 'conflicting-duplicate' ? SEVERAL : CORRECT;
}

function gather(spacingMs: number | undefined, own: Frequency): string {
  const frequency = FREQUENCY_OF.get(spacingMs);
  if (frequency === own)
    return (
      `so far apart are the ${own}s, too, but the rows are dated between them, or by more than one day of them: ` +
      `let each be of the ${own} that it lies in (contract.aggregate 'last')`
    );
  const aggregate =
    "let the rows of each period become one value (contract.aggregate 'mean'; or median, min, max, sum, last, count)";
  if (frequency === undefined) return aggregate;
  const other = `forecast by the ${frequency} (frequency '${frequency}')`;
  // Where rows are further apart than a week, few periods have more than one.
  return MONTHS_AND_MORE.has(frequency) ? `${other}, or ${aggregate}` : `${aggregate}, or ${other}`;
}

const FREQUENCY_OF: ReadonlyMap<number | undefined, Frequency> = new Map([
  [HOUR_MS, 'hour'],
  [DAY_MS, 'day'],
  [7 * DAY_MS, 'week'],
  [30 * DAY_MS, 'month'],
  [31 * DAY_MS, 'month'],
  [91 * DAY_MS, 'quarter'],
  [92 * DAY_MS, 'quarter'],
  [365 * DAY_MS, 'year'],
]);
const MONTHS_AND_MORE: ReadonlySet<Frequency> = new Set(['month', 'quarter', 'year']);

function named(reasons: readonly ReasonSummary[]): readonly string[] {
  return reasons.slice(0, REASONS_NAMED).map(({ reason, count, rows }) => {
    const examples = rows.slice(0, EXAMPLES_NAMED).map(({ file, line, detail }) => `${file}:${line} ${detail}`);
    return `${count} ${reason} (${examples.join('; ')})`;
  });
}

function position(reason: QuarantineReason): number {
  return QUARANTINE_REASONS.indexOf(reason);
}
