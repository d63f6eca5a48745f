import { isUtf8 } from 'node:buffer';
import { CsvError, parse, type Options } from 'csv-parse/sync';
import type { Dataset } from '../core/contracts/dataset.ts';
import { DELIVERY_LIMITS } from '../core/contracts/delivery-limits.ts';
import { withoutBom } from '../core/ingest/encoding.ts';
import { delimiterOf, planColumns, type ColumnPlan } from '../core/ingest/header.ts';
import { refusal } from '../core/ingest/refusal.ts';
import { isBlank, linesOf, textRowsOf, type Partition, type TextRows } from '../core/ingest/text-rows.ts';
import { firstLineOf, lineBreakOf, lineReader, pieces, type LineBreak, type Piece } from './lines.ts';

const QUOTE = 0x22;

/**
 * The rows of a CSV file, a few megabytes at a time.
 * @throws SourceRefused, naming file, line, value, rule and hint, when the file as a whole cannot be read.
 */
export function* readCsv(
  content: Uint8Array,
  { file, partition }: { readonly file: string; readonly partition: Partition },
  dataset: Pick<Dataset, 'columns' | 'contract' | 'regressors'>,
): Generator<TextRows> {
  refuseEncoding(content, file);
  const bytes = withoutBom(content);
  const lineBreak = lineBreakOf(bytes);
  const options = parserOptions(bytes, lineBreak);
  let plan: ColumnPlan | undefined;
  for (const piece of pieces(bytes)) {
    let records = parsePiece(piece, options, { file, lineBreak });
    let firstLine = piece.firstLine;
    const quotedBreak = piece.bytes.includes(QUOTE) ? lineBreak : undefined;
    if (plan === undefined) {
      const header = records.findIndex(isHeader);
      if (header === -1) continue;
      const headerLine = firstLine + header;
      plan = planColumns(records[header], dataset, { file, line: headerLine, beside: Object.keys(partition) });
      firstLine = headerLine + linesOf(records[header], quotedBreak);
      records = records.slice(header + 1);
    }
    const rawText = lineReader(piece, lineBreak);
    yield textRowsOf({ records, firstLine, lineBreak: quotedBreak, rawText }, plan, {
      seriesName: dataset.columns.target,
      partition,
    });
  }
  if (plan === undefined) throw emptyFile(file);
}

/** The names in the header, as they stand there. @throws SourceRefused */
export function csvHeader(content: Uint8Array, file: string): readonly string[] {
  refuseEncoding(content, file);
  const bytes = withoutBom(content);
  const lineBreak = lineBreakOf(bytes);
  const options = parserOptions(bytes, lineBreak);
  for (const piece of pieces(bytes)) {
    const header = parsePiece(piece, options, { file, lineBreak }).find(isHeader);
    if (header !== undefined) return header.map((name) => name.trim());
  }
  throw emptyFile(file);
}

/** What stands above it is blank, or 'sep=;' for Excel. */
function isHeader(fields: readonly string[]): boolean {
  const isSeparator = /^sep=.?$/i.test(fields[0]) && fields.slice(1).every((field) => field === '');
  return !isBlank(fields) && !isSeparator;
}

function parserOptions(bytes: Uint8Array, lineBreak: LineBreak): Options {
  return {
    delimiter: delimiterOf(firstLineOf(bytes)),
    // Both at once: files put together from two systems mix them. A carriage return alone ends a line only where nothing else does.
    record_delimiter: lineBreak === '\n' ? ['\r\n', '\n'] : ['\r'],
    max_record_size: DELIVERY_LIMITS.lineBytes,
    relax_column_count: true,
    relax_quotes: true,
    trim: true,
  };
}

function parsePiece(
  piece: Piece,
  options: Options,
  { file, lineBreak }: { readonly file: string; readonly lineBreak: LineBreak },
): string[][] {
  try {
    return parse(piece.bytes, options) as unknown as string[][];
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const intact = Number(cause.records);
    const complete = intact === 0 ? [] : (parse(piece.bytes, { ...options, to: intact }) as unknown as string[][]);
    const line = complete.reduce((next, fields) => next + linesOf(fields, lineBreak), piece.firstLine);
    if (cause.code === 'CSV_MAX_RECORD_SIZE') throw longLine(file, line);
    throw refusal({
      file,
      line,
      rule: cause.code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quote opens here and is never closed' : cause.message,
      got: lineReader(piece, lineBreak)(line, line),
      allowed: 'quotes in pairs; a quote inside a quoted field is written twice',
      hint: 'close the quote, or double it',
      cause,
    });
  }
}

function longLine(file: string, line: number) {
  return refusal({
    file,
    line,
    rule: 'a row is longer than it may be',
    allowed: `at most ${DELIVERY_LIMITS.lineBytes} characters (core/contracts/delivery-limits.ts)`,
    hint: 'likely a quote that never closes; else leave out columns that nobody asks for',
  });
}

function refuseEncoding(content: Uint8Array, file: string): void {
  if (isUtf8(content)) return;
  let line = 1;
  for (let start = 0; start < content.length; line++) {
    const end = content.indexOf(10, start);
    const bytes = content.subarray(start, end === -1 ? content.length : end);
    if (!isUtf8(bytes)) throw invalidUtf8(bytes, file, line);
    start += bytes.length + 1;
  }
}

function invalidUtf8(bytes: Uint8Array, file: string, line: number) {
  return refusal({
    file,
    line,
    rule: 'the encoding is unknown: these bytes are not UTF-8',
    got: Buffer.from(bytes).toString('latin1').trimEnd(),
    allowed: 'UTF-8',
    hint: 'it is likely Windows-1252 or Latin-1; convert it: iconv -f WINDOWS-1252 -t UTF-8',
  });
}

function emptyFile(file: string) {
  return refusal({
    file,
    line: 1,
    rule: 'the file is empty',
    allowed: 'a header and at least one row',
    hint: 'deliver the file again; an interrupted upload leaves an empty one',
  });
}
