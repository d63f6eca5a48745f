import type { Dataset } from '../../core/contracts/dataset.ts';
import type { DateRange } from '../../core/contracts/date-range.ts';
import { QUARANTINE_REASONS } from '../../core/contracts/quarantine.ts';
import type { RowBatch } from '../../core/contracts/table-schema.ts';
import { formatPeriod, instantOf } from '../../core/series/time-axis.ts';
import { periodHolding } from '../../core/series/dating.ts';
import { gatherPeriods } from '../../core/transform/gather-periods.ts';
import { markPlanned } from '../../core/transform/mark-planned.ts';
import { FATES, parseObservations } from '../../core/transform/observations.ts';
import { placeOnCalendar } from '../../core/transform/place-on-calendar.ts';
import { settleDuplicates } from '../../core/transform/settle-duplicates.ts';

interface Row {
  readonly fate: (typeof FATES)[number];
  readonly instantMs: number;
  readonly period: number;
  readonly id: number;
  readonly place: string;
}

/** What a range holds, row by row from bronze: each row is looked at by its own instant, and nothing is remembered. */
export function recount(
  { read, withdrawn }: { readonly read: readonly RowBatch[]; readonly withdrawn: readonly RowBatch[] },
  dataset: Dataset,
  range: DateRange,
) {
  const observations = placeOnCalendar(parseObservations(read, dataset), dataset);
  const settled = settleDuplicates(observations, dataset.contract);
  gatherPeriods(observations, settled.kept, dataset.contract);
  markPlanned(observations);
  const { axis } = observations;
  const files = read.flatMap(({ columns }) => [...columns.file]);
  const rest = [...parseObservations(withdrawn, dataset).instantMs].map(withdrawnRow);
  const own = Array.from(observations.fate, (fate, row): Row => ({
    fate: FATES[fate],
    instantMs: observations.instantMs[row],
    period: observations.period[row],
    id: observations.id[row],
    place: `${files[row]}:${observations.line[row]}`,
  }));
  const rows = [...own, ...rest];
  const startMs = Date.parse(range.start);
  const endMs = Date.parse(range.end) + (dataset.frequency === 'hour' ? 1 : 86_400_000);
  const placeOf = ({ fate, period, instantMs }: Row) =>
    instantOf(axis, PLACED.includes(fate) ? period : periodHolding(axis.frequency, axis.phase, instantMs));
  const isDated = ({ instantMs }: Row) => !Number.isNaN(instantMs);
  const inRange = rows.filter((row) => isDated(row) && placeOf(row) >= startMs && placeOf(row) < endMs);
  const kept = inRange.filter(({ fate }) => fate === 'kept');
  const total = sums(rows);
  const undated = own.filter((row) => !isDated(row)).length;
  const dated = own.length - undated;
  const readInRange = inRange.filter(({ fate }) => fate !== 'withdrawn');
  return {
    counts: { ...sums(inRange), undated: dated === 0 ? undated : Math.round((undated * readInRange.length) / dated) },
    totals: {
      ...total,
      undated,
      restated: rows.filter(({ fate }) => fate === 'restated').length,
    },
    lastObservation: kept.length === 0 ? null : formatPeriod(axis, Math.max(...kept.map(({ period }) => period))),
    gaps: gapsOf(kept),
    quarantine: { slice: reasonsOf(inRange), total: reasonsOf(rows) },
  };
}

function withdrawnRow(instantMs: number): Row {
  return { fate: 'withdrawn', instantMs, period: NaN, id: NaN, place: 'withdrawn' };
}

const PLACED: readonly Row['fate'][] = ['kept', 'deduplicated', 'restated', 'aggregated'];

function sums(rows: readonly Row[]) {
  const of = (...fates: readonly Row['fate'][]) => rows.filter(({ fate }) => fates.includes(fate)).length;
  const isRefused = ({ fate }: Row) => QUARANTINE_REASONS.some((reason) => reason === fate);
  return {
    bronze: rows.length,
    silver: of('kept'),
    quarantined: rows.filter(isRefused).length,
    deduplicated: of('deduplicated', 'restated'),
    aggregated: of('aggregated'),
    planned: of('planned'),
    withdrawn: of('withdrawn'),
    gaps: of('empty', 'incomplete-period'),
  };
}

function reasonsOf(rows: readonly Row[]) {
  const found = QUARANTINE_REASONS.map((reason) => [
    reason,
    rows.filter(({ fate }) => fate === reason).map(({ place }) => place),
  ]);
  return Object.fromEntries(found.filter(([, places]) => places.length > 0)) as Record<string, string[]>;
}

function gapsOf(kept: readonly Row[]) {
  const missing = [...new Set(kept.map(({ id }) => id))].map((id) => {
    const periods = kept.filter((row) => row.id === id).map(({ period }) => period);
    return Math.max(...periods) - Math.min(...periods) + 1 - periods.length;
  });
  return {
    series: missing.length,
    seriesWithGaps: missing.filter((periods) => periods > 0).length,
    missingPeriods: missing.reduce((sum, periods) => sum + periods, 0),
  };
}
