import { parse } from 'csv-parse/sync';
import type { ItemReader } from '../definition.ts';
import type { Json } from '../json.ts';

type CsvConfig = NonNullable<ItemReader['ReaderConfig']>;

const DELIMITERS = { COMMA: ',', PIPE: '|', SEMICOLON: ';', SPACE: ' ', TAB: '\t' } as const;

/** One object of texts for each row; a missing field is '', one beyond the headers is left out, as AWS does. */
export function readCsv(text: string, config: CsvConfig): readonly Json[] {
  const delimiter = DELIMITERS[config.CSVDelimiter ?? 'COMMA'];
  const rows = parse(text, { delimiter, relax_column_count: true, skip_empty_lines: true });
  const headers = config.CSVHeaderLocation === 'GIVEN' ? config.CSVHeaders : rows.shift();
  if (headers === undefined) return [];
  if (new Set(headers).size < headers.length) throw new Error('CSV headers cannot contain duplicates.');
  return rows.map((row) => Object.fromEntries(headers.map((header, column) => [header, row[column] ?? ''])));
}
