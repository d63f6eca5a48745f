/** Whole records of a file, and the number of the line where they start. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly firstLine: number;
}

export type LineBreak = '\n' | '\r';

const NEWLINE = 10;
const QUOTE = 0x22;
/** The parser makes an array a record: so much text at a time keeps them to a few hundred megabytes for a file of any size. */
const PIECE_BYTES = 4 * 2 ** 20;

/** Old Mac files end their lines in a carriage return alone. */
export function lineBreakOf(bytes: Uint8Array): LineBreak {
  return bytes.includes(NEWLINE) ? '\n' : '\r';
}

/** The first line that is not blank. */
export function firstLineOf(bytes: Uint8Array): string {
  const lineBreak = lineBreakOf(bytes);
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(lineBreak.charCodeAt(0), start);
    const line = textOf(bytes.subarray(start, end === -1 ? bytes.length : end)).trim();
    if (line !== '' || end === -1) return line;
    start = end + 1;
  }
  return '';
}

/**
 * Cuts a file behind line ends that lie outside quotes: there the number of quotes so far is even. Where a stray quote makes
 * that wrong, the parser finds a quote that is never closed and refuses the file; it cannot read a row as another.
 */
export function* pieces(bytes: Uint8Array, pieceBytes: number = PIECE_BYTES): Generator<Piece> {
  let start = 0;
  let firstLine = 1;
  let lines = 0;
  let inQuotes = false;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === QUOTE) inQuotes = !inQuotes;
    if (bytes[i] !== NEWLINE) continue;
    lines++;
    if (inQuotes || i + 1 - start < pieceBytes) continue;
    yield { bytes: bytes.subarray(start, i + 1), firstLine };
    start = i + 1;
    firstLine += lines;
    lines = 0;
  }
  if (start < bytes.length) yield { bytes: bytes.subarray(start), firstLine };
}

/** Gives the text of lines from..to of a piece, both included; calls must ascend, so that the piece is walked once. */
export function lineReader({ bytes, firstLine }: Piece, lineBreak: LineBreak) {
  let line = firstLine;
  let offset = 0;
  const skipTo = (target: number): void => {
    for (; line < target && offset < bytes.length; line++) {
      const end = bytes.indexOf(lineBreak.charCodeAt(0), offset);
      offset = end === -1 ? bytes.length : end + 1;
    }
  };
  return (from: number, to: number): string => {
    skipTo(from);
    const start = offset;
    skipTo(to + 1);
    return textOf(bytes.subarray(start, offset)).replace(/\r?\n$|\r$/, '');
  };
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
