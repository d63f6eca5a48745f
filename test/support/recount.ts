import type { Dataset } from '../../core/contracts/dataset.ts';
import type { DateRange } from '../../core/contracts/date-range.ts';
import { QUARANTINE_REASONS } from '../../core/contracts/quarantine.ts';
import type { RowBatch } from '../../core/contracts/table-schema.ts';
import { formatPeriod } from '../../core/series/time-axis.ts';
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
export function recount(batches: readonly RowBatch[], dataset: Dataset, range: DateRange) {
  const observations = placeOnCalendar(parseObservations(batches, dataset), dataset.frequency);
  settleDuplicates(observations, dataset.contract.restatements);
  const files = batches.flatMap(({ columns }) => [...columns.file]);
  const rows = Array.from(observations.fate, (fate, row): Row => ({
    fate: FATES[fate],
    instantMs: observations.instantMs[row],
    period: observations.period[row],
    id: observations.id[row],
    place: `${files[row]}:${observations.line[row]}`,
  }));
  const startMs = Date.parse(range.start);
  const endMs = Date.parse(range.end) + (dataset.frequency === 'hour' ? 1 : 86_400_000);
  const inRange = rows.filter(({ instantMs }) => instantMs >= startMs && instantMs < endMs);
  const kept = inRange.filter(({ fate }) => fate === 'kept');
  const total = sums(rows);
  return {
    counts: sums(inRange),
    totals: {
      ...total,
      undated: rows.filter(({ instantMs }) => Number.isNaN(instantMs)).length,
      restated: rows.filter(({ fate }) => fate === 'restated').length,
    },
    lastObservation:
      kept.length === 0 ? null : formatPeriod(observations.axis, Math.max(...kept.map(({ period }) => period))),
    gaps: gapsOf(kept),
    quarantine: { slice: reasonsOf(inRange), total: reasonsOf(rows) },
  };
}

function sums(rows: readonly Row[]) {
  const isRefused = ({ fate }: Row) => QUARANTINE_REASONS.some((reason) => reason === fate);
  return {
    bronze: rows.length,
    silver: rows.filter(({ fate }) => fate === 'kept').length,
    quarantined: rows.filter(isRefused).length,
    deduplicated: rows.filter(({ fate }) => fate === 'deduplicated' || fate === 'restated').length,
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
