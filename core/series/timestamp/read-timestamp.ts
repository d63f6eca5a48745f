import { readDate } from './date-forms.ts';
import { DAY_MS } from '../duration.ts';
import type { Complaint, Moment } from './moment.ts';
import type { TimestampReading } from '../timestamp-reading.ts';
import type { Zone } from '../time-zone.ts';

/** JavaScript's own is 70 characters at most; on texts of any length the expressions below would search for hours. */
const LONGEST = 100;
const ODD_SPACE = /[^\S ]| {2}|−/;

/** What the text says, before any zone of the data set is asked. */
export function readMoment(
  text: string,
  reading: Pick<TimestampReading, 'dateOrder' | 'frequency'>,
): Moment | Complaint {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST) return 'no-date';
  return readDate(ODD_SPACE.test(trimmed) ? trimmed.replaceAll(/\s+/g, ' ').replaceAll('−', '-') : trimmed, reading);
}

/** As parseTimestamp, with the finer complaint. */
export function readTimestamp(text: string, reading: TimestampReading): number | Complaint {
  const moment = readMoment(text, reading);
  if (typeof moment === 'string') return moment;
  const { clockMs, offsetMs } = moment;
  const { zone, frequency } = reading;
  if (offsetMs === undefined) {
    if (zone === null || frequency !== 'hour') return clockMs;
    const instantMs = zone.instantOf(clockMs);
    return Number.isNaN(instantMs) ? 'skipped-hour' : instantMs;
  }
  const instantMs = clockMs - offsetMs;
  return zone === null || frequency === 'hour' ? instantMs : calendarMs(zone, instantMs);
}

/** What the zone's clock shows, and midnight where the day of the instant begins later than that: in some places the clock is put forward at midnight. */
function calendarMs(zone: Zone, instantMs: number): number {
  const clockMs = zone.clockAt(instantMs);
  const dayMs = Math.floor(clockMs / DAY_MS) * DAY_MS;
  return zone.clockAt(instantMs - 1) < dayMs ? dayMs : clockMs;
}
