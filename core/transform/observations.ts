import type { DataContract } from '../contracts/data-contract.ts';
import type { Dataset } from '../contracts/dataset.ts';
import { QUARANTINE_REASONS, type QuarantineReason } from '../contracts/quarantine.ts';
import type { RowBatch } from '../contracts/table-schema.ts';
import { parseTimestamp } from '../series/parse-timestamp.ts';
import { parseValue } from '../series/parse-value.ts';
import { repeatedHours } from '../series/repeated-hours.ts';
import { type TimestampReading, timestampReading } from '../series/timestamp-reading.ts';

/**
 * What becomes of a bronze row: it is kept in silver, dropped as equal to a kept one, replaced by a later one, part of the value that a kept
 * one carries, no observation (nothing was observed yet), of a withdrawn delivery, or refused.
 */
export const FATES = [
  ...(['kept', 'deduplicated', 'restated', 'aggregated', 'planned', 'withdrawn'] as const),
  ...QUARANTINE_REASONS,
] as const;
export type Fate = (typeof FATES)[number];
/** Fates from this position on are reasons of quarantine. */
export const FIRST_REASON = FATES.length - QUARANTINE_REASONS.length;

/** Fates as small numbers: one byte a row. */
export const FATE = Object.fromEntries(FATES.map((fate, code) => [fate, code])) as Readonly<Record<Fate, number>>;

/** A delivery that rows are of. */
export interface DeliveryOfRows {
  readonly delivery: string;
  /** Its place in the order of arrival; two writers may have raced for one. */
  readonly sequence: number;
  readonly key: string;
}

/** Bronze rows parsed, column-wise, in the order of the batches they came in. */
export interface Observations {
  readonly rows: number;
  /** Distinct ids, ascending; `id` holds positions in it. */
  readonly ids: readonly string[];
  readonly id: Uint32Array;
  /** NaN where the timestamp could not be read. */
  readonly instantMs: Float64Array;
  readonly y: Float64Array;
  /** In the order of arrival; `delivery` holds positions in it. */
  readonly deliveries: readonly DeliveryOfRows[];
  readonly delivery: Uint32Array;
  readonly line: Uint32Array;
  /** A FATE each; written by one check after the other. */
  readonly fate: Uint8Array;
}

export const OBSERVATION_COLUMNS = [
  'delivery',
  'sequence',
  'file',
  'line',
  'unique_id',
  'timestamp',
  'value',
  'record',
  'received',
] as const;

type Texts = readonly (string | null)[];

/** Parses every row and checks it on its own: what is wrong with it is its fate, everything else is kept so far. */
export function parseObservations(
  batches: readonly RowBatch[],
  dataset: Pick<Dataset, 'contract' | 'frequency'>,
): Observations {
  const rows = batches.reduce((sum, batch) => sum + batch.rows, 0);
  const instantMs = new Float64Array(rows);
  const y = new Float64Array(rows);
  const fate = new Uint8Array(rows);
  const line = new Uint32Array(rows);
  const reading = timestampReading(dataset);
  const repeated = repeatedHours(reading);
  let row = 0;
  for (const { rows: size, columns } of batches) {
    const texts = textColumns(columns);
    for (let i = 0; i < size; i++, row++) {
      line[row] = Number(columns.line[i]);
      const problem = parseRow(texts, i, { dataset, reading, into: { instantMs, y, row } });
      repeated.note(row, texts.timestamp[i], instantMs[row]);
      if (problem !== undefined) fate[row] = FATE[problem];
    }
  }
  const { ids, id } = idColumn(batches, rows);
  const { deliveries, delivery } = deliveryColumn(batches, rows);
  repeated.settle({ instantMs, line, seriesOf: (at) => delivery[at] * ids.length + id[at] });
  return { rows, ids, id, instantMs, y, deliveries, delivery, line, fate };
}

function textColumns(columns: RowBatch['columns']) {
  const texts = (name: string): Texts => columns[name] as Texts;
  return {
    uniqueId: texts('unique_id'),
    timestamp: texts('timestamp'),
    value: texts('value'),
    record: texts('record'),
    received: columns.received,
  };
}

interface RowParsing {
  readonly dataset: Pick<Dataset, 'contract'>;
  readonly reading: TimestampReading;
  readonly into: { readonly instantMs: Float64Array; readonly y: Float64Array; readonly row: number };
}

/** The first rule that the row breaks, in the order of QUARANTINE_REASONS. */
function parseRow(
  texts: ReturnType<typeof textColumns>,
  i: number,
  { dataset: { contract }, reading, into }: RowParsing,
): QuarantineReason | undefined {
  // Ingest has parsed it for bronze's `ds`, by the code of its day and to the day: what silver holds is this code's reading of the text.
  const instant = parseTimestamp(texts.timestamp[i], reading);
  const value = parseValue(texts.value[i], contract);
  into.instantMs[into.row] = typeof instant === 'number' ? instant : NaN;
  into.y[into.row] = typeof value === 'number' ? value : NaN;
  if (texts.record[i] !== null) return 'wrong-field-count';
  if (texts.uniqueId[i] === null || texts.uniqueId[i]!.trim() === '') return 'missing-id';
  if (typeof instant !== 'number') return instant;
  if (value === 'empty') return value;
  if (texts.received[i] !== null) return 'future-date';
  if (typeof value !== 'number') return value;
  return rowsAreTarget(contract) && !isWithin(contract, value) ? 'out-of-range' : undefined;
}

/** Whether a row's value is of the kind that the contract's range is of: a sum, and a number of rows, is another quantity than what it is of. */
export function rowsAreTarget({ aggregate }: Pick<DataContract, 'aggregate'>): boolean {
  return aggregate !== 'sum' && aggregate !== 'count';
}

export function isWithin({ min = -Infinity, max = Infinity }: DataContract, value: number): boolean {
  return value >= min && value <= max;
}

/** Ids as positions in their ascending order, so that they sort as numbers. White space around an id is no part of it. */
function idColumn(batches: readonly RowBatch[], rows: number): Pick<Observations, 'ids' | 'id'> {
  const texts = new Array<string>(rows);
  let row = 0;
  for (const { columns } of batches) {
    for (const text of columns.unique_id as Texts) texts[row++] = text === null ? '' : text.trim();
  }
  return ranked(texts, (a, b) => (a < b ? -1 : 1));
}

/** Deliveries in order of arrival; two writers that raced for the same place are told apart by their content's hash. */
function deliveryColumn(batches: readonly RowBatch[], rows: number): Pick<Observations, 'deliveries' | 'delivery'> {
  const found = new Map<string, DeliveryOfRows>();
  const texts = new Array<string>(rows);
  let row = 0;
  for (const { rows: size, columns } of batches) {
    for (let i = 0; i < size; i++) {
      const delivery = (columns.delivery as Texts)[i]!;
      texts[row++] = delivery;
      if (!found.has(delivery))
        found.set(delivery, { delivery, sequence: Number(columns.sequence[i]), key: (columns.file as Texts)[i]! });
    }
  }
  const { ids, id } = ranked(texts, (a, b) => found.get(a)!.sequence - found.get(b)!.sequence || (a < b ? -1 : 1));
  return { deliveries: ids.map((delivery) => found.get(delivery)!), delivery: id };
}

function ranked(texts: readonly string[], compare: (a: string, b: string) => number) {
  const seen = new Map<string, number>();
  const id = new Uint32Array(texts.length);
  for (let row = 0; row < texts.length; row++) {
    const position = seen.get(texts[row]) ?? seen.size;
    if (position === seen.size) seen.set(texts[row], position);
    id[row] = position;
  }
  const ids = [...seen.keys()].sort(compare);
  const rankOf = new Uint32Array(ids.length);
  ids.forEach((text, rank) => (rankOf[seen.get(text)!] = rank));
  for (let row = 0; row < id.length; row++) id[row] = rankOf[id[row]];
  return { ids, id };
}
