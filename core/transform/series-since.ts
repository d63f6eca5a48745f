import { instantOf } from '../series/time-axis.ts';
import { FATE, FIRST_REASON } from './observations.ts';
import type { PlacedObservations } from './place-on-calendar.ts';
import { withPeriod } from './presence.ts';
import type { KnownSeries } from './series-state.ts';
import type { Tallied } from './tally-deliveries.ts';

type Known = ReadonlyMap<string, KnownSeries>;

/** By position of its id, when a series was last observed in what was read before. */
export function lastBefore(
  { ids, axis }: Pick<PlacedObservations, 'ids' | 'axis'>,
  known: Known,
): (series: number) => number | undefined {
  return (series) => {
    const last = known.get(ids[series])?.stretches.at(-1)?.last;
    return last === undefined ? undefined : instantOf(axis, last);
  };
}

/** Whether a series that had no value before has one now: its earlier empty rows were refused, and would be planned ones. */
export function endsWaiting(news: PlacedObservations, known: Known): boolean {
  const waits = news.ids.map((id) => known.get(id)?.stretches.length === 0);
  for (let row = 0; row < news.rows; row++) if (waits[news.id[row]] && hasValue(news.fate[row])) return true;
  return false;
}

/**
 * Every series that any delivery names, with what the new rows tell of them.
 *
 * @param met as `tallyDeliveries` found; undefined where no delivery had a row
 */
export function seriesSince(
  news: PlacedObservations,
  known: Known,
  met: Tallied['met'] | undefined,
): readonly KnownSeries[] {
  if (met === undefined) return [...known.values()];
  const since = new Map([...known].map(([id, series]) => [id, { ...series, isInLast: false }]));
  news.ids.forEach((uniqueId, series) => {
    if (met[series] === 'never') return;
    const before = since.get(uniqueId) ?? { uniqueId, phase: news.phases[series], stretches: [] };
    since.set(uniqueId, { ...before, isInLast: met[series] === 'last' });
  });
  for (let row = 0; row < news.rows; row++) {
    const series = since.get(news.ids[news.id[row]]);
    if (series === undefined || !hasValue(news.fate[row])) continue;
    const stretches = withPeriod(series.stretches, news.period[row]);
    if (stretches !== series.stretches) since.set(series.uniqueId, { ...series, stretches });
  }
  return [...since.values()].sort((a, b) => (a.uniqueId < b.uniqueId ? -1 : 1));
}

/** Of a row that was read: silver has its period, by it or by another row. */
function hasValue(fate: number): boolean {
  return fate < FIRST_REASON && fate !== FATE.planned;
}
