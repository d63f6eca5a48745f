import { closeSync, openSync, readSync } from 'node:fs';
import { decodeSeriesModel, uniqueIdIn } from '../../core/models/model-file.ts';

const PIECE_BYTES = 1 << 20;
const NEWLINE = 10;
/** Longer ids are found, too, but slowly. */
const ID_BYTES = 512;

/** Where the lines of a model file begin and end: of a large panel they do not all fit in memory. */
export class LineIndex {
  private constructor(
    private readonly file: number,
    /** The first line. */
    readonly header: string,
    private readonly lines: ReadonlyMap<string, Place>,
  ) {}

  static open(path: string): LineIndex {
    const file = openSync(path, 'r');
    const ends = lineEnds(file);
    const places = ends.map((end, line) => ({ start: line === 0 ? 0 : ends[line - 1] + 1, end }));
    const lines = new Map<string, Place>();
    for (const place of places.slice(1)) lines.set(uniqueIdAt(file, place), place);
    return new LineIndex(file, textAt(file, places[0] ?? { start: 0, end: 0 }), lines);
  }

  /** In the order of the file. */
  uniqueIds(): Iterable<string> {
    return this.lines.keys();
  }

  has(uniqueId: string): boolean {
    return this.lines.has(uniqueId);
  }

  line(uniqueId: string): string | undefined {
    const place = this.lines.get(uniqueId);
    return place === undefined ? undefined : textAt(this.file, place);
  }

  close(): void {
    closeSync(this.file);
  }
}

/** Bytes [start, end). */
interface Place {
  readonly start: number;
  readonly end: number;
}

function lineEnds(file: number): readonly number[] {
  const piece = new Uint8Array(PIECE_BYTES);
  const ends: number[] = [];
  for (let start = 0; ;) {
    const bytesRead = readSync(file, piece, 0, PIECE_BYTES, start);
    if (bytesRead === 0) return ends;
    const read = piece.subarray(0, bytesRead);
    for (let at = read.indexOf(NEWLINE); at >= 0; at = read.indexOf(NEWLINE, at + 1)) ends.push(start + at);
    start += bytesRead;
  }
}

function textAt(file: number, { start, end }: Place): string {
  const bytes = new Uint8Array(end - start);
  readSync(file, bytes, 0, bytes.length, start);
  return new TextDecoder().decode(bytes);
}

function uniqueIdAt(file: number, { start, end }: Place): string {
  const beginning = textAt(file, { start, end: Math.min(end, start + ID_BYTES) });
  return uniqueIdIn(beginning) ?? decodeSeriesModel(textAt(file, { start, end })).uniqueId;
}
