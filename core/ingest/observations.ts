import type { Dataset } from '../contracts/dataset.ts';
import type { RowBatch } from '../contracts/table-schema.ts';
import { dsColumnOfInstants } from '../series/ds-column.ts';
import { parseTimestamp } from '../series/parse-timestamp.ts';
import { repeatedHours } from '../series/repeated-hours.ts';
import { timestampReading } from '../series/timestamp-reading.ts';
import type { TextRows } from './text-rows.ts';

export interface DeliveryStamp {
  /** sha256 of content and column mapping. */
  readonly delivery: string;
  readonly sequence: number;
  readonly file: string;
  readonly receivedAtMs: number;
}

/** Rows of a delivery, with the instants that their timestamps name: NaN where none could be read. */
export interface DatedRows {
  readonly text: TextRows;
  readonly instantsMs: Float64Array;
}

export function datedRows(text: TextRows, dataset: Pick<Dataset, 'frequency' | 'contract'>): DatedRows {
  const reading = timestampReading(dataset);
  const repeated = repeatedHours(reading);
  const instantsMs = new Float64Array(text.rows);
  for (let row = 0; row < text.rows; row++) {
    const instant = parseTimestamp(text.timestamp[row], reading);
    instantsMs[row] = typeof instant === 'number' ? instant : NaN;
    repeated.note(row, text.timestamp[row], instantsMs[row]);
  }
  repeated.settle({ instantMs: instantsMs, line: text.line, seriesOf: (row) => text.uniqueId[row] ?? '' });
  return { text, instantsMs };
}

/** Rows of the bronze table: what arrived, with where from, and `ds` where the timestamp could be read. */
export function observationBatch(
  { text, instantsMs }: DatedRows,
  stamp: DeliveryStamp,
  dataset: Pick<Dataset, 'frequency' | 'contract'>,
): RowBatch {
  return {
    rows: text.rows,
    columns: {
      delivery: filled(stamp.delivery, text.rows),
      sequence: new Float64Array(text.rows).fill(stamp.sequence),
      file: filled(stamp.file, text.rows),
      line: text.line,
      unique_id: text.uniqueId,
      timestamp: text.timestamp,
      value: text.value,
      record: text.record,
      ds: dsColumnOfInstants(instantsMs, dataset.frequency),
      received: receivedColumn(instantsMs, stamp, dataset),
      regressors: text.regressors,
    },
  };
}

/** When the delivery arrived, where a row is dated after that: by the clock that its date is of. */
function receivedColumn(
  instantsMs: Float64Array,
  { receivedAtMs }: DeliveryStamp,
  dataset: Pick<Dataset, 'frequency' | 'contract'>,
): readonly (number | null)[] {
  const { zone, frequency } = timestampReading(dataset);
  const isLocal = zone !== null && frequency !== 'hour' && Number.isFinite(receivedAtMs);
  const clockMs = isLocal ? zone.clockAt(receivedAtMs) : receivedAtMs;
  return Array.from(instantsMs, (instantMs) => (instantMs > clockMs ? receivedAtMs : null));
}

function filled(text: string, rows: number): string[] {
  return new Array<string>(rows).fill(text);
}
