import type { DataContract } from '../contracts/data-contract.ts';
import { formatPeriod, instantOf } from '../series/time-axis.ts';
import { FATE, isWithin, rowsAreTarget } from './observations.ts';
import type { PlacedObservations } from './place-on-calendar.ts';

/** The values of silver, ascending by (unique_id, ds). */
export interface Values {
  /** The row that carries each. */
  readonly rows: Uint32Array;
  readonly y: Float64Array;
  /** How many rows made each; absent where each row is its own value. */
  readonly made?: Int32Array;
  /** What is wrong with rows that were refused here. */
  readonly details: ReadonlyMap<number, string>;
}

type Aggregate = NonNullable<DataContract['aggregate']>;

/**
 * Makes the rows of one series within one period one value, which the last of them carries; the others are aggregated. The first and the
 * last period of a series count only where they have about as many rows as is usual for their length: half a day's sum is no small day.
 *
 * @param kept rows ascending by (unique_id, instant)
 */
export function gatherPeriods(observations: PlacedObservations, kept: Uint32Array, contract: DataContract): Values {
  const { id, y } = observations;
  const { aggregate } = contract;
  if (aggregate === null) return { rows: kept, y: valuesOf(y, kept), details: new Map() };
  const gathering = { observations, contract, aggregate, details: new Map<number, string>() };
  const values: Value[] = [];
  for (let start = 0, end: number; start < kept.length; start = end) {
    for (end = start; end < kept.length && id[kept[end]] === id[kept[start]];) end++;
    values.push(...seriesValues(kept.subarray(start, end), gathering));
  }
  return {
    rows: Uint32Array.from(values, ({ row }) => row),
    y: Float64Array.from(values, ({ value }) => value),
    made: Int32Array.from(values, ({ rows }) => rows),
    details: gathering.details,
  };
}

interface Gathering {
  readonly observations: PlacedObservations;
  readonly contract: DataContract;
  readonly aggregate: Aggregate;
  readonly details: Map<number, string>;
}

interface Value {
  /** Which carries it. */
  readonly row: number;
  readonly value: number;
  readonly rows: number;
}

/** @param kept rows of one series, ascending in time */
function seriesValues(kept: Uint32Array, gathering: Gathering): readonly Value[] {
  const { observations, contract, aggregate } = gathering;
  const groups = groupsOf(kept, observations.period);
  const usual = usualRows(groups, observations);
  return groups.flatMap((rows, index): readonly Value[] => {
    const isEdge = index === 0 || index === groups.length - 1;
    const expected = usual(rows[0]);
    if (isEdge && rows.length < COMPLETE * expected) {
      const why = `has ${rows.length} rows, of usually ${Math.round(expected)}`;
      return refuse(rows, { fate: 'incomplete-period', why }, gathering);
    }
    const value = AGGREGATES[aggregate](valuesOf(observations.y, rows));
    const isTarget = Number.isFinite(value) && (rowsAreTarget(contract) || isWithin(contract, value));
    if (!isTarget) {
      const why = `comes to ${value}, which is not within ${contract.min ?? '-∞'}..${contract.max ?? '∞'}`;
      return refuse(rows, { fate: 'out-of-range', why }, gathering);
    }
    for (const row of rows.subarray(0, -1)) observations.fate[row] = FATE.aggregated;
    return [{ row: rows[rows.length - 1], value, rows: rows.length }];
  });
}

function valuesOf(y: Float64Array, rows: Uint32Array): Float64Array {
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = y[rows[i]];
  return values;
}

/** @param rows of one series, ascending in time */
function groupsOf(rows: Uint32Array, period: Int32Array): readonly Uint32Array[] {
  const groups: Uint32Array[] = [];
  for (let start = 0, end: number; start < rows.length; start = end) {
    for (end = start; end < rows.length && period[rows[end]] === period[rows[start]];) end++;
    groups.push(rows.subarray(start, end));
  }
  return groups;
}

/** A reading more or less, an hour that a clock leaves out: a period is complete all the same. */
const COMPLETE = 0.9;

/**
 * How many rows nine in ten of the periods between the first and the last have, or more, for a period of the length of a row's: February
 * has fewer days. 0 where there is none between.
 */
function usualRows(
  groups: readonly Uint32Array[],
  { axis: { frequency }, phases, id, period }: PlacedObservations,
): (row: number) => number {
  const lengthOf = (row: number): number => {
    const axis = { frequency, phase: phases[id[row]] };
    return instantOf(axis, period[row] + 1) - instantOf(axis, period[row]);
  };
  const densities = groups.slice(1, -1).map((rows) => rows.length / lengthOf(rows[0]));
  densities.sort((a, b) => a - b);
  const usual = densities[Math.floor(densities.length / 10)] ?? 0;
  return (row) => usual * lengthOf(row);
}

interface Refusal {
  readonly fate: 'incomplete-period' | 'out-of-range';
  readonly why: string;
}

/** @param rows of one period */
function refuse(rows: Uint32Array, { fate, why }: Refusal, { observations, details }: Gathering): readonly never[] {
  const { axis, phases, id, period } = observations;
  const own = { frequency: axis.frequency, phase: phases[id[rows[0]]] };
  for (const row of rows) {
    observations.fate[row] = FATE[fate];
    details.set(row, `its period ${formatPeriod(own, period[rows[0]])} ${why}`);
  }
  return [];
}

/** @param y in the order of time; one at least */
const AGGREGATES: Readonly<Record<Aggregate, (y: Float64Array) => number>> = {
  mean: (y) => sumOf(y) / y.length,
  median: (y) => {
    const sorted = y.slice().sort();
    const middle = y.length >> 1;
    return y.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  },
  min: (y) => y.reduce((least, value) => Math.min(least, value)),
  max: (y) => y.reduce((most, value) => Math.max(most, value)),
  sum: sumOf,
  last: (y) => y[y.length - 1],
  count: (y) => y.length,
};

function sumOf(y: Float64Array): number {
  return y.reduce((sum, value) => sum + value, 0);
}
