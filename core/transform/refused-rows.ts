import type { DataContract } from '../contracts/data-contract.ts';
import type { QuarantineReason } from '../contracts/quarantine.ts';
import type { RowBatch } from '../contracts/table-schema.ts';
import { timestampReading } from '../series/timestamp-reading.ts';
import { timestampTrouble } from '../series/trouble/timestamp-trouble.ts';
import { because } from '../series/trouble/trouble.ts';
import { valueTrouble } from '../series/trouble/value-trouble.ts';
import { formatPeriod, periodAtOrBefore } from '../series/time-axis.ts';
import { dsColumnOfInstants } from '../series/ds-column.ts';
import { FATES, FIRST_REASON } from './observations.ts';
import type { PlacedObservations } from './place-on-calendar.ts';
import { rowsWhere } from './rows.ts';
import { sortedOrder } from './sorted-order.ts';

/** What the refused rows are described by: their texts stay in the bronze batches. */
export interface RefusedRows {
  readonly observations: PlacedObservations;
  readonly batches: readonly RowBatch[];
  readonly rivals: ReadonlyMap<number, number>;
  /** What is wrong with rows that were refused together. */
  readonly details: ReadonlyMap<number, string>;
  readonly contract: DataContract;
}

/** The rows of the quarantine table, in order of arrival, then of lines. */
export function quarantineBatch(refused: RefusedRows): RowBatch {
  const { instantMs, axis, line } = refused.observations;
  const rows = refusedOrder(refused.observations);
  const texts = (column: string) => Array.from(rows, (row) => textReader(refused.batches, row)(column));
  return {
    rows: rows.length,
    columns: {
      reason: Array.from(rows, (row) => reasonOf(refused, row)),
      detail: Array.from(rows, (row) => detailOf(refused, row)),
      file: texts('file'),
      line: Float64Array.from(rows, (row) => line[row]),
      unique_id: texts('unique_id'),
      timestamp: texts('timestamp'),
      value: texts('value'),
      record: texts('record'),
      ds: dsColumnOfInstants(
        Float64Array.from(rows, (row) => instantMs[row]),
        axis.frequency,
      ),
    },
  };
}

/** The sha256 of the delivery of each of them. */
export function refusedOf(observations: PlacedObservations): readonly string[] {
  const { delivery, deliveries } = observations;
  return Array.from(refusedOrder(observations), (row) => deliveries[delivery[row]].delivery);
}

function refusedOrder({ fate, delivery, line }: PlacedObservations): Uint32Array {
  return sortedOrder(
    rowsWhere(fate.length, (row) => fate[row] >= FIRST_REASON),
    [line, delivery],
  );
}

function reasonOf({ observations }: RefusedRows, row: number): QuarantineReason {
  return FATES[observations.fate[row]] as QuarantineReason;
}

/** What is wrong with the row, and where the text alone does not show it, what it was held against. */
function detailOf(refused: RefusedRows, row: number): string {
  const { observations, batches, contract, details } = refused;
  const together = details.get(row);
  if (together !== undefined) return together;
  const text = textReader(batches, row);
  const reason = reasonOf(refused, row);
  switch (reason) {
    case 'wrong-field-count':
      return "the record has another number of fields than the file's header";
    case 'missing-id':
      return 'the id is empty';
    case 'bad-date':
    case 'ambiguous-date':
      return timestampDetail(refused, text('timestamp') ?? '', reason);
    case 'future-date':
      return `'${text('timestamp')}' is later than the arrival of the delivery`;
    case 'empty':
      return `'${text('value') ?? ''}' stands for no value`;
    case 'not-a-number':
      return `'${text('value')}' is not a number${because(valueTrouble(text('value') ?? '', contract), text('value') ?? '')}`;
    case 'infinite':
      return `'${text('value')}' is infinite`;
    case 'out-of-range':
      return `${observations.y[row]} is not within ${contract.min ?? '-∞'}..${contract.max ?? '∞'}`;
    case 'off-calendar':
      return offCalendarDetail(observations, row);
    case 'conflicting-duplicate':
    case 'restatement':
      return rivalDetail(refused, row);
    case 'incomplete-period':
      return 'only a part of its period was delivered';
    default:
      return reason satisfies never;
  }
}

function timestampDetail(
  { contract, observations }: RefusedRows,
  text: string,
  reason: 'bad-date' | 'ambiguous-date',
): string {
  const reading = timestampReading({ contract, frequency: observations.axis.frequency });
  const problem = reason === 'bad-date' ? 'is not a date' : 'can be read in several ways';
  return `'${text}' ${problem}${because(timestampTrouble(text, reading), text)}`;
}

function offCalendarDetail({ axis: { frequency }, phases, id, instantMs }: PlacedObservations, row: number): string {
  const axis = { frequency, phase: phases[id[row]] };
  const before = formatPeriod(axis, periodAtOrBefore(axis, instantMs[row]));
  const got = new Date(instantMs[row]).toISOString();
  return `${got} lies between two periods of the series' ${axis.frequency} calendar; the one before is ${before}`;
}

function rivalDetail({ observations, batches, rivals }: RefusedRows, row: number): string {
  const rival = rivals.get(row)!;
  const place = `${textReader(batches, rival)('file')}:${observations.line[rival]}`;
  return `${observations.y[row]}, but ${place} gives ${observations.y[rival]} for the same unique_id and ds`;
}

function textReader(batches: readonly RowBatch[], row: number): (column: string) => string | null {
  let index = 0;
  let within = row;
  for (; within >= batches[index].rows; index++) within -= batches[index].rows;
  return (column) => (batches[index].columns[column] as readonly (string | null)[])[within];
}
