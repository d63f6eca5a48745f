import { isUtf8 } from 'node:buffer';
import { CsvError, parse, type Options } from 'csv-parse/sync';
import type { Dataset } from '../core/contracts/dataset.ts';
import { DELIVERY_LIMITS } from '../core/contracts/delivery-limits.ts';
import { withoutBom } from '../core/ingest/encoding.ts';
import { delimiterOf, planColumns, type ColumnPlan } from '../core/ingest/header.ts';
import { refusal } from '../core/ingest/refusal.ts';
import { isBlank, linesOf, textRowsOf, type Partition, type TextRows } from '../core/ingest/text-rows.ts';
import { cutter, firstLineOf, lineBreakOf, lineReader, type LineBreak, type Piece } from './lines.ts';
import type { Chunks } from './unpack.ts';

const QUOTE = 0x22;
/** A character has four bytes at most; some more for how a file is cut. */
const RECORD_BYTES = 4 * DELIVERY_LIMITS.lineBytes;

type Reading = Pick<Dataset, 'columns' | 'contract' | 'regressors'>;

/**
 * The rows of a CSV file, a few megabytes at a time.
 * @throws SourceRefused, naming file, line, value, rule and hint, when the file as a whole cannot be read.
 */
export async function* readCsv(
  chunks: Chunks,
  place: { readonly file: string; readonly partition: Partition },
  dataset: Reading,
): AsyncGenerator<TextRows> {
  const lineBreak = await lineBreakOf(chunks());
  const reader = rowReader(lineBreak, place, dataset);
  for await (const piece of piecesOf(chunks, lineBreak, place.file)) {
    const rows = reader.read(piece);
    if (rows !== undefined) yield rows;
  }
  reader.end();
}

/** The names in the header, as they stand there. @throws SourceRefused */
export async function csvHeader(chunks: Chunks, file: string): Promise<readonly string[]> {
  const lineBreak = await lineBreakOf(chunks());
  for await (const piece of piecesOf(chunks, lineBreak, file)) {
    refuseEncoding(piece, file, lineBreak);
    const options = parserOptions(firstLineOf(piece.bytes, lineBreak), lineBreak);
    const header = parsePiece(piece, options, { file, lineBreak }).find(isHeader);
    if (header !== undefined) return header.map((name) => name.trim());
  }
  throw emptyFile(file);
}

/** Reads a file piece by piece, in their order: the header stands in the first one that is not blank. */
export function rowReader(
  lineBreak: LineBreak,
  { file, partition }: { readonly file: string; readonly partition: Partition },
  dataset: Reading,
) {
  let options: Options | undefined;
  let plan: ColumnPlan | undefined;
  return {
    /** undefined before the header. */
    read(piece: Piece): TextRows | undefined {
      refuseEncoding(piece, file, lineBreak);
      const firstText = options === undefined ? firstLineOf(piece.bytes, lineBreak) : '';
      if (options === undefined && firstText === '') return undefined;
      options ??= parserOptions(firstText, lineBreak);
      let records = parsePiece(piece, options, { file, lineBreak });
      let firstLine = piece.firstLine;
      const quotedBreak = piece.bytes.includes(QUOTE) ? lineBreak : undefined;
      if (plan === undefined) {
        const header = records.findIndex(isHeader);
        if (header === -1) return undefined;
        const headerLine = firstLine + header;
        plan = planColumns(records[header], dataset, { file, line: headerLine, beside: Object.keys(partition) });
        firstLine = headerLine + linesOf(records[header], quotedBreak);
        records = records.slice(header + 1);
      }
      const split = { records, firstLine, lineBreak: quotedBreak, rawText: lineReader(piece, lineBreak) };
      return textRowsOf(split, plan, { seriesName: dataset.columns.target, partition });
    },
    /** @throws SourceRefused where there was no header */
    end(): void {
      if (plan === undefined) throw emptyFile(file);
    },
  };
}

async function* piecesOf(chunks: Chunks, lineBreak: LineBreak, file: string): AsyncGenerator<Piece> {
  const refuseLine = (line: number): never => {
    throw longLine(file, line);
  };
  const cut = cutter({ lineBreak, recordBytes: RECORD_BYTES, refuseLine });
  let isFirst = true;
  for await (const chunk of chunks()) {
    yield* cut.add(isFirst ? withoutBom(chunk) : chunk);
    isFirst = false;
  }
  const last = cut.end();
  if (last !== undefined) yield last;
}

/** What stands above it is blank, or 'sep=;' for Excel. */
function isHeader(fields: readonly string[]): boolean {
  const isSeparator = /^sep=.?$/i.test(fields[0]) && fields.slice(1).every((field) => field === '');
  return !isBlank(fields) && !isSeparator;
}

function parserOptions(firstLine: string, lineBreak: LineBreak): Options {
  return {
    delimiter: delimiterOf(firstLine),
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

function refuseEncoding({ bytes, firstLine }: Piece, file: string, lineBreak: LineBreak): void {
  if (isUtf8(bytes)) return;
  let line = firstLine;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(lineBreak.charCodeAt(0), start);
    const found = bytes.subarray(start, end === -1 ? bytes.length : end);
    if (!isUtf8(found)) throw invalidUtf8(found, file, line);
    start += found.length + 1;
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
