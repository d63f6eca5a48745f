import { dayMs } from './timestamp/calendar-days.ts';
import { COMPLAINTS } from './timestamp/moment.ts';
import { readTimestamp } from './timestamp/read-timestamp.ts';
import type { TimestampProblem, TimestampReading } from './timestamp-reading.ts';

/**
 * The instant that a timestamp names, in ms since the epoch. A date without an offset is of the reading's zone, or of UTC. By the hour it
 * becomes the instant at which the zone's clock shows it; in a coarser series all dates are dates of the zone's calendar, as if it were UTC's.
 * A week, month, quarter or year stands for its first day, but only where the series is that coarse: in daily data it is a date that lost its end.
 */
export function parseTimestamp(text: string | null, reading: TimestampReading): number | TimestampProblem {
  const trimmed = text === null ? '' : text.trim();
  if (reading.zone === null || reading.frequency !== 'hour') {
    const isoDay = isoDayOf(trimmed);
    if (isoDay !== undefined) return isoDay;
  }
  const instant = readTimestamp(trimmed, reading);
  return typeof instant === 'string' ? COMPLAINTS[instant] : instant;
}

/** The common form, '2012-03-04', without a regular expression: millions of rows pass here. */
function isoDayOf(text: string): number | 'bad-date' | undefined {
  if (text.length !== 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return undefined;
  for (let i = 0; i < 10; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (i !== 4 && i !== 7 && (digit < 0 || digit > 9)) return undefined;
  }
  return dayMs(text.slice(0, 4), text.slice(5, 7), text.slice(8)) ?? 'bad-date';
}
