import type { DeliveryFigures } from '../contracts/delivery-figures.ts';
import { type Fate, FATES, FIRST_REASON } from './observations.ts';
import type { PlacedObservations } from './place-on-calendar.ts';
import { rowsWhere } from './rows.ts';
import type { KnownSeries } from './series-state.ts';
import { sortedOrder } from './sorted-order.ts';

/** What a delivery was beside those before it; what size is usual is another question. */
export type DeliveryTally = Omit<DeliveryFigures, 'usualRows'>;

/** The figures of a delivery that add up: over all shards they make its tally. */
export interface DeliveryCounts extends Omit<DeliveryTally, 'knownSeries' | 'vanishedSeries' | 'seriesBefore'> {
  /** Of its series, how many had which delivery, by its sha256, as the last one before it. */
  readonly alsoIn: Readonly<Record<string, number>>;
}

/** What is known of the deliveries that were read before. */
export interface TalliedBefore {
  /** What is known of series, by their id. */
  readonly known: ReadonlyMap<string, Pick<KnownSeries, 'isInLast' | 'stretches'>>;
  /** The last one's sha256, undefined where there was none. */
  readonly last: string | undefined;
}

export interface Counted {
  /** In the order of arrival. */
  readonly deliveries: readonly DeliveryCounts[];
  /**
   * By position of the id, the last delivery that has it: its sha256; '' where that one was read before and is not the last of those; undefined where
   * none has it.
   */
  readonly lastIn: readonly (string | undefined)[];
}

const NONE_BEFORE: TalliedBefore = { known: new Map(), last: undefined };

/**
 * Every delivery beside those before it, in the order of arrival. One pass: it runs over all rows of a data set, or of a shard.
 *
 * @param observations with the fates that they end with
 * @param restates by row, as `settleDuplicates` found
 */
export function countDeliveries(
  observations: PlacedObservations,
  restates: Uint8Array,
  before: TalliedBefore = NONE_BEFORE,
): Counted {
  const { delivery, deliveries } = observations;
  const runs = runsByDelivery(observations);
  const memory = seriesMemory(observations, before);
  // By the number of a delivery: none, those before the last one that was read before, that one, and then these.
  const names: (string | undefined)[] = [undefined, '', before.last ?? ''];
  const counted: DeliveryCounts[] = [];
  for (let first = 0, next: number; first < runs.length; first = next) {
    const counts = noCounts();
    memory.delivery += 1;
    for (next = first; next < runs.length && delivery[runs[next]] === delivery[runs[first]]; next++) {
      tallyRun(runs[next], observations, { restates, memory, counts });
    }
    const own = deliveries[delivery[runs[first]]];
    names.push(own.delivery);
    const { alsoIn, ...figures } = counts;
    counted.push({ ...own, ...figures, alsoIn: namedCounts(alsoIn, names) });
  }
  return { deliveries: counted, lastIn: Array.from(memory.metIn, (number) => names[number]) };
}

function namedCounts(counts: ReadonlyMap<number, number>, names: readonly (string | undefined)[]) {
  return Object.fromEntries([...counts].map(([number, rows]) => [names[number] ?? '', rows]));
}

/** The same of the shards together, in the order of arrival. */
export function sumDeliveries(shards: readonly (readonly DeliveryCounts[])[]): readonly DeliveryCounts[] {
  const sums = new Map<string, DeliveryCounts>();
  for (const one of shards.flat()) {
    const sum = sums.get(one.delivery);
    sums.set(one.delivery, sum === undefined ? one : added(sum, one));
  }
  return [...sums.values()].sort((a, b) => a.sequence - b.sequence || (a.delivery < b.delivery ? -1 : 1));
}

const SUMMED = [
  ...(['rows', 'newValues', 'lateValues', 'restated', 'repeated', 'refused', 'planned'] as const),
  ...(['series', 'newSeries'] as const),
];

function added(sum: DeliveryCounts, one: DeliveryCounts): DeliveryCounts {
  const figures = Object.fromEntries(SUMMED.map((figure) => [figure, sum[figure] + one[figure]]));
  const alsoIn = { ...sum.alsoIn };
  for (const [delivery, series] of Object.entries(one.alsoIn)) alsoIn[delivery] = (alsoIn[delivery] ?? 0) + series;
  return { ...sum, ...figures, alsoIn };
}

/**
 * @param counts of all shards
 * @param before how many series were known, and the last one of the deliveries that were read before
 */
export function talliesOf(
  counts: readonly DeliveryCounts[],
  before: { readonly series: number; readonly last: Pick<DeliveryTally, 'series' | 'delivery'> | undefined } = {
    series: 0,
    last: undefined,
  },
): readonly DeliveryTally[] {
  let { series: knownSeries, last } = before;
  return counts.map(({ alsoIn, ...figures }) => {
    const seriesBefore = last?.series ?? 0;
    const ofTheLast = last === undefined ? 0 : (alsoIn[last.delivery] ?? 0);
    const tally = { ...figures, knownSeries, vanishedSeries: seriesBefore - ofTheLast, seriesBefore };
    knownSeries += figures.newSeries;
    last = figures;
    return tally;
  });
}

/** The first rows of stretches of one delivery, in the order of the deliveries. A data file is one stretch, unless another engine has joined some. */
function runsByDelivery({ rows, delivery }: PlacedObservations): Uint32Array {
  const starts = rowsWhere(rows, (row) => row === 0 || delivery[row] !== delivery[row - 1]);
  return sortedOrder(starts, [delivery]);
}

/** What is known of every series, by position of its id. */
interface SeriesMemory {
  /** The number of the present one. */
  delivery: number;
  /** The last delivery that had it; 0: none. */
  readonly metIn: Uint32Array;
  /** Its last period with a value, so far and before the present delivery. */
  readonly last: Int32Array;
  readonly lastBefore: Int32Array;
}

const NEVER = -(2 ** 31);

/** The number of the last delivery that was read before; those before it are all the same. */
const LAST_BEFORE = 2;

function seriesMemory({ ids }: Pick<PlacedObservations, 'ids'>, before: TalliedBefore): SeriesMemory {
  const never = () => new Int32Array(ids.length).fill(NEVER);
  const memory = { metIn: new Uint32Array(ids.length), last: never(), lastBefore: never() };
  ids.forEach((id, series) => {
    const known = before.known.get(id);
    if (known === undefined) return;
    memory.metIn[series] = known.isInLast ? LAST_BEFORE : LAST_BEFORE - 1;
    memory.last[series] = known.stretches.at(-1)?.last ?? NEVER;
  });
  return { delivery: LAST_BEFORE, ...memory };
}

function noCounts() {
  const rows = { rows: 0, newValues: 0, lateValues: 0, restated: 0, repeated: 0, refused: 0, planned: 0 };
  return { ...rows, series: 0, newSeries: 0, alsoIn: new Map<number, number>() };
}

interface Tallying {
  readonly restates: Uint8Array;
  readonly memory: SeriesMemory;
  readonly counts: ReturnType<typeof noCounts>;
}

/** @param start its first row; it ends where another delivery begins */
function tallyRun(
  start: number,
  { rows, id, fate, period, delivery }: PlacedObservations,
  { restates, memory, counts }: Tallying,
): void {
  const { last, lastBefore } = memory;
  for (let row = start; row < rows && delivery[row] === delivery[start]; row++) {
    const series = id[row];
    counts.rows += 1;
    if (NAMES_NONE[fate[row]] === 0) meet(series, memory, counts);
    if (HAS_VALUE[fate[row]] === 1 && period[row] > last[series]) last[series] = period[row];
    if (restates[row] === 1) counts.restated += 1;
    else if (HAS_VALUE[fate[row]] === 1) {
      counts.newValues += 1;
      if (period[row] < lastBefore[series]) counts.lateValues += 1;
    } else if (REPEATS[fate[row]] === 1) counts.repeated += 1;
    else if (fate[row] >= FIRST_REASON) counts.refused += 1;
    else counts.planned += 1;
  }
}

/** Notes that the delivery has the series: a row names one whatever else is wrong with it. */
function meet(series: number, { metIn, delivery, last, lastBefore }: SeriesMemory, counts: Tallying['counts']): void {
  const before = metIn[series];
  if (before === delivery) return;
  metIn[series] = delivery;
  lastBefore[series] = last[series];
  counts.series += 1;
  if (before === 0) counts.newSeries += 1;
  else counts.alsoIn.set(before, (counts.alsoIn.get(before) ?? 0) + 1);
}

/** By fate: rows without an id that can be read. */
const NAMES_NONE = byFate(['missing-id', 'wrong-field-count']);
/** Rows that gave a value of their own, whatever later deliveries made of it. */
const HAS_VALUE = byFate(['kept', 'restated', 'aggregated']);
const REPEATS = byFate(['deduplicated']);

function byFate(those: readonly Fate[]): Uint8Array {
  return Uint8Array.from(FATES, (fate) => (those.includes(fate) ? 1 : 0));
}
