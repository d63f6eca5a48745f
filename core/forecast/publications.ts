import type { Publication } from '../contracts/publication.ts';
import { type PeriodRange, periodRange } from '../series/period-range.ts';
import type { TimeAxis } from '../series/time-axis.ts';

/** Oldest first, the newest last. For each period, the newest one that covers it is in force. */
export type Publications = readonly Publication[];

/**
 * With one more, which is the newest, even of a run that has published another version or range before. The same once more is the retry of
 * a step whose answer was lost: it keeps its place, for a younger run may have published meanwhile. Those that had ended a whole horizon
 * before the newest begins are forgotten: the next look judges what came true until yesterday, so the ones before it must still be known.
 */
export function withPublication(publications: Publications, newest: Publication): Publications {
  if (publications.some((known) => isSame(known, newest))) return publications;
  const [begins, ends] = [Date.parse(newest.range.start), Date.parse(newest.range.end)];
  const isKept = ({ runId, range }: Publication) =>
    runId !== newest.runId && Date.parse(range.end) >= begins - (ends - begins);
  return [...publications.filter(isKept), newest];
}

function isSame(a: Publication, b: Publication): boolean {
  const isSameRange = a.range.start === b.range.start && a.range.end === b.range.end;
  return a.runId === b.runId && a.modelVersion === b.modelVersion && isSameRange;
}

/** Periods for which one run's forecasts are in force. */
export interface Stretch {
  readonly publication: Publication;
  readonly periods: PeriodRange;
}

/** Which forecasts are in force when, ascending. Periods that none covers are in no stretch. */
export function stretchesInForce(publications: Publications, axis: TimeAxis, asked: PeriodRange): readonly Stretch[] {
  const newestFirst = publications.map((publication) => ({ publication, ...periodRange(axis, publication.range) }));
  newestFirst.reverse();
  const stretches: Stretch[] = [];
  for (let period = asked.first; period <= asked.last; period++) {
    const inForce = newestFirst.find(({ first, last }) => first <= period && period <= last);
    if (inForce === undefined) continue;
    const { publication } = inForce;
    const before = stretches.at(-1);
    const first = before?.publication === publication ? stretches.pop()!.periods.first : period;
    stretches.push({ publication, periods: { first, last: period } });
  }
  return stretches;
}

/** How many periods after this one have forecasts in force, up to the first that has none. */
export function periodsAhead(publications: Publications, axis: TimeAxis, period: number): number {
  const ranges = publications.map(({ range }) => periodRange(axis, range));
  for (let last = period; ;) {
    const next = Math.max(...ranges.filter(({ first }) => first <= last + 1).map((range) => range.last));
    if (next <= last) return last - period;
    last = next;
  }
}
