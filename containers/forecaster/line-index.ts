import { type FileHandle, open } from 'node:fs/promises';
import { decodeSeriesModel } from '../../core/models/model-file.ts';

const PIECE_BYTES = 1 << 20;
const NEWLINE = 10;
/** Longer ids are found, too, but slowly. */
const ID_BYTES = 512;

/** Where the lines of a model file begin and end: of a large panel they do not all fit in memory. */
export class LineIndex {
  private constructor(
    private readonly file: FileHandle,
    /** The first line. */
    readonly header: string,
    private readonly lines: ReadonlyMap<string, Place>,
  ) {}

  static async open(path: string): Promise<LineIndex> {
    const file = await open(path);
    const ends = await lineEnds(file);
    const places = ends.map((end, line) => ({ start: line === 0 ? 0 : ends[line - 1] + 1, end }));
    const lines = new Map<string, Place>();
    for (const place of places.slice(1)) lines.set(await uniqueIdAt(file, place), place);
    return new LineIndex(file, await textAt(file, places[0] ?? { start: 0, end: 0 }), lines);
  }

  has(uniqueId: string): boolean {
    return this.lines.has(uniqueId);
  }

  async line(uniqueId: string): Promise<string | undefined> {
    const place = this.lines.get(uniqueId);
    return place === undefined ? undefined : textAt(this.file, place);
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

/** Bytes [start, end). */
interface Place {
  readonly start: number;
  readonly end: number;
}

async function lineEnds(file: FileHandle): Promise<readonly number[]> {
  const piece = new Uint8Array(PIECE_BYTES);
  const ends: number[] = [];
  for (let start = 0; ;) {
    const { bytesRead } = await file.read(piece, 0, PIECE_BYTES, start);
    if (bytesRead === 0) return ends;
    const read = piece.subarray(0, bytesRead);
    for (let at = read.indexOf(NEWLINE); at >= 0; at = read.indexOf(NEWLINE, at + 1)) ends.push(start + at);
    start += bytesRead;
  }
}

async function textAt(file: FileHandle, { start, end }: Place): Promise<string> {
  const bytes = new Uint8Array(end - start);
  await file.read(bytes, 0, bytes.length, start);
  return new TextDecoder().decode(bytes);
}

/** encodeSeriesModel writes it first: the rest of a long line need not be read for it. */
async function uniqueIdAt(file: FileHandle, { start, end }: Place): Promise<string> {
  const beginning = await textAt(file, { start, end: Math.min(end, start + ID_BYTES) });
  const literal = /^\{"unique_id":("(?:[^"\\]|\\.)*")/.exec(beginning)?.[1];
  if (literal !== undefined) return String(JSON.parse(literal));
  return decodeSeriesModel(await textAt(file, { start, end })).uniqueId;
}
