import type { Dataset } from '../contracts/dataset.ts';
import { datedRows, observationBatch } from '../ingest/observations.ts';
import type { TextRows } from '../ingest/text-rows.ts';
import { type BronzeReading, readBronze } from '../transform/read-bronze.ts';

/** One delivered file, read. */
export interface DeliveredRows {
  readonly file: string;
  readonly receivedAtMs: number;
  readonly batches: readonly TextRows[];
}

/** A row with a text in every column that is asked for, and where it stands. */
export interface TextRow {
  readonly series: string;
  readonly timestamp: string;
  readonly value: string;
  readonly line: number;
  readonly file: string;
}

/** Rows whose fields could be told apart. */
export function* rowsOf(deliveries: readonly DeliveredRows[]): Generator<TextRow> {
  for (const { file, batches } of deliveries) {
    for (const { rows, record, uniqueId, timestamp, value, line } of batches) {
      for (let row = 0; row < rows; row++) {
        if (record[row] !== null) continue;
        yield {
          series: uniqueId[row]?.trim() ?? '',
          timestamp: timestamp[row]?.trim() ?? '',
          value: value[row]?.trim() ?? '',
          line: line[row],
          file,
        };
      }
    }
  }
}

type Reader = Pick<Dataset, 'contract' | 'frequency'>;

/** What these files become in silver: by the code that a run reads them by. */
export function silverOf(deliveries: readonly DeliveredRows[], dataset: Reader): BronzeReading {
  const batches = deliveries.flatMap(({ file, receivedAtMs, batches: texts }, sequence) => {
    const stamp = { delivery: file, sequence, file, receivedAtMs };
    return texts.map((text) => observationBatch(datedRows(text, dataset), stamp, dataset));
  });
  return readBronze(batches, dataset);
}

/** Series that a trial looks at, and rows: enough to tell how far apart they lie. */
const SAMPLED_SERIES = 200;
const SAMPLED_ROWS = 50_000;

/** All rows of the first series, so that neighbours in time stay neighbours. */
export function sampleOf(deliveries: readonly DeliveredRows[]): readonly DeliveredRows[] {
  const series = new Set<string | null>();
  let room = SAMPLED_ROWS;
  return deliveries.map((delivery) => ({
    ...delivery,
    batches: delivery.batches.map((text) => {
      const kept: number[] = [];
      for (let row = 0; row < text.rows && room > 0; row++) {
        const id = text.uniqueId[row];
        if (!series.has(id) && series.size >= SAMPLED_SERIES) continue;
        series.add(id);
        kept.push(row);
        room -= 1;
      }
      return selected(text, kept);
    }),
  }));
}

function selected(text: TextRows, rows: readonly number[]): TextRows {
  const of = <T>(column: ArrayLike<T>): T[] => rows.map((row) => column[row]);
  return {
    rows: rows.length,
    line: Float64Array.from(rows, (row) => text.line[row]),
    uniqueId: of(text.uniqueId),
    timestamp: of(text.timestamp),
    value: of(text.value),
    record: of(text.record),
    regressors: of(text.regressors),
  };
}
