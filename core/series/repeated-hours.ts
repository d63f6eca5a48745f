import { readMoment } from './timestamp/read-timestamp.ts';
import type { TimestampReading } from './timestamp-reading.ts';

/** Rows of a delivery or several, as those hours are told apart by. */
export interface DatedRows {
  readonly instantMs: Float64Array;
  /** The row's place in its file. */
  readonly line: ArrayLike<number>;
  /** Another one for every series of every delivery. */
  seriesOf(row: number): string | number;
}

/**
 * Where a zone's clock is turned back, it shows an hour twice, and a text without an offset does not say which one it means. Of the rows of a
 * series of one file that name the same moment, the first half in the order of time is the first hour, the rest the second; a single one is
 * the first. The order of time is the order of lines, or the reverse in a file whose newest row comes first.
 */
export function repeatedHours(reading: TimestampReading) {
  const { zone, frequency } = reading;
  const rows: number[] = [];
  return {
    /** Every row's instant, as parseTimestamp gives it; NaN where it gives none. */
    note(row: number, text: string | null, instantMs: number): void {
      if (zone === null || frequency !== 'hour' || Number.isNaN(instantMs)) return;
      if (zone.repeatOf(instantMs) === undefined) return;
      const moment = readMoment(text ?? '', reading);
      if (typeof moment !== 'string' && moment.offsetMs === undefined) rows.push(row);
    },
    /** Moves the rows that are of the second hour there. */
    settle(dated: DatedRows): void {
      if (zone === null || rows.length === 0) return;
      const ascends = directions(dated, new Set(rows.map((row) => dated.seriesOf(row))));
      for (const alike of rowsAlike(rows, dated)) {
        const inTime = alike.sort((a, b) => dated.line[a] - dated.line[b]);
        if (ascends.get(dated.seriesOf(alike[0])) === false) inTime.reverse();
        for (const row of inTime.slice(Math.ceil(inTime.length / 2))) {
          dated.instantMs[row] = zone.repeatOf(dated.instantMs[row]) ?? dated.instantMs[row];
        }
      }
    },
  };
}

function rowsAlike(rows: readonly number[], { instantMs, seriesOf }: DatedRows): Iterable<number[]> {
  const alike = new Map<string, number[]>();
  for (const row of rows) {
    const key = `${instantMs[row]} ${seriesOf(row)}`;
    const group = alike.get(key);
    if (group === undefined) alike.set(key, [row]);
    else group.push(row);
  }
  return alike.values();
}

/** Whether the last line of a series is not dated before its first. */
function directions({ instantMs, line, seriesOf }: DatedRows, wanted: ReadonlySet<string | number>) {
  const ends = new Map<string | number, { first: number; last: number }>();
  for (let row = 0; row < instantMs.length; row++) {
    const series = seriesOf(row);
    if (!wanted.has(series) || Number.isNaN(instantMs[row])) continue;
    const end = ends.get(series) ?? { first: row, last: row };
    if (line[row] <= line[end.first]) end.first = row;
    if (line[row] >= line[end.last]) end.last = row;
    ends.set(series, end);
  }
  return new Map([...ends].map(([series, { first, last }]) => [series, instantMs[first] <= instantMs[last]]));
}
