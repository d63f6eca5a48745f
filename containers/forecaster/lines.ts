import { closeSync, openSync, readSync } from 'node:fs';

/** Several files are read at a time, one a shard. */
const PIECE_BYTES = 1 << 18;

/** A text file's lines, read piece by piece, so that memory does not grow with the file. */
export function* linesIn(path: string): Generator<string, undefined> {
  const file = openSync(path, 'r');
  try {
    const piece = new Uint8Array(PIECE_BYTES);
    const decoder = new TextDecoder();
    let rest = '';
    for (let bytes = -1; bytes !== 0;) {
      bytes = readSync(file, piece);
      const [first = '', ...lines] = decoder.decode(piece.subarray(0, bytes), { stream: bytes > 0 }).split('\n');
      rest += first;
      for (const line of lines) {
        yield rest;
        rest = line;
      }
    }
    if (rest !== '') yield rest;
  } finally {
    closeSync(file);
  }
}
