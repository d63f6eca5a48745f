import { closeSync, openSync, readSync } from 'node:fs';

/** Several files are read at a time, one a shard. */
const PIECE_BYTES = 1 << 18;

/** A file piece by piece, so that memory does not grow with it; a piece lasts until the next one. */
export function* piecesOf(path: string): Generator<Uint8Array, undefined> {
  const file = openSync(path, 'r');
  try {
    const piece = new Uint8Array(PIECE_BYTES);
    for (let bytes = readSync(file, piece); bytes > 0; bytes = readSync(file, piece)) yield piece.subarray(0, bytes);
  } finally {
    closeSync(file);
  }
}

/** A text file's lines, however it is cut into pieces. */
export function* linesIn(path: string): Generator<string, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for (const piece of piecesOf(path)) {
    const [first, ...lines] = decoder.decode(piece, { stream: true }).split('\n');
    rest += first;
    for (const line of lines) {
      yield rest;
      rest = line;
    }
  }
  if (rest !== '') yield rest;
}
