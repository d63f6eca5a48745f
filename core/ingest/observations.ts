import type { Dataset } from '../contracts/dataset.ts';
import type { RowBatch } from '../contracts/table-schema.ts';
import { dsColumnOfInstants } from '../series/ds-column.ts';
import { parseTimestamp } from '../series/parse-timestamp.ts';
import type { TextRows } from './text-rows.ts';

export interface DeliveryStamp {
  /** sha256 of content and column mapping. */
  readonly delivery: string;
  readonly sequence: number;
  readonly file: string;
  readonly receivedAtMs: number;
}

/** Rows of the bronze table: what arrived, with where from, and `ds` where the timestamp could be read. */
export function observationBatch(
  text: TextRows,
  stamp: DeliveryStamp,
  dataset: Pick<Dataset, 'frequency' | 'contract'>,
): RowBatch {
  const reading = { dateOrder: dataset.contract.dateOrder, frequency: dataset.frequency };
  const instantsMs = new Float64Array(text.rows);
  const received = new Array<number | null>(text.rows).fill(null);
  for (let row = 0; row < text.rows; row++) {
    const instant = parseTimestamp(text.timestamp[row], reading);
    instantsMs[row] = typeof instant === 'number' ? instant : NaN;
    if (instantsMs[row] > stamp.receivedAtMs) received[row] = stamp.receivedAtMs;
  }
  return {
    rows: text.rows,
    columns: {
      delivery: repeated(stamp.delivery, text.rows),
      sequence: new Float64Array(text.rows).fill(stamp.sequence),
      file: repeated(stamp.file, text.rows),
      line: text.line,
      unique_id: text.uniqueId,
      timestamp: text.timestamp,
      value: text.value,
      record: text.record,
      ds: dsColumnOfInstants(instantsMs, dataset.frequency),
      received,
      regressors: text.regressors,
    },
  };
}

function repeated(text: string, rows: number): string[] {
  return new Array<string>(rows).fill(text);
}
