/** Whole records of a file, and the number of the line where they start. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly firstLine: number;
}

export type LineBreak = '\n' | '\r';

const NEWLINE = 10;
const QUOTE = 0x22;

/** How a file is cut. */
export interface Cutting {
  readonly lineBreak: LineBreak;
  /** A piece has so many bytes at least: the parser makes an array a record, and so much text at a time keeps them to a few hundred megabytes. */
  readonly pieceBytes?: number;
  /** No record is longer: where none ends for more than that, quotes were miscounted, or the record is refused. */
  readonly recordBytes: number;
  /** @throws SourceRefused for a line that is longer */
  refuseLine(line: number): never;
}

const PIECE_BYTES = 4 * 2 ** 20;

/** Old Mac files end their lines in a carriage return alone. */
export async function lineBreakOf(chunks: AsyncIterable<Uint8Array>): Promise<LineBreak> {
  for await (const chunk of chunks) if (chunk.includes(NEWLINE)) return '\n';
  return '\r';
}

/** The first line that is not blank; '' where all are. */
export function firstLineOf(bytes: Uint8Array, lineBreak: LineBreak): string {
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(lineBreak.charCodeAt(0), start);
    const line = textOf(bytes.subarray(start, end === -1 ? bytes.length : end)).trim();
    if (line !== '' || end === -1) return line;
    start = end + 1;
  }
  return '';
}

/**
 * Cuts a file, as its bytes come, behind line ends that lie outside quotes: there the number of quotes so far is even. Where a stray quote makes
 * that wrong, the parser finds a quote that is never closed and refuses the file; it cannot read a row as another.
 */
export function cutter({ lineBreak, pieceBytes = PIECE_BYTES, recordBytes, refuseLine }: Cutting) {
  const lineEnd = lineBreak.charCodeAt(0);
  let rest: Uint8Array = new Uint8Array(0);
  let [firstLine, lines, lineStart, inQuotes] = [1, 0, 0, false];
  return {
    *add(chunk: Uint8Array): Generator<Piece> {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let start = 0;
      for (let i = rest.length; i < bytes.length; i++) {
        if (bytes[i] === QUOTE) inQuotes = !inQuotes;
        if (bytes[i] !== lineEnd) continue;
        lines++;
        lineStart = i + 1;
        // Of a record that is so long, the quotes are not what they were counted for: a stray one stands before it.
        if (inQuotes && i + 1 - start < pieceBytes + recordBytes) continue;
        if (i + 1 - start < pieceBytes) continue;
        yield { bytes: bytes.subarray(start, i + 1), firstLine };
        [start, firstLine, lines, inQuotes] = [i + 1, firstLine + lines, 0, false];
      }
      if (bytes.length - lineStart > recordBytes) refuseLine(firstLine + lines);
      rest = bytes.subarray(start);
      lineStart -= start;
    },
    /** What is left behind the last cut. */
    end(): Piece | undefined {
      return rest.length === 0 ? undefined : { bytes: rest, firstLine };
    },
  };
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
