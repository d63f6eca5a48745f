import type { DataContract } from '../contracts/data-contract.ts';
import { DAY_MS } from '../series/duration.ts';
import { readMoment } from '../series/timestamp/read-timestamp.ts';
import type { TimestampReading } from '../series/timestamp-reading.ts';
import { zoneNamed } from '../series/time-zone.ts';
import { ROWS_OF_A_FORMAT } from './kinds.ts';

/** Timestamps of a series by the day or coarser that are no dates of its calendar, but midnights of another clock. */
export interface Midnights {
  readonly rows: number;
  readonly line: number;
  readonly text: string;
  /** In words: 'of +01:00 and +02:00'. */
  readonly seen: string;
  /** A zone whose clock shows midnight at all that were looked at; undefined where none does. */
  readonly timeZone: string | undefined;
}

/** Instants of each time of day that are held against the zones: enough to tell a zone that changes its clock from one that does not. */
const SAMPLES = 100;
/** Times of day, by UTC, that the midnights of one clock have been at: more than that are of no clock. */
const MAX_TIMES = 8;
/** Of the zones that fit equally well, the ones that most data are of. */
export const LIKELY_ZONES = [
  ...['Europe/Berlin', 'Europe/London', 'Europe/Athens', 'America/New_York', 'America/Chicago', 'America/Denver'],
  ...['America/Los_Angeles', 'America/Sao_Paulo', 'Asia/Kolkata', 'Asia/Shanghai', 'Asia/Tokyo', 'Australia/Sydney'],
];

interface Group {
  rows: number;
  /** What the text's own clock shows. */
  readonly clockTimeMs: number;
  readonly offsetMs: number;
  readonly instantsMs: number[];
}

/** Where rows of a day are put together, no row need be a midnight. */
export function midnightCounter(reading: TimestampReading, aggregate: DataContract['aggregate']) {
  const groups = new Map<string, Group>();
  let first: { readonly line: number; readonly text: string } | undefined;
  let others = 0;
  return {
    /** @param calendarMs what parseTimestamp reads */
    add(text: string, calendarMs: number, line: number): void {
      if (reading.frequency === 'hour' || aggregate !== null || calendarMs % DAY_MS === 0) return;
      const moment = readMoment(text, reading);
      if (typeof moment === 'string' || moment.offsetMs === undefined || groups.size > MAX_TIMES) {
        others += 1;
        return;
      }
      first ??= { line, text: text.trim() };
      const clockTimeMs = moment.clockMs - Math.floor(moment.clockMs / DAY_MS) * DAY_MS;
      const key = `${clockTimeMs} ${moment.offsetMs}`;
      const group = groups.get(key) ?? { rows: 0, clockTimeMs, offsetMs: moment.offsetMs, instantsMs: [] };
      group.rows += 1;
      if (group.instantsMs.length < SAMPLES) group.instantsMs.push(moment.clockMs - moment.offsetMs);
      groups.set(key, group);
    },
    found(): Midnights | undefined {
      const all = [...groups.values()];
      const rows = all.reduce((sum, group) => sum + group.rows, 0);
      const areMidnights = all.every(({ clockTimeMs }) => clockTimeMs === 0);
      if (first === undefined || others > 0 || rows < ROWS_OF_A_FORMAT) return undefined;
      const timeZone = zoneOfMidnights(all.flatMap(({ instantsMs }) => instantsMs));
      if (!areMidnights && timeZone === undefined) return undefined;
      return { ...first, rows, timeZone, seen: areMidnights ? midnightsOf(all) : timesOf(all) };
    },
  };
}

function zoneOfMidnights(instantsMs: readonly number[]): string | undefined {
  return [...LIKELY_ZONES, ...Intl.supportedValuesOf('timeZone')].find((name) => {
    const zone = zoneNamed(name);
    return instantsMs.every((instantMs) => zone.clockAt(instantMs) % DAY_MS === 0);
  });
}

function midnightsOf(groups: readonly Group[]): string {
  const offsets = groups.map(({ offsetMs }) => offsetText(offsetMs));
  return `midnights of ${offsets.join(' and ')}`;
}

function timesOf(groups: readonly Group[]): string {
  const times = groups.map(
    ({ clockTimeMs, offsetMs }) => `${hours(clockTimeMs)}${offsetMs === 0 ? '' : offsetText(offsetMs)}`,
  );
  return `always at ${times.join(' or ')}${groups.every(({ offsetMs }) => offsetMs === 0) ? ' UTC' : ''}`;
}

function offsetText(offsetMs: number): string {
  return `${offsetMs < 0 ? '-' : '+'}${hours(Math.abs(offsetMs))}`;
}

function hours(ms: number): string {
  return new Date(ms).toISOString().slice(11, 16);
}
