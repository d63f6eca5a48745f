import * as z from 'zod';
import type { Frequency } from '../contracts/frequency.ts';
import { GAP_REASONS, QUARANTINE_REASONS, type QuarantineReason } from '../contracts/quarantine.ts';
import { count } from '../contracts/steps/common.ts';
import type { SliceCounts, TotalCounts } from '../contracts/steps/counts.ts';
import { DAY_MS, HOUR_MS } from '../series/duration.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { axisOf } from './place-on-calendar.ts';
import { EVERYTHING, type Slice } from './slice.ts';

/** '1981-01-31', or '1981-01-31T05:00:00Z' in an hourly series. */
const place = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'a date');

const reasonCounts = z.partialRecord(z.enum(QUARANTINE_REASONS), count);

/** What became of the rows of one period; a stretch of them with equal figures is one entry. */
const entrySchema = z.strictObject({
  from: place,
  /** The last one: the figures are those of each from `from` to here, a step apart. */
  to: place,
  bronze: count,
  silver: count,
  /** Restated ones among them: a later row stands in their place. */
  deduplicated: count,
  restated: count,
  aggregated: count,
  planned: count,
  /** Where there are any. */
  withdrawn: count.optional(),
  quarantined: reasonCounts,
});
export type LedgerEntry = z.infer<typeof entrySchema>;

/**
 * What became of every row of bronze, by date: the counts of any slice are sums of it. A row stands at its period, as the data set dates it,
 * whatever day its series dates it by; a refused one at the period that it lies in.
 */
export const ledgerSchema = z.strictObject({
  /** Of neighbours in a stretch. */
  step: z.enum(['hour', 'day']),
  /** Ascending by `from`. */
  dated: z.array(entrySchema),
  /** Rows whose date could not be read: all are refused. */
  undated: reasonCounts,
  /** Those of withdrawn deliveries, where there are any. */
  undatedWithdrawn: count.optional(),
  /** Rows on the calendar by how their series are dated (core/series/dating.ts); the commonest is the data set's. */
  phases: z.record(z.string(), count),
  /** How far apart the rows of a series mostly lie, where rows were refused for lying between two periods. */
  spacingMs: z.number().optional(),
});
export type Ledger = z.infer<typeof ledgerSchema>;

/** The counts of a slice, and its refused rows by reason. */
export interface LedgerCounts<Counts> {
  readonly counts: Counts;
  readonly reasons: ReadonlyMap<QuarantineReason, number>;
}

/** The axis of the data set, as most of its rows are dated. */
export function ledgerAxis({ phases }: Pick<Ledger, 'phases'>, frequency: Frequency): TimeAxis {
  return axisOf(frequency, new Map(Object.entries(phases).map(([phase, rows]) => [Number(phase), rows])));
}

/** What a slice holds, and its part of the rows without a date, by its part of the dated ones. */
export function countSlice(ledger: Ledger, slice: Slice): LedgerCounts<SliceCounts> {
  const { counts, reasons } = sumsOf(ledger, slice);
  const dated = readRows(sumsOf(ledger, EVERYTHING).counts);
  const part = dated === 0 ? 1 : readRows(counts) / dated;
  return { counts: { ...counts, undated: Math.round(part * undatedRows(ledger)) }, reasons };
}

/** Rows without a date are in no slice, but in all. */
export function countAll(ledger: Ledger): LedgerCounts<TotalCounts> {
  const { counts, restated, reasons: dated } = sumsOf(ledger, EVERYTHING);
  const reasons = new Map(dated);
  addReasons(reasons, ledger.undated, 1);
  const undated = undatedRows(ledger);
  const { undatedWithdrawn = 0 } = ledger;
  const bronze = counts.bronze + undated + undatedWithdrawn;
  const withdrawn = counts.withdrawn + undatedWithdrawn;
  return { counts: { ...counts, bronze, withdrawn, ...refusedIn(reasons), undated, restated }, reasons };
}

const FIGURES = ['bronze', 'silver', 'deduplicated', 'aggregated', 'planned', 'withdrawn'] as const;
export const STEP_MS = { hour: HOUR_MS, day: DAY_MS } as const;

/** Sums of whole periods. */
function sumsOf({ step, dated }: Ledger, slice: Slice) {
  const sums = { bronze: 0, silver: 0, deduplicated: 0, aggregated: 0, planned: 0, withdrawn: 0 };
  let restated = 0;
  const reasons = new Map<QuarantineReason, number>();
  for (const entry of dated) {
    const stretch = { firstMs: Date.parse(entry.from), lastMs: Date.parse(entry.to), stepMs: STEP_MS[step] };
    const times = placesWithin(slice, stretch);
    if (times === 0) continue;
    for (const figure of FIGURES) sums[figure] += times * (entry[figure] ?? 0);
    restated += times * entry.restated;
    addReasons(reasons, entry.quarantined, times);
  }
  return { counts: { ...sums, ...refusedIn(reasons) }, restated, reasons };
}

function refusedIn(reasons: ReadonlyMap<QuarantineReason, number>) {
  const gaps = GAP_REASONS.reduce((sum, reason) => sum + (reasons.get(reason) ?? 0), 0);
  return { quarantined: total(reasons), gaps };
}

function undatedRows({ undated }: Ledger): number {
  return QUARANTINE_REASONS.reduce((sum, reason) => sum + (undated[reason] ?? 0), 0);
}

/** Rows that are read: a withdrawn one weighs on no share. */
function readRows({ bronze, withdrawn }: Pick<SliceCounts, 'bronze' | 'withdrawn'>): number {
  return bronze - withdrawn;
}

function placesWithin(
  { startMs, endMs }: Slice,
  { firstMs, lastMs, stepMs }: { readonly firstMs: number; readonly lastMs: number; readonly stepMs: number },
): number {
  const from = Math.max(0, Math.ceil((startMs - firstMs) / stepMs));
  const to = Math.min((lastMs - firstMs) / stepMs, Math.ceil((endMs - firstMs) / stepMs) - 1);
  return Math.max(0, to - from + 1);
}

function addReasons(sums: Map<QuarantineReason, number>, added: Ledger['undated'], times: number): void {
  for (const reason of QUARANTINE_REASONS) {
    const rows = times * (added[reason] ?? 0);
    if (rows > 0) sums.set(reason, (sums.get(reason) ?? 0) + rows);
  }
}

function total(reasons: ReadonlyMap<QuarantineReason, number>): number {
  return [...reasons.values()].reduce((sum, rows) => sum + rows, 0);
}
