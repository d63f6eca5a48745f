import { HOUR_MS, DAY_MS } from '../series/duration.ts';
import * as z from 'zod';
import type { Frequency } from '../contracts/frequency.ts';
import { QUARANTINE_REASONS, type QuarantineReason } from '../contracts/quarantine.ts';
import { count } from '../contracts/steps/common.ts';
import type { SliceCounts, TotalCounts } from '../contracts/steps/counts.ts';
import { FATE, FATES, FIRST_REASON, type Observations } from './observations.ts';
import { EVERYTHING, type Slice } from './slice.ts';

/** '1981-01-31', or '1981-01-31T05:30:00Z' in an hourly series. */
const place = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'a date');

const reasonCounts = z.partialRecord(z.enum(QUARANTINE_REASONS), count);

/** What became of the rows of one day or hour; a stretch of them with equal figures is one entry. */
const entrySchema = z.strictObject({
  from: place,
  /** The last one: the figures are those of each from `from` to here, a step apart. */
  to: place,
  bronze: count,
  silver: count,
  /** Restated ones among them: a later row stands in their place. */
  deduplicated: count,
  restated: count,
  quarantined: reasonCounts,
});
type Entry = z.infer<typeof entrySchema>;

/**
 * What became of every row of bronze, by date: the counts of any slice are sums of it. In an hourly series, rows between two full hours
 * stand at the half hour, because a slice begins and ends at full hours; else a row stands at its day.
 */
export const ledgerSchema = z.strictObject({
  step: z.enum(['hour', 'day']),
  /** Ascending by `from`. */
  dated: z.array(entrySchema),
  /** Rows whose date could not be read: all are refused. */
  undated: reasonCounts,
});
export type Ledger = z.infer<typeof ledgerSchema>;

/** The counts of a slice, and its refused rows by reason. */
export interface LedgerCounts extends SliceCounts {
  readonly restated: number;
  readonly reasons: ReadonlyMap<QuarantineReason, number>;
}

export function ledgerOf({ rows, instantMs, fate }: Observations, frequency: Frequency): Ledger {
  const step = frequency === 'hour' ? 'hour' : 'day';
  const undated = noFates();
  const dated = new Map<number, number[]>();
  for (let row = 0; row < rows; row++) {
    const place = placeOf(instantMs[row], step);
    const fates = Number.isNaN(place) ? undated : (dated.get(place) ?? noFates());
    if (fates !== undated && !dated.has(place)) dated.set(place, fates);
    fates[fate[row]] += 1;
  }
  const places = [...dated.keys()].sort((a, b) => a - b);
  const stretches = stretchesOf(places, (place) => dated.get(place)!, step);
  return { step, dated: stretches.map((stretch) => entryOf(stretch, step)), undated: reasonsOf(undated) };
}

/** Sums of whole days, or of full hours and what lies between them. */
export function countSlice({ step, dated }: Ledger, slice: Slice): LedgerCounts {
  const sums = { bronze: 0, silver: 0, quarantined: 0, deduplicated: 0, restated: 0 };
  const reasons = new Map<QuarantineReason, number>();
  for (const { from, to, quarantined, ...entry } of dated) {
    const times = placesWithin(slice, { firstMs: Date.parse(from), lastMs: Date.parse(to), stepMs: STEP_MS[step] });
    if (times === 0) continue;
    sums.bronze += times * entry.bronze;
    sums.silver += times * entry.silver;
    sums.deduplicated += times * entry.deduplicated;
    sums.restated += times * entry.restated;
    addReasons(reasons, quarantined, times);
  }
  return { ...sums, quarantined: total(reasons), reasons };
}

/** Undated rows are in no slice, but in all. */
export function countAll(ledger: Ledger): LedgerCounts & TotalCounts {
  const dated = countSlice(ledger, EVERYTHING);
  const reasons = new Map(dated.reasons);
  addReasons(reasons, ledger.undated, 1);
  const undated = total(reasons) - dated.quarantined;
  return { ...dated, bronze: dated.bronze + undated, quarantined: dated.quarantined + undated, undated, reasons };
}

const STEP_MS = { hour: HOUR_MS, day: DAY_MS } as const;

/** An instant that lies in the same slices as the row. */
function placeOf(instantMs: number, step: Ledger['step']): number {
  if (step === 'day') return Math.floor(instantMs / DAY_MS) * DAY_MS;
  const hourMs = Math.floor(instantMs / HOUR_MS) * HOUR_MS;
  return hourMs === instantMs ? hourMs : hourMs + HOUR_MS / 2;
}

interface Stretch {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly fates: readonly number[];
}

function stretchesOf(
  places: readonly number[],
  fatesAt: (place: number) => readonly number[],
  step: Ledger['step'],
): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const place of places) {
    const fates = fatesAt(place);
    const last = stretches.at(-1);
    const goesOn =
      last !== undefined &&
      place - last.lastMs === STEP_MS[step] &&
      fates.every((rows, fate) => rows === last.fates[fate]);
    if (goesOn) stretches[stretches.length - 1] = { ...last, lastMs: place };
    else stretches.push({ firstMs: place, lastMs: place, fates });
  }
  return stretches;
}

function entryOf({ firstMs, lastMs, fates }: Stretch, step: Ledger['step']): Entry {
  return {
    from: placeText(firstMs, step),
    to: placeText(lastMs, step),
    bronze: fates.reduce((sum, rows) => sum + rows, 0),
    silver: fates[FATE.kept],
    deduplicated: fates[FATE.deduplicated] + fates[FATE.restated],
    restated: fates[FATE.restated],
    quarantined: reasonsOf(fates),
  };
}

function placeText(placeMs: number, step: Ledger['step']): string {
  const iso = new Date(placeMs).toISOString();
  return step === 'day' ? iso.slice(0, -'T00:00:00.000Z'.length) : iso.replace('.000Z', 'Z');
}

function noFates(): number[] {
  return new Array<number>(FATES.length).fill(0);
}

function reasonsOf(fates: readonly number[]): Ledger['undated'] {
  const counted = QUARANTINE_REASONS.map((reason, index) => [reason, fates[FIRST_REASON + index]] as const);
  return Object.fromEntries(counted.filter(([, rows]) => rows > 0));
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
