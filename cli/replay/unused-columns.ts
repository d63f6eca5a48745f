import { open } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { delimiterOf } from '../../core/ingest/header.ts';
import type { Dataset } from '../../core/contracts/dataset.ts';

/** A header line is shorter. */
const HEAD_BYTES = 65_536;

/** The columns of a text file that the data set does not name; none of what is no such file: it is only a hint that they are for. */
export async function unusedColumns(path: string, { columns }: Pick<Dataset, 'columns'>): Promise<readonly string[]> {
  const [line] = (await headOf(path).catch(() => '')).replace(/^\uFEFF/, '').split(/\r\n|\n|\r/, 1);
  // A packed file and Parquet have bytes that no text has.
  if (line.includes('\0')) return [];
  const used: readonly (string | undefined)[] = Object.values(columns);
  return headerOf(line).filter((name) => name !== '' && !used.includes(name));
}

async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(HEAD_BYTES));
    return new TextDecoder().decode(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

function headerOf(line: string): readonly string[] {
  const options = { delimiter: delimiterOf(line), relax_quotes: true, trim: true, to: 1 };
  const [header] = parse(line, options) as readonly (readonly string[])[];
  return header ?? [];
}
