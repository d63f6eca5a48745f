import type { DeliveryFigures } from '../contracts/delivery-figures.ts';
import { FATE, FIRST_REASON } from './observations.ts';
import type { PlacedObservations } from './place-on-calendar.ts';
import { rowsWhere } from './rows.ts';
import { sortedOrder } from './sorted-order.ts';

/** What a delivery was beside those before it; what size is usual is another question. */
export type DeliveryTally = Omit<DeliveryFigures, 'usualRows'>;

/**
 * Every delivery beside those before it, in the order of arrival.
 *
 * @param observations with the fates that they end with
 * @param restates by row, as `settleDuplicates` found
 */
export function tallyDeliveries(observations: PlacedObservations, restates: Uint8Array): readonly DeliveryTally[] {
  const { rows, delivery, deliveries } = observations;
  const order = sortedOrder(
    rowsWhere(rows, () => true),
    [delivery],
  );
  const known = seriesMemory(observations.ids.length);
  const tallies: DeliveryTally[] = [];
  for (let start = 0, end: number; start < order.length; start = end) {
    for (end = start; end < order.length && delivery[order[end]] === delivery[order[start]];) end++;
    const own = order.subarray(start, end);
    const before = { knownSeries: known.series, seriesBefore: tallies.at(-1)?.series ?? 0 };
    const series = meet(own, observations, known);
    tallies.push({
      ...deliveries[delivery[own[0]]],
      rows: own.length,
      ...tallyRows(own, observations, { restates, lastBefore: known.lastBefore }),
      series: series.met,
      newSeries: series.met - series.known,
      knownSeries: before.knownSeries,
      vanishedSeries: before.seriesBefore - series.ofTheLast,
      seriesBefore: before.seriesBefore,
    });
  }
  return tallies;
}

/** What is known of every series, by position of its id. */
interface SeriesMemory {
  /** The last delivery that had it, by its number from 1. */
  readonly metIn: Uint32Array;
  /** Its last period with a value, in all deliveries so far and in those before the present one. */
  readonly last: Int32Array;
  readonly lastBefore: Int32Array;
  /** How many have been met. */
  series: number;
  deliveries: number;
}

const NEVER = -(2 ** 31);

function seriesMemory(ids: number): SeriesMemory {
  return {
    metIn: new Uint32Array(ids),
    last: new Int32Array(ids).fill(NEVER),
    lastBefore: new Int32Array(ids).fill(NEVER),
    series: 0,
    deliveries: 0,
  };
}

/** Notes the series that a delivery has: a row names one whatever else is wrong with it. */
function meet(rows: Uint32Array, { id, fate, period }: PlacedObservations, memory: SeriesMemory) {
  const { metIn, last, lastBefore } = memory;
  const found = { met: 0, known: 0, ofTheLast: 0 };
  const number = (memory.deliveries += 1);
  for (const row of rows) {
    if (fate[row] === FATE['missing-id'] || fate[row] === FATE['wrong-field-count']) continue;
    const series = id[row];
    const lastMet = metIn[series];
    if (lastMet !== number) {
      found.met += 1;
      if (lastMet !== 0) found.known += 1;
      if (lastMet !== 0 && lastMet === number - 1) found.ofTheLast += 1;
      metIn[series] = number;
      lastBefore[series] = last[series];
    }
    if (HAS_VALUE[fate[row]] === 1 && period[row] > last[series]) last[series] = period[row];
  }
  memory.series += found.met - found.known;
  return found;
}

/** By fate: rows that gave a value of their own, whatever later deliveries made of it. */
const HAS_VALUE = Uint8Array.from({ length: Object.keys(FATE).length }, (_, fate) =>
  [FATE.kept, FATE.restated, FATE.aggregated].includes(fate) ? 1 : 0,
);

/** @param against what was known before the delivery */
function tallyRows(
  rows: Uint32Array,
  { id, fate, period }: PlacedObservations,
  { restates, lastBefore }: { readonly restates: Uint8Array; readonly lastBefore: Int32Array },
) {
  const tally = { newValues: 0, lateValues: 0, restated: 0, repeated: 0, refused: 0, planned: 0 };
  for (const row of rows) {
    if (restates[row] === 1) tally.restated += 1;
    else if (HAS_VALUE[fate[row]] === 1) {
      tally.newValues += 1;
      if (period[row] < lastBefore[id[row]]) tally.lateValues += 1;
    } else if (fate[row] === FATE.deduplicated) tally.repeated += 1;
    else if (fate[row] >= FIRST_REASON) tally.refused += 1;
    else tally.planned += 1;
  }
  return tally;
}
