import { emptyPoints, type SeriesPoints } from '../../core/backtest/series-points.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { rangeOf } from '../../core/models/typed-arrays.ts';
import { sha256 } from '../../tables/sha256.ts';

const FORMAT = 'forecaster-points 1';
/** Numbers lie where typed arrays can be laid over them. */
const ALIGNMENT = 8;
const NEWLINE = 10;

interface Header {
  readonly format: string;
  /** unique_id, and how many points; in the order of the numbers. */
  readonly series: readonly (readonly [string, number])[];
}

/**
 * A line of JSON that says whose the points are, then column after column of all of them: y, yhat and half as doubles, ds and cutoff as integers of
 * 32 bits, little-endian. Parquet would take longer to write than many a candidate to be cross-validated.
 */
export function encodePoints(uniqueIds: readonly string[], points: readonly SeriesPoints[]): Uint8Array {
  const series = points.map(({ ds }, index) => [uniqueIds[index], ds.length] as const);
  const json = JSON.stringify({ format: FORMAT, series } satisfies Header);
  const line = new TextEncoder().encode(json);
  const start = Math.ceil((line.length + 1) / ALIGNMENT) * ALIGNMENT;
  const count = points.reduce((sum, { ds }) => sum + ds.length, 0);
  const bytes = new Uint8Array(start + count * BYTES_OF_POINT);
  bytes.fill(SPACE, line.length, start - 1).set(line);
  bytes[start - 1] = NEWLINE;
  const columns = columnsOf(bytes, start, count);
  points.reduce((at, one) => {
    columns.y.set(one.y, at);
    columns.yhat.set(one.yhat, at);
    columns.half.set(one.half, at);
    columns.ds.set(one.ds, at);
    columns.cutoff.set(one.cutoff, at);
    return at + one.ds.length;
  }, 0);
  return bytes;
}

const BYTES_OF_POINT = 3 * 8 + 2 * 4;
const SPACE = 32;

function columnsOf({ buffer, byteOffset }: Uint8Array, start: number, count: number): SeriesPoints {
  const at = (column: number) => byteOffset + start + column * 8 * count;
  return {
    y: new Float64Array(buffer, at(0), count),
    yhat: new Float64Array(buffer, at(1), count),
    half: new Float64Array(buffer, at(2), count),
    ds: new Int32Array(buffer, at(3), count),
    cutoff: new Int32Array(buffer, at(3) + 4 * count, count),
  };
}

/**
 * A file's points by series, as views, without those that came true after a period.
 *
 * @param file the bytes as they were written
 * @throws ArtifactMismatch
 */
export function decodePoints(file: Uint8Array, lastKnown: number): ReadonlyMap<string, SeriesPoints> {
  // A file that was read may begin anywhere in a larger buffer.
  const bytes = file.byteOffset % ALIGNMENT === 0 ? file : new Uint8Array(file);
  const start = bytes.indexOf(NEWLINE) + 1;
  const series = seriesOf(bytes.subarray(0, start));
  const count = series.reduce((sum, [, points]) => sum + points, 0);
  if (bytes.length !== start + count * BYTES_OF_POINT) throw unreadable(`${bytes.length} bytes of ${count} points`);
  const all = columnsOf(bytes, start, count);
  const bySeries = new Map<string, SeriesPoints>();
  series.reduce((first, [uniqueId, points]) => {
    const known = knownUntil(lastKnown, slicePoints(all, first, first + points));
    if (known.ds.length > 0) bySeries.set(uniqueId, known);
    return first + points;
  }, 0);
  return bySeries;
}

function seriesOf(line: Uint8Array): Header['series'] {
  const text = new TextDecoder().decode(line);
  if (!text.startsWith(`{"format":${JSON.stringify(FORMAT)},`)) throw unreadable(text.slice(0, 100));
  // The rest was written by encodePoints.
  return (JSON.parse(text) as Header).series;
}

function unreadable(got: string): PlatformError {
  return new PlatformError(ERROR_NAMES.artifactMismatch, {
    problem: 'this is no file of cross-validation points, or not a whole one',
    got,
    allowed: FORMAT,
    hint: 'select again: this code cannot use the points of the last selection',
  });
}

/** What is remembered of many files: of their digests, in the order of their names. */
export function digestOfDigests(digests: readonly string[]): string {
  return sha256(digests.join(''));
}

function slicePoints({ cutoff, ds, y, yhat, half }: SeriesPoints, start: number, end: number): SeriesPoints {
  return {
    cutoff: cutoff.subarray(start, end),
    ds: ds.subarray(start, end),
    y: y.subarray(start, end),
    yhat: yhat.subarray(start, end),
    half: half.subarray(start, end),
  };
}

function knownUntil(last: number, points: SeriesPoints): SeriesPoints {
  if (rangeOf(points.ds)[1] <= last) return points;
  const rows = [...points.ds.keys()].filter((row) => points.ds[row] <= last);
  const known = emptyPoints(rows.length);
  rows.forEach((row, at) => {
    known.cutoff[at] = points.cutoff[row];
    known.ds[at] = points.ds[row];
    known.y[at] = points.y[row];
    known.yhat[at] = points.yhat[row];
    known.half[at] = points.half[row];
  });
  return known;
}
