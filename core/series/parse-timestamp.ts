import { DAY_MS } from './duration.ts';
import type { DataContract } from '../contracts/data-contract.ts';
import type { QuarantineReason } from '../contracts/quarantine.ts';
import type { Frequency } from '../contracts/frequency.ts';

export type TimestampProblem = Extract<QuarantineReason, 'bad-date' | 'ambiguous-date'>;

export interface TimestampReading {
  readonly dateOrder: DataContract['dateOrder'];
  readonly frequency: Frequency;
}

const MINUTE_MS = 60_000;
/** Four-digit years below this are the placeholders of databases ('0001-01-01'), not dates. */
const FIRST_YEAR = 1000;

const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ](.+))?$/;
const BASIC = /^(\d{4})(\d{2})(\d{2})(?:T(.+))?$/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:[T ](.+))?$/;
const YEAR_MONTH = /^(\d{4})-(\d{2})$/;
const YEAR = /^(\d{4})$/;
const TIME = /^(\d{2}|\d(?=:)):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|z|[+-]\d{2}(?::?\d{2})?)?$/;

/**
 * The instant that a timestamp names, in ms since the epoch. Without a zone it is UTC. Read are ISO 8601 dates and times, dates
 * with the year first, and, where the contract says the order, dates with the year last. A month ('2012-03') or a year stands
 * for its first day, but only where the series is that coarse: in daily data it is a date that lost its end.
 */
export function parseTimestamp(text: string | null, reading: TimestampReading): number | TimestampProblem {
  const trimmed = text === null ? '' : text.trim();
  const isoDay = isoDayOf(trimmed);
  if (isoDay !== undefined) return isoDay;
  const yearFirst = YEAR_FIRST.exec(trimmed);
  if (yearFirst !== null) return instant(dayMs(yearFirst[1], yearFirst[3], yearFirst[4]), yearFirst[5]);
  const basic = BASIC.exec(trimmed);
  if (basic !== null) return instant(dayMs(basic[1], basic[2], basic[3]), basic[4]);
  const yearLast = YEAR_LAST.exec(trimmed);
  if (yearLast !== null) return yearLastInstant(yearLast, reading.dateOrder);
  return coarseInstant(trimmed, reading.frequency);
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

function yearLastInstant(parts: RegExpExecArray, order: DataContract['dateOrder']): number | TimestampProblem {
  const [, first, , second, year, time] = parts;
  if (order === 'iso' || year.length === 2) return 'ambiguous-date';
  const [day, month] = order === 'day-first' ? [first, second] : [second, first];
  return instant(dayMs(year, month, day), time);
}

function coarseInstant(text: string, frequency: Frequency): number | 'bad-date' {
  if (frequency === 'hour' || frequency === 'day' || frequency === 'week') return 'bad-date';
  const [, year, month] = YEAR_MONTH.exec(text) ?? (frequency === 'year' ? YEAR.exec(text) : null) ?? [];
  return (year === undefined ? undefined : dayMs(year, month ?? '1', '1')) ?? 'bad-date';
}

function instant(date: number | undefined, time: string | undefined): number | 'bad-date' {
  const timeMs = time === undefined ? 0 : timeOfDayMs(time);
  return date === undefined || timeMs === undefined ? 'bad-date' : date + timeMs;
}

/** undefined when there is no such day: month 13, 30 February. */
function dayMs(yearText: string, monthText: string, dayText: string): number | undefined {
  const [year, month, day] = [Number(yearText), Number(monthText), Number(dayText)];
  if (year < FIRST_YEAR || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return Date.UTC(year, month - 1, day);
}

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** UTC's ms since midnight, below zero or beyond a day where the offset moves it there. */
function timeOfDayMs(text: string): number | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [hour, minute, second] = [match[1], match[2], match[3] ?? '0'].map(Number);
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const fractionMs = Math.floor(Number(`0.${match[4] ?? '0'}`) * 1000);
  const offset = offsetMs(match[5]);
  return offset === undefined ? undefined : ((hour * 60 + minute) * 60 + second) * 1000 + fractionMs - offset;
}

function offsetMs(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === 'Z' || zone === 'z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', ''));
  if (minutes * MINUTE_MS > DAY_MS) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * minutes * MINUTE_MS;
}
