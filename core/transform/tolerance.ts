import type { QuarantineReason } from '../contracts/quarantine.ts';
import { QUARANTINE_REASONS } from '../contracts/quarantine.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { SliceCounts } from '../contracts/steps/counts.ts';
import { describe, reasonOf, type RefusedRow, type RefusedRows } from './refused-rows.ts';

/** Refused rows of one reason: how many, and the first of them. */
export interface ReasonSummary {
  readonly reason: QuarantineReason;
  readonly count: number;
  readonly rows: readonly RefusedRow[];
}

const REASONS_NAMED = 3;
const EXAMPLES_NAMED = 3;

/** The commonest reason first; of each, at most `limit` rows are listed. */
export function summarise(refused: RefusedRows, rows: Uint32Array, limit: number): readonly ReasonSummary[] {
  const byReason = new Map<QuarantineReason, { count: number; rows: RefusedRow[] }>();
  for (const row of rows) {
    const reason = reasonOf(refused, row);
    const summary = byReason.get(reason) ?? { count: 0, rows: [] };
    byReason.set(reason, summary);
    summary.count += 1;
    if (summary.rows.length < limit) summary.rows.push(describe(refused, row));
  }
  return [...byReason]
    .map(([reason, summary]) => ({ reason, ...summary }))
    .sort((a, b) => b.count - a.count || position(a.reason) - position(b.reason));
}

/** The error when more than the allowed share of rows is in quarantine; undefined when it is not. */
export function excessOf(
  scope: string,
  counts: SliceCounts,
  { maxShare, reasons }: { readonly maxShare: number; readonly reasons: readonly ReasonSummary[] },
): PlatformError | undefined {
  const share = counts.bronze === 0 ? 0 : counts.quarantined / counts.bronze;
  if (share <= maxShare) return undefined;
  return new PlatformError(ERROR_NAMES.quarantineShareExceeded, {
    problem: `of the ${counts.bronze} rows of ${scope}, ${counts.quarantined} are in quarantine: ${named(reasons)}`,
    got: `a share of ${Number(share.toPrecision(4))}`,
    allowed: `at most ${maxShare} (contract.maxQuarantineShare)`,
    hint: 'correct the rows and deliver the file again, or let the contract say how to read them',
  });
}

function named(reasons: readonly ReasonSummary[]): string {
  const parts = reasons.slice(0, REASONS_NAMED).map(({ reason, count, rows }) => {
    const examples = rows.slice(0, EXAMPLES_NAMED).map(({ file, line, detail }) => `${file}:${line} ${detail}`);
    return `${count} ${reason} (${examples.join('; ')})`;
  });
  return parts.join(', ');
}

function position(reason: QuarantineReason): number {
  return QUARANTINE_REASONS.indexOf(reason);
}
