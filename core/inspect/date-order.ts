import type { DataContract } from '../contracts/data-contract.ts';
import { shown } from '../contracts/visible.ts';
import { DAY_MS } from '../series/duration.ts';
import { parseTimestamp } from '../series/parse-timestamp.ts';
import { readsInOrder } from './column-profile.ts';
import { type Doubt, undecided } from './undecided.ts';

type Order = DataContract['dateOrder'];
const YEAR_LAST = ['day-first', 'month-first'] as const satisfies readonly Order[];

export interface DateOrder {
  readonly dateOrder: Order;
  readonly doubts: readonly Doubt[];
}

/**
 * The order by which the timestamps are read: ISO where that reads them as well as any; else the one that reads more of them, or, where both
 * read all, the one by which they lie evenly in time.
 *
 * @param texts of the column, in the order of rows
 * @throws SourceRefused where both would do
 */
export function dateOrderOf(texts: Iterable<string>, column: string): DateOrder {
  const different = new Set(texts);
  different.delete('');
  const all = [...different];
  const unreadable = all.filter((text) => !readsInOrder(text, 'iso'));
  const read = YEAR_LAST.map((order) => unreadable.filter((text) => readsInOrder(text, order)));
  const [dayFirst, monthFirst] = read;
  // What neither reads is no question of the order.
  if (dayFirst.length === 0 && monthFirst.length === 0) return { dateOrder: 'iso', doubts: [] };
  if (dayFirst.length !== monthFirst.length) {
    const dateOrder = dayFirst.length > monthFirst.length ? 'day-first' : 'month-first';
    const other = dateOrder === 'day-first' ? 'month-first' : 'day-first';
    const evidence = unreadable.find((text) => readsInOrder(text, dateOrder) && !readsInOrder(text, other)) ?? '';
    return doubtful(dateOrder, `'${shown(evidence)}' is a date by ${dateOrder} alone`);
  }
  const instants = YEAR_LAST.map((order) => dayFirst.map((text) => instantOf(text, order)));
  // '4-Mar-12' says which is the month.
  if (instants[0].every((instant, at) => instant === instants[1][at])) return { dateOrder: 'day-first', doubts: [] };
  const evenness = instants.map(evennessOf);
  const [even, uneven] = evenness[0] >= evenness[1] ? [0, 1] : [1, 0];
  if (evenness[even] >= EVEN && evenness[uneven] < UNEVEN) {
    return doubtful(
      YEAR_LAST[even],
      `every date is one by day-first and by month-first; ${YEAR_LAST[even]} they lie evenly, and else they do not`,
    );
  }
  throw ambiguous(column, dayFirst);
}

function doubtful(dateOrder: Order, evidence: string): DateOrder {
  return { dateOrder, doubts: [{ field: 'contract.dateOrder', says: `${dateOrder}: ${evidence} (--date-order)` }] };
}

function ambiguous(column: string, texts: readonly string[]) {
  const text = texts.find((one) => instantOf(one, 'day-first') !== instantOf(one, 'month-first')) ?? texts[0];
  const [dayFirst, monthFirst] = YEAR_LAST.map((order) => isoOf(text, order));
  return undecided({
    problem:
      `column '${shown(column)}': every date can be read in two ways, and nothing in the file says which is right: ` +
      `'${shown(text)}' is ${dayFirst} day-first, and ${monthFirst} month-first`,
    got: text,
    allowed: 'contract.dateOrder day-first or month-first',
    hint: 'say which: --date-order day-first, or --date-order month-first',
  });
}

function instantOf(text: string, dateOrder: Order): number {
  const instant = parseTimestamp(text, { dateOrder, frequency: 'year', zone: null });
  return typeof instant === 'number' ? instant : NaN;
}

function isoOf(text: string, order: Order): string {
  return new Date(instantOf(text, order)).toISOString().replace('T00:00:00.000Z', '').replace('.000Z', 'Z');
}

/** Of neighbouring dates, the share that lie as far apart as most do: even, where nearly all. */
const EVEN = 0.9;
const UNEVEN = 0.7;
const FEWEST_DISTANCES = 12;

function evennessOf(instants: readonly number[]): number {
  const sorted = [...new Set(instants)].sort((a, b) => a - b);
  const votes = new Map<number, number>();
  for (let at = 1; at < sorted.length; at++) {
    const days = (sorted[at] - sorted[at - 1]) / DAY_MS;
    const apart = days >= 28 && days <= 31 ? 30 : days >= 90 && days <= 92 ? 91 : days === 366 ? 365 : days;
    votes.set(apart, (votes.get(apart) ?? 0) + 1);
  }
  if (sorted.length <= FEWEST_DISTANCES) return 0;
  // Twelve in a row and then nothing until the next year are not even, though most distances are alike: what is missing counts.
  const [usual, most] = [...votes].sort(([, a], [, b]) => b - a)[0];
  const expected = (sorted[sorted.length - 1] - sorted[0]) / DAY_MS / usual;
  return Math.min(most, expected) / Math.max(expected, sorted.length - 1);
}
