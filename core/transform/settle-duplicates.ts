import type { DataContract } from '../contracts/data-contract.ts';
import { FATE } from './observations.ts';
import type { PlacedObservations } from './place-on-calendar.ts';
import { rowsWhere, selectRows } from './rows.ts';
import { sortedOrder } from './sorted-order.ts';

export interface Settled {
  /** The rows kept for silver, ascending by (unique_id, ds). */
  readonly kept: Uint32Array;
  /** Refused row -> the row whose value it contradicts. */
  readonly rivals: ReadonlyMap<number, number>;
  /** By row: 1 where it gives another value than an earlier delivery gave, whatever becomes of either. */
  readonly restates: Uint8Array;
}

/**
 * Leaves one row of each (unique_id, ds), or of each (unique_id, timestamp) where rows are gathered into periods. Within one delivery equal values are one observation, different ones are all refused:
 * nothing says which is right. Between deliveries the contract decides.
 */
export function settleDuplicates(
  observations: PlacedObservations,
  { restatements, aggregate }: Pick<DataContract, 'restatements' | 'aggregate'>,
): Settled {
  const { id, fate } = observations;
  const key = aggregate === null ? observations.period : observations.instantMs;
  const order = orderByKey(observations, key);
  const rivals = new Map<number, number>();
  const restates = new Uint8Array(observations.rows);
  for (let start = 0, end: number; start < order.length; start = end) {
    const first = order[start];
    end = start + 1;
    while (end < order.length && id[order[end]] === id[first] && key[order[end]] === key[first]) end += 1;
    if (end - start > 1) settleKey(order.subarray(start, end), observations, { restatements, rivals, restates });
  }
  return { kept: selectRows(order, (row) => fate[row] === FATE.kept), rivals, restates };
}

/** Rows not refused so far, by unique_id, key, delivery and line. */
function orderByKey(
  { rows, id, delivery, line, fate }: PlacedObservations,
  key: Int32Array | Float64Array,
): Uint32Array {
  const candidates = rowsWhere(rows, (row) => fate[row] === FATE.kept);
  return sortedOrder(candidates, [line, delivery, ...digitsOf(key), id]);
}

/** Keys of 32 bits, in the order of the numbers. */
function digitsOf(key: Int32Array | Float64Array): readonly Uint32Array[] {
  const low = new Uint32Array(key.length);
  if (key instanceof Int32Array) {
    // With the sign bit turned over, periods before 1970 sort before those after it.
    for (let row = 0; row < low.length; row++) low[row] = key[row] ^ 0x80000000;
    return [low];
  }
  const high = new Uint32Array(key.length);
  for (let row = 0; row < low.length; row++) {
    const upper = Math.floor(key[row] / 2 ** 32);
    low[row] = key[row] - upper * 2 ** 32;
    high[row] = upper ^ 0x80000000;
  }
  return [low, high];
}

interface Ruling {
  readonly restatements: DataContract['restatements'];
  readonly rivals: Map<number, number>;
  readonly restates: Uint8Array;
}

/** @param rows all rows of one (unique_id, ds), by delivery and line */
function settleKey(rows: Uint32Array, { delivery, y, fate }: PlacedObservations, ruling: Ruling): void {
  let current: number | undefined;
  for (let start = 0, end: number; start < rows.length; start = end) {
    const first = rows[start];
    end = start + 1;
    while (end < rows.length && delivery[rows[end]] === delivery[first]) end += 1;
    const sameDelivery = rows.subarray(start, end);
    const other = sameDelivery.find((row) => y[row] !== y[first]);
    if (other !== undefined) {
      for (const row of sameDelivery) {
        fate[row] = FATE['conflicting-duplicate'];
        ruling.rivals.set(row, y[row] === y[first] ? other : first);
      }
      continue;
    }
    for (const row of sameDelivery.subarray(1)) fate[row] = FATE.deduplicated;
    if (current !== undefined && y[first] !== y[current]) for (const row of sameDelivery) ruling.restates[row] = 1;
    current = settleRestatement(current, first, { y, fate, ruling });
  }
}

/** The row that stands after a later delivery gave `next` for what was `current`. */
function settleRestatement(
  current: number | undefined,
  next: number,
  { y, fate, ruling }: { readonly y: Float64Array; readonly fate: Uint8Array; readonly ruling: Ruling },
): number {
  if (current === undefined) return next;
  if (y[next] === y[current]) {
    fate[next] = FATE.deduplicated;
    return current;
  }
  if (ruling.restatements === 'last-delivery-wins') {
    fate[current] = FATE.restated;
    return next;
  }
  fate[next] = FATE.restatement;
  ruling.rivals.set(next, current);
  return current;
}
