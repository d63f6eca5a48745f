import { instantOf } from '../series/time-axis.ts';
import { FATE, FIRST_REASON } from './observations.ts';
import type { PlacedObservations } from './place-on-calendar.ts';
import { withPeriod } from './presence.ts';
import type { KnownSeries } from './series-state.ts';
import type { Counted } from './tally-deliveries.ts';

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

/** A series, and the last delivery that has it, as `countDeliveries` says it. */
export interface MetSeries extends Omit<KnownSeries, 'isInLast'> {
  readonly lastIn: string;
}

/**
 * Every series that any delivery names, with what the new rows tell of them.
 *
 * @param before the last delivery that was read before, undefined where there was none
 */
export function seriesSince(
  news: PlacedObservations,
  known: Known,
  { lastIn, before }: Pick<Counted, 'lastIn'> & { readonly before: string | undefined },
): readonly MetSeries[] {
  const since = new Map([...known].map(([id, series]) => [id, metBefore(series, before)]));
  news.ids.forEach((uniqueId, series) => {
    const delivery = lastIn[series];
    if (delivery === undefined) return;
    const former = since.get(uniqueId) ?? { uniqueId, phase: news.phases[series], stretches: [] };
    since.set(uniqueId, { ...former, lastIn: delivery });
  });
  for (let row = 0; row < news.rows; row++) {
    const series = since.get(news.ids[news.id[row]]);
    if (series === undefined || !hasValue(news.fate[row])) continue;
    const stretches = withPeriod(series.stretches, news.period[row]);
    if (stretches !== series.stretches) since.set(series.uniqueId, { ...series, stretches });
  }
  return [...since.values()];
}

/** @param last the last delivery that was read before */
export function metBefore({ isInLast, ...series }: KnownSeries, last: string | undefined): MetSeries {
  return { ...series, lastIn: isInLast ? (last ?? '') : '' };
}

/** Ascending by their ids. @param last the last delivery of all */
export function knownOf(series: readonly MetSeries[], last: string | undefined): readonly KnownSeries[] {
  const known = series.map(({ lastIn, ...one }) => ({ ...one, isInLast: lastIn === last }));
  return known.sort((a, b) => (a.uniqueId < b.uniqueId ? -1 : 1));
}

/** Of a row that was read: silver has its period, by it or by another row. */
function hasValue(fate: number): boolean {
  return fate < FIRST_REASON && fate !== FATE.planned;
}
