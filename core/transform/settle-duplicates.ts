import type { DataContract } from '../contracts/data-contract.ts';
import { FATE, rowsAreTarget } from './observations.ts';
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
 * Leaves one row of each (unique_id, ds), or of each (unique_id, timestamp) where rows are gathered into periods. Within one delivery equal values
 * are one observation, different ones are all refused: nothing says which is right. But where rows are added up or counted they are events, as
 * the lines of orders are: of those with one timestamp every row counts. Between deliveries the contract decides, of events on all of a timestamp.
 */
export function settleDuplicates(
  observations: PlacedObservations,
  { restatements, aggregate }: Pick<DataContract, 'restatements' | 'aggregate'>,
): Settled {
  const { id, fate } = observations;
  const areEvents = !rowsAreTarget({ aggregate });
  const key = aggregate === null ? observations.period : observations.instantMs;
  const order = orderByKey(observations, key);
  const rivals = new Map<number, number>();
  const restates = new Uint8Array(observations.rows);
  for (let start = 0, end: number; start < order.length; start = end) {
    const first = order[start];
    end = start + 1;
    while (end < order.length && id[order[end]] === id[first] && key[order[end]] === key[first]) end += 1;
    if (end - start > 1) {
      settleKey(order.subarray(start, end), observations, { restatements, areEvents, rivals, restates });
    }
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
  readonly areEvents: boolean;
  readonly rivals: Map<number, number>;
  readonly restates: Uint8Array;
}

/** @param rows all rows of one (unique_id, ds), by delivery and line */
function settleKey(rows: Uint32Array, observations: PlacedObservations, ruling: Ruling): void {
  const { delivery } = observations;
  let current: Uint32Array | undefined;
  for (let start = 0, end: number; start < rows.length; start = end) {
    end = start + 1;
    while (end < rows.length && delivery[rows[end]] === delivery[rows[start]]) end += 1;
    const sameDelivery = rows.subarray(start, end);
    const next = ruling.areEvents ? sameDelivery : oneOf(sameDelivery, observations, ruling);
    if (next !== undefined)
      current = settleRestatement(current, { next, said: sameDelivery }, { ...observations, ruling });
  }
}

/** The one row that stands for equal ones; undefined where they differ. */
function oneOf(rows: Uint32Array, { y, fate }: PlacedObservations, { rivals }: Ruling): Uint32Array | undefined {
  const [first] = rows;
  const other = rows.find((row) => y[row] !== y[first]);
  if (other === undefined) {
    for (const row of rows.subarray(1)) fate[row] = FATE.deduplicated;
    return rows.subarray(0, 1);
  }
  for (const row of rows) {
    fate[row] = FATE['conflicting-duplicate'];
    rivals.set(row, y[row] === y[first] ? other : first);
  }
  return undefined;
}

interface Said {
  /** The rows that stand for what a delivery says of a key, */
  readonly next: Uint32Array;
  /** and all that say it. */
  readonly said: Uint32Array;
}

/** The rows that stand after a later delivery gave `next` for what was `current`. */
function settleRestatement(
  current: Uint32Array | undefined,
  { next, said }: Said,
  { y, fate, ruling }: { readonly y: Float64Array; readonly fate: Uint8Array; readonly ruling: Ruling },
): Uint32Array {
  if (current === undefined) return next;
  if (areSame(current, next, y)) {
    for (const row of next) fate[row] = FATE.deduplicated;
    return current;
  }
  for (const row of said) ruling.restates[row] = 1;
  if (ruling.restatements === 'last-delivery-wins') {
    for (const row of current) fate[row] = FATE.restated;
    return next;
  }
  for (const row of next) {
    fate[row] = FATE.restatement;
    ruling.rivals.set(row, current[0]);
  }
  return current;
}

/** The same values, in any order. */
function areSame(rows: Uint32Array, others: Uint32Array, y: Float64Array): boolean {
  if (rows.length !== others.length) return false;
  if (rows.length === 1) return y[rows[0]] === y[others[0]];
  const sorted = (those: Uint32Array) => Float64Array.from(those, (row) => y[row]).sort();
  const own = sorted(others);
  return sorted(rows).every((value, at) => value === own[at]);
}
