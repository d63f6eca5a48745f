import type { Dataset } from '../contracts/dataset.ts';
import type { RowBatch } from '../contracts/table-schema.ts';
import { parseValue } from '../series/parse-value.ts';
import { periodHolding } from '../series/dating.ts';
import { periodOf as periodOn, type TimeAxis } from '../series/time-axis.ts';
import { FATE, parseObservations } from '../transform/observations.ts';
import { placeOnCalendar, type PlacedObservations } from '../transform/place-on-calendar.ts';
import { rowsWhere } from '../transform/rows.ts';
import { sortedOrder } from '../transform/sorted-order.ts';

/** What a delivery says of a regressor at a period, where that is another value than was said before. */
export interface DeliveredValue {
  readonly uniqueId: string;
  readonly regressor: string;
  readonly period: number;
  /** NaN where the delivery says two things at once. */
  readonly value: number;
  /** The period from which on it is known; NaN where it always is. */
  readonly knownAt: number;
  /** Of the delivery, as in bronze. */
  readonly sequence: number;
}

/** The first text of a regressor that is no number, so that people find out why a value is missing. */
export interface UnreadableValue {
  readonly regressor: string;
  readonly text: string;
  readonly line: number;
}

export interface DeliveredValues {
  readonly axis: TimeAxis;
  /** Ascending by regressor in the data set's order, unique_id, period and delivery. */
  readonly values: readonly DeliveredValue[];
  readonly unreadable: readonly UnreadableValue[];
}

/**
 * The regressors of all bronze rows, whatever became of their targets, by the time they were known. Arrival is told in the time of the data, so that a
 * copied file tells the same whenever it was copied: a delivery has arrived once its newest observation is in the past.
 *
 * - What the first delivery says is always known: a history is delivered at once, and its columns are named as known ahead.
 * - So is the first value for a period that came with or after its observation: who delivers no plans has known them, says the data set.
 * - A value for periods to come, and one that differs from what was said before, is known from its delivery's arrival on.
 */
export function deliveredValues(batches: readonly RowBatch[], dataset: Dataset): DeliveredValues {
  const placed = placeOnCalendar(parseObservations(batches, dataset), dataset);
  const texts = batches.flatMap(({ columns }) => Array.from(columns.regressors, parsedTexts));
  const sequences = batches.flatMap(({ columns }) => Array.from(columns.sequence, Number));
  const gathers = dataset.contract.aggregate !== null;
  const periodOf = periodsByRow(placed, gathers);
  const arrivals = { ...arrivalsOf(placed, (row) => texts[row] !== undefined, periodOf), sequences };
  const unreadable: UnreadableValue[] = [];
  const values = dataset.regressors.flatMap((regressor) => {
    const column = new Float64Array(placed.rows).fill(NaN);
    texts.forEach((fields, row) => {
      const text = fields !== undefined && Object.hasOwn(fields, regressor) ? fields[regressor] : null;
      const value = numberOf(text, dataset);
      if (typeof value === 'number') column[row] = value;
      else if (value !== 'empty' && !unreadable.some((one) => one.regressor === regressor))
        unreadable.push({ regressor, text: String(text), line: placed.line[row] });
    });
    return changesOf(regressor, column, { placed, arrivals, periodOf, gathers });
  });
  return { axis: placed.axis, values, unreadable };
}

type Texts = Readonly<Record<string, string | null>>;

function parsedTexts(text: string | number | null): Texts | undefined {
  // As core/ingest/text-rows.ts wrote it.
  return typeof text === 'string' ? (JSON.parse(text) as Texts) : undefined;
}

/** Parquet's booleans, and those of people who write them as words, are 1 and 0. */
function numberOf(text: string | null, { contract }: Dataset): ReturnType<typeof parseValue> {
  const word = text?.trim().toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true' ? 1 : 0;
  return parseValue(text, contract);
}

interface Arrivals {
  /** By delivery: the newest period that it, or one before it, has an observation of; -Infinity where there is none. */
  readonly newest: Float64Array;
  readonly first: number;
  /** By row. */
  readonly sequences: readonly number[];
}

function arrivalsOf(
  { rows, delivery, y, fate }: PlacedObservations,
  hasRegressors: (row: number) => boolean,
  periodOf: (row: number) => number | undefined,
): Omit<Arrivals, 'sequences'> {
  let [last, first] = [-1, Infinity];
  for (let row = 0; row < rows; row++) {
    last = Math.max(last, delivery[row]);
    if (hasRegressors(row)) first = Math.min(first, delivery[row]);
  }
  const newest = new Float64Array(last + 1).fill(-Infinity);
  for (let row = 0; row < rows; row++) {
    // What is dated later than its delivery's arrival was not observed by then.
    const isObserved = !Number.isNaN(y[row]) && fate[row] !== FATE['future-date'];
    const period = isObserved ? periodOf(row) : undefined;
    if (period !== undefined) newest[delivery[row]] = Math.max(newest[delivery[row]], period);
  }
  for (let at = 1; at <= last; at++) newest[at] = Math.max(newest[at], newest[at - 1]);
  return { newest, first };
}

/** The period of a row on the calendar of its series. Of rows that were refused, too: a target out of range says nothing against the price. */
function periodsByRow(
  { axis: { frequency }, phases, id, instantMs }: PlacedObservations,
  gathers: boolean,
): (row: number) => number | undefined {
  return (row) => {
    if (Number.isNaN(instantMs[row])) return undefined;
    const phase = phases[id[row]];
    return gathers ? periodHolding(frequency, phase, instantMs[row]) : periodOn({ frequency, phase }, instantMs[row]);
  };
}

interface Deliveries {
  readonly periodOf: (row: number) => number | undefined;
  /** Whether finer rows are gathered into periods: then a period's value is their mean. */
  readonly gathers: boolean;
  readonly placed: PlacedObservations;
  readonly arrivals: Arrivals;
}

function changesOf(
  regressor: string,
  column: Float64Array,
  { placed, arrivals, periodOf, gathers }: Deliveries,
): DeliveredValue[] {
  const { ids, id, delivery } = placed;
  const period = new Int32Array(placed.rows);
  const rows = rowsWhere(placed.rows, (row) => {
    const at = Number.isNaN(column[row]) || ids[id[row]] === '' ? undefined : periodOf(row);
    period[row] = at ?? 0;
    return at !== undefined;
  });
  const order = sortedOrder(rows, [placed.line, delivery, unsigned(period), id]);
  const changes: DeliveredValue[] = [];
  let before: DeliveredValue | undefined;
  for (let start = 0, end: number; start < order.length; start = end) {
    const first = order[start];
    const isSame = (row: number) =>
      id[row] === id[first] && period[row] === period[first] && delivery[row] === delivery[first];
    end = start + 1;
    while (end < order.length && isSame(order[end])) end += 1;
    const said = order.subarray(start, end);
    const value = valueOf(column, said, gathers);
    const sequence = arrivals.sequences[first];
    const own = { uniqueId: ids[id[first]], regressor, period: period[first], value, sequence };
    if (before?.uniqueId !== own.uniqueId || before.period !== own.period) before = undefined;
    if (before !== undefined && Object.is(before.value, value)) continue;
    const isFirst = before === undefined;
    before = { ...own, knownAt: knownAt({ period: own.period, delivery: delivery[first], isFirst }, arrivals) };
    changes.push(before);
  }
  return changes;
}

/** NaN where one delivery says two things of one period, and nobody has asked for their mean. */
function valueOf(column: Float64Array, rows: Uint32Array, gathers: boolean): number {
  if (rows.every((row) => column[row] === column[rows[0]])) return column[rows[0]];
  return gathers ? rows.reduce((sum, row) => sum + column[row], 0) / rows.length : NaN;
}

interface Said {
  readonly period: number;
  readonly delivery: number;
  /** Whether nothing was said before. */
  readonly isFirst: boolean;
}

function knownAt({ period, delivery, isFirst }: Said, { newest, first }: Arrivals): number {
  const arrived = newest[delivery];
  const isAlways = delivery === first || arrived === -Infinity || (isFirst && period <= arrived);
  return isAlways ? NaN : arrived;
}

/** With the sign bit turned over, periods before 1970 sort before those after it. */
function unsigned(period: Int32Array): Uint32Array {
  return Uint32Array.from(period, (value) => value ^ 0x80000000);
}
