import { QUARANTINE_REASONS } from '../contracts/quarantine.ts';
import { periodHolding } from '../series/dating.ts';
import { instantOf, type TimeAxis } from '../series/time-axis.ts';
import { type Ledger, type LedgerEntry, STEP_MS } from './ledger.ts';
import { FATE, FATES, FIRST_REASON, type Observations } from './observations.ts';
import type { PlacedObservations } from './place-on-calendar.ts';
import { spacingOf } from './spacing.ts';

type Withdrawn = Pick<Observations, 'instantMs'>;

/** @param withdrawn rows of withdrawn deliveries: no more is known of them than when they were */
export function ledgerOf(observations: PlacedObservations, withdrawn: Withdrawn): Ledger {
  const { axis, rowsByPhase } = observations;
  const counted = { dated: new Map<number, number[]>(), undated: noFates(), undatedWithdrawn: 0 };
  const spacingMs = spacingOf(observations);
  return {
    ...written(addRows(counted, observations, withdrawn), axis),
    phases: Object.fromEntries([...rowsByPhase].sort(([a], [b]) => a - b)),
    ...(spacingMs === undefined ? {} : { spacingMs }),
  };
}

/** What a shard's rows add to the ledger. */
export interface LedgerPart {
  readonly ledger: Ledger;
  /** By period, how many rows that were silver's one of them restates. */
  readonly restated: ReadonlyMap<number, number>;
}

/** The ledger of all of them, as if their rows had been counted at once; of days and hours. */
export function sumLedgers(parts: readonly LedgerPart[], axis: TimeAxis): Ledger {
  const sum = { dated: new Map<number, number[]>(), undated: noFates(), undatedWithdrawn: 0 };
  const phases = new Map<number, number>();
  for (const { ledger } of parts) {
    const { dated, undated, undatedWithdrawn } = countedOf(ledger, axis);
    for (const [period, fates] of dated) addFates(sum.dated.get(period) ?? fresh(sum.dated, period), fates);
    addFates(sum.undated, undated);
    sum.undatedWithdrawn += undatedWithdrawn;
    for (const [phase, rows] of Object.entries(ledger.phases))
      phases.set(Number(phase), (phases.get(Number(phase)) ?? 0) + rows);
  }
  for (const [period, rows] of parts.flatMap(({ restated }) => [...restated])) {
    const fates = sum.dated.get(period)!;
    fates[FATE.kept] -= rows;
    fates[FATE.restated] += rows;
  }
  return { ...written(sum, axis), phases: Object.fromEntries([...phases].sort(([a], [b]) => a - b)) };
}

function fresh(dated: Map<number, number[]>, period: number): number[] {
  const fates = noFates();
  dated.set(period, fates);
  return fates;
}

function addFates(sum: number[], fates: readonly number[]): void {
  for (let fate = 0; fate < sum.length; fate++) sum[fate] += fates[fate];
}

/** Rows by what became of them. */
interface Counted {
  /** By period, rows of each fate. */
  readonly dated: Map<number, number[]>;
  readonly undated: number[];
  readonly undatedWithdrawn: number;
}

function addRows(counted: Counted, observations: PlacedObservations, withdrawn: Withdrawn): Counted {
  const { rows, instantMs, fate, axis } = observations;
  const { dated, undated } = counted;
  const placeOf = placer(observations);
  for (let row = 0; row < rows; row++) {
    const period = placeOf(row);
    const fates = Number.isNaN(instantMs[row]) ? undated : (dated.get(period) ?? noFates());
    if (fates !== undated && !dated.has(period)) dated.set(period, fates);
    fates[fate[row]] += 1;
  }
  const undatedWithdrawn = addWithdrawn(withdrawn, { axis, dated });
  return { ...counted, undatedWithdrawn: counted.undatedWithdrawn + undatedWithdrawn };
}

function written({ dated, undated, undatedWithdrawn }: Counted, axis: TimeAxis): Omit<Ledger, 'phases' | 'spacingMs'> {
  const step = axis.frequency === 'hour' ? 'hour' : 'day';
  const periods = [...dated.keys()].sort((a, b) => a - b);
  const places = periods.map((period) => ({ atMs: instantOf(axis, period), fates: dated.get(period)! }));
  return {
    step,
    dated: stretchesOf(places, step).map((stretch) => entryOf(stretch, step)),
    undated: reasonsOf(undated),
    ...(undatedWithdrawn === 0 ? {} : { undatedWithdrawn }),
  };
}

/** The inverse, of days and hours. */
function countedOf({ step, dated, undated, undatedWithdrawn = 0 }: Ledger, { frequency, phase }: TimeAxis): Counted {
  const counted = new Map<number, number[]>();
  for (const entry of dated) {
    const fates = fatesOf(entry);
    const lastMs = Date.parse(entry.to);
    for (let atMs = Date.parse(entry.from); atMs <= lastMs; atMs += STEP_MS[step])
      counted.set(periodHolding(frequency, phase, atMs), [...fates]);
  }
  return { dated: counted, undated: withReasons(noFates(), undated), undatedWithdrawn };
}

function fatesOf({ silver, deduplicated, restated, aggregated, planned, withdrawn = 0, quarantined }: LedgerEntry) {
  const fates = withReasons(noFates(), quarantined);
  fates[FATE.kept] = silver;
  fates[FATE.deduplicated] = deduplicated - restated;
  fates[FATE.restated] = restated;
  fates[FATE.aggregated] = aggregated;
  fates[FATE.planned] = planned;
  fates[FATE.withdrawn] = withdrawn;
  return fates;
}

function withReasons(fates: number[], reasons: Ledger['undated']): number[] {
  QUARANTINE_REASONS.forEach((reason, index) => (fates[FIRST_REASON + index] = reasons[reason] ?? 0));
  return fates;
}

/** Counts them by period. @returns how many have no date that can be read */
function addWithdrawn(
  { instantMs }: Pick<Observations, 'instantMs'>,
  { axis, dated }: { readonly axis: TimeAxis; readonly dated: Map<number, number[]> },
): number {
  let undated = 0;
  for (const instant of instantMs) {
    if (Number.isNaN(instant)) {
      undated += 1;
      continue;
    }
    const period = periodHolding(axis.frequency, axis.phase, instant);
    const fates = dated.get(period) ?? noFates();
    fates[FATE.withdrawn] += 1;
    dated.set(period, fates);
  }
  return undated;
}

/** The period at which a row is counted. */
function placer({ instantMs, period, fate, axis }: PlacedObservations): (row: number) => number {
  const holding = (row: number) => periodHolding(axis.frequency, axis.phase, instantMs[row]);
  return (row) => (IN_A_PERIOD.has(fate[row]) ? period[row] : holding(row));
}

const IN_A_PERIOD: ReadonlySet<number> = new Set(
  (['kept', 'deduplicated', 'restated', 'aggregated'] as const).map((fate) => FATE[fate]),
);

interface Stretch {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly fates: readonly number[];
}

interface Place {
  readonly atMs: number;
  readonly fates: readonly number[];
}

function stretchesOf(places: readonly Place[], step: Ledger['step']): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const { atMs, fates } of places) {
    const last = stretches.at(-1);
    const goesOn =
      last !== undefined &&
      atMs - last.lastMs === STEP_MS[step] &&
      fates.every((rows, fate) => rows === last.fates[fate]);
    if (goesOn) stretches[stretches.length - 1] = { ...last, lastMs: atMs };
    else stretches.push({ firstMs: atMs, lastMs: atMs, fates });
  }
  return stretches;
}

function entryOf({ firstMs, lastMs, fates }: Stretch, step: Ledger['step']): LedgerEntry {
  return {
    from: placeText(firstMs, step),
    to: placeText(lastMs, step),
    bronze: fates.reduce((sum, rows) => sum + rows, 0),
    silver: fates[FATE.kept],
    deduplicated: fates[FATE.deduplicated] + fates[FATE.restated],
    restated: fates[FATE.restated],
    aggregated: fates[FATE.aggregated],
    planned: fates[FATE.planned],
    ...(fates[FATE.withdrawn] === 0 ? {} : { withdrawn: fates[FATE.withdrawn] }),
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
