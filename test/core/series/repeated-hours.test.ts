import { describe, expect, it } from '@jest/globals';
import { parseTimestamp } from '../../../core/series/parse-timestamp.ts';
import { repeatedHours } from '../../../core/series/repeated-hours.ts';
import { zoneNamed } from '../../../core/series/time-zone.ts';

const reading = { dateOrder: 'iso', frequency: 'hour', zone: zoneNamed('Europe/Berlin') } as const;
const NIGHT = ['01:00', '02:00', '02:00', '03:00'].map((time) => `2022-10-30 ${time}`);
/** The hours of UTC. */
const hoursOf = (instants: Iterable<number>) => Array.from(instants, (ms) => new Date(ms).toISOString().slice(11, 16));

/** @param rows series and text, in the order of lines */
function settled(rows: readonly (readonly [series: string, text: string])[], lines = rows.map((_, row) => row + 2)) {
  const repeated = repeatedHours(reading);
  const instantMs = Float64Array.from(rows, ([, text]) => Number(parseTimestamp(text, reading)));
  rows.forEach(([, text], row) => repeated.note(row, text, instantMs[row]));
  repeated.settle({ instantMs, line: lines, seriesOf: (row) => rows[row][0] });
  return hoursOf(instantMs);
}

describe('an hour that the clock shows twice', () => {
  it('is the first, then the second, in the order of lines', () => {
    expect(settled(NIGHT.map((text) => ['a', text]))).toEqual(['23:00', '00:00', '01:00', '02:00']);
  });

  it('is so for each series', () => {
    const rows = NIGHT.flatMap((text) => [['a', text] as const, ['b', text] as const]);
    expect(settled(rows)).toEqual(['23:00', '23:00', '00:00', '00:00', '01:00', '01:00', '02:00', '02:00']);
  });

  it('is told by lines, in whatever order rows are read', () => {
    const rows = [3, 2, 1, 0].map((row) => ['a', NIGHT[row]] as const);
    expect(settled(rows, [5, 4, 3, 2])).toEqual(['02:00', '01:00', '00:00', '23:00']);
  });

  it('is the other way round where the newest row comes first', () => {
    const rows = NIGHT.toReversed().map((text) => ['a', text] as const);
    expect(settled(rows)).toEqual(['02:00', '01:00', '00:00', '23:00']);
  });

  it('is the first where it stands once, and for the first half of many', () => {
    expect(settled([['a', '2022-10-30 02:30']])).toEqual(['00:30']);
    const quarters = ['02:00', '02:30', '02:00', '02:30', '03:00'].map((time) => ['a', `2022-10-30 ${time}`] as const);
    expect(settled(quarters)).toEqual(['00:00', '00:30', '01:00', '01:30', '02:00']);
    expect(settled(Array.from({ length: 3 }, () => ['a', NIGHT[1]] as const))).toEqual(['00:00', '00:00', '01:00']);
  });

  it('is told beside rows without a date', () => {
    const repeated = repeatedHours(reading);
    const instantMs = Float64Array.of(NaN, Date.UTC(2022, 9, 30), NaN, Date.UTC(2022, 9, 30));
    ['soon', NIGHT[1], '', NIGHT[2]].forEach((text, row) => repeated.note(row, text, instantMs[row]));
    repeated.settle({ instantMs, line: [2, 3, 4, 5], seriesOf: () => 'a' });
    expect([...instantMs]).toEqual([NaN, Date.UTC(2022, 9, 30), NaN, Date.UTC(2022, 9, 30, 1)]);
  });

  it('is what the text says where it says it', () => {
    const rows = ['02:00+02:00', '02:00+02:00', '02:00+01:00'].map((time) => ['a', `2022-10-30 ${time}`] as const);
    expect(settled(rows)).toEqual(['00:00', '00:00', '01:00']);
  });
});
