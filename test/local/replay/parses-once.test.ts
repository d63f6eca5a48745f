import { expect, it, jest } from '@jest/globals';
import * as csv from '../../../sources/csv.ts';
import * as timestamps from '../../../core/series/parse-timestamp.ts';
import * as values from '../../../core/series/parse-value.ts';

const readCsv = jest.fn(csv.readCsv);
const parseTimestamp = jest.fn(timestamps.parseTimestamp);
const parseValue = jest.fn(values.parseValue);
jest.unstable_mockModule('../../../sources/csv.ts', () => ({ readCsv }));
jest.unstable_mockModule('../../../core/series/parse-timestamp.ts', () => ({ parseTimestamp }));
jest.unstable_mockModule('../../../core/series/parse-value.ts', () => ({ parseValue }));

const { replayedDataset, weeklyCsv } = await import('../policies/histories.ts');
const { replayInMemory, triggeredDefinitions } = await import('../policies/replay-in-memory.ts');

const WEEKS = 262;

/** A minute on a loaded machine, seconds on a quiet one. */
const TIME_LIMIT_MS = 300_000;

it(
  'a replay parses each delivered text as often as it is ingested and read: once each, however many windows and looks it lives through',
  async () => {
    const asked = { definitions: triggeredDefinitions(), dataset: replayedDataset(), csv: weeklyCsv() };
    const windows = await replayInMemory({ ...asked, policy: 'gates', windows: 2 });
    expect(windows).toHaveLength(2);
    expect(readCsv).toHaveBeenCalledTimes(1);
    // Once for the formats of the delivery, once for silver.
    expect(parseValue).toHaveBeenCalledTimes(2 * WEEKS);
    // Once for bronze's column `ds`, once for silver. The ends of a range are read one by one.
    const byReading = new Map<object, number>();
    for (const [, reading] of parseTimestamp.mock.calls) byReading.set(reading, (byReading.get(reading) ?? 0) + 1);
    expect([...byReading.values()].filter((calls) => calls > 1)).toEqual([WEEKS, WEEKS]);
  },
  TIME_LIMIT_MS,
);
