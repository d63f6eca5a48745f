import { DELIVERY_LIMITS } from '../core/contracts/delivery-limits.ts';
import { refusal } from '../core/ingest/refusal.ts';
import type { TextRows } from '../core/ingest/text-rows.ts';
import { tooLarge } from './unpack-errors.ts';

type Texts = readonly (string | null)[];

/** The rows as they come, none of them longer than a delivery's may be, nor more of them. @throws SourceRefused */
export async function* checkedRows(batches: AsyncIterable<TextRows>, file: string): AsyncGenerator<TextRows> {
  const { rows: limit, idBytes, cellBytes, recordBytes } = DELIVERY_LIMITS;
  let rows = 0;
  for await (const batch of batches) {
    rows += batch.rows;
    if (rows > limit) throw tooLarge(file, `more than ${limit} rows`, `${limit} rows a file`);
    refuseLong(batch, { file, what: 'an id', texts: batch.uniqueId, limit: idBytes });
    refuseLong(batch, { file, what: 'a date', texts: batch.timestamp, limit: cellBytes });
    refuseLong(batch, { file, what: 'a value', texts: batch.value, limit: cellBytes });
    refuseLong(batch, {
      file,
      what: 'the text of the columns that are known ahead',
      texts: batch.regressors,
      limit: recordBytes,
    });
    refuseLong(batch, { file, what: 'a row of another number of fields', texts: batch.record, limit: recordBytes });
    yield batch;
  }
}

interface Cells {
  readonly file: string;
  readonly what: string;
  readonly texts: Texts;
  readonly limit: number;
}

function refuseLong({ line }: TextRows, { file, what, texts, limit }: Cells): void {
  for (let row = 0; row < texts.length; row += 1) {
    const text = texts[row];
    // UTF-8 has three bytes a unit at most.
    if (text === null || text.length * 3 <= limit || Buffer.byteLength(text) <= limit) continue;
    throw refusal({
      file,
      line: line[row],
      rule: `${what} is longer than it may be`,
      got: text,
      allowed: `at most ${limit} bytes (core/contracts/delivery-limits.ts)`,
      hint: 'likely a quote that never closes, or another column than is meant; else shorten it where it is made',
    });
  }
}
