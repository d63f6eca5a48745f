import type { Dataset } from '../../core/contracts/dataset.ts';
import { withoutBom } from '../../core/ingest/encoding.ts';
import type { TextRows } from '../../core/ingest/text-rows.ts';
import { rowReader } from '../../sources/csv.ts';
import { cutter } from '../../sources/lines.ts';

function refuseLine(line: number): never {
  throw new Error(`line ${line} is too long`);
}

/** The rows of a CSV file that is in memory, at once: what `readCsv` gives of the same bytes. */
export function csvRows(
  content: Uint8Array,
  place: Parameters<typeof rowReader>[1],
  dataset: Pick<Dataset, 'columns' | 'contract' | 'regressors'>,
): TextRows[] {
  const lineBreak = content.includes(10) ? '\n' : '\r';
  const reader = rowReader(lineBreak, place, dataset);
  const cut = cutter({ lineBreak, recordBytes: 4 * 2 ** 20, refuseLine });
  const pieces = [...cut.add(withoutBom(content)), cut.end()].filter((piece) => piece !== undefined);
  const rows = pieces.map((piece) => reader.read(piece)).filter((found) => found !== undefined);
  reader.end();
  return rows;
}
