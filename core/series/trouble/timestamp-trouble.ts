import { DAY_MS } from '../duration.ts';
import { dayMs, fullYear } from '../timestamp/calendar-days.ts';
import { MONTH } from '../timestamp/date-forms.ts';
import type { Complaint } from '../timestamp/moment.ts';
import { readTimestamp } from '../timestamp/read-timestamp.ts';
import type { TimestampReading } from '../timestamp-reading.ts';
import { formOf, HAS_DIGIT, type Remedy, type Trouble } from './trouble.ts';

const ORDERS = ['day-first', 'month-first'] as const;
const BY_ITSELF = { kind: undefined, remedies: [] } as const;

/** Why no instant is read of a timestamp, and the fields by which one would be. */
export function timestampTrouble(text: string, reading: TimestampReading): Trouble {
  const complaint = readTimestamp(text, reading);
  if (typeof complaint === 'number') throw new Error(`'${text}' is a date`);
  const trimmed = text.trim();
  switch (complaint) {
    case 'no-date':
      return noDate(trimmed);
    case 'no-such-day':
      return { ...BY_ITSELF, has: 'a day that the calendar does not have' };
    case 'no-such-time':
      return { ...BY_ITSELF, has: 'a time that no clock shows' };
    case 'skipped-hour':
      return { ...BY_ITSELF, has: `an hour that the clock of ${reading.zone?.name ?? 'its zone'} skips` };
    case 'unordered':
    case 'short-year':
    case 'other-order':
      return inAnOrder(trimmed, complaint, reading);
    case 'too-coarse':
      return { kind: 'coarse', has: coarseHas(trimmed, reading), remedies: coarserFrequencies(trimmed, reading) };
    case 'unknown-zone':
      return { kind: `zone ${zoneIn(trimmed)}`, has: `'${zoneIn(trimmed)}', which names no one zone`, remedies: [] };
    case 'fiscal':
      return { kind: 'fiscal', has: 'a fiscal name, which does not say when the year begins', remedies: [] };
    default:
      return complaint satisfies never;
  }
}

/** Nothing is missing where a row without any digit has no date: such rows are headings, sums, notes. */
function noDate(text: string): Trouble {
  if (!HAS_DIGIT.test(text)) return { ...BY_ITSELF, has: text === '' ? 'no text' : 'no digit' };
  return { kind: `form ${formOf(text)}`, has: otherHas(text), remedies: [] };
}

const SERIAL_DAY = /^\d{5}(?:\.\d+)?$/;
/** What a spreadsheet calls 0, so that 1900-03-01 is 61. */
const SERIAL_ZERO_MS = Date.UTC(1899, 11, 30);
const WEEK_NUMBER = /^(?:\d{4}[- ]?)?(?:weeks?|wk|w)[-. ]?\d{1,2}\b|\d[- ]?(?:weeks?|wk|w)$/i;
const WORD = /\p{L}{3,}/u;
const ENGLISH_MONTH = new RegExp(`^${MONTH}$`, 'i');

function otherHas(text: string): string {
  if (SERIAL_DAY.test(text)) {
    const day = isoText(SERIAL_ZERO_MS + Math.floor(Number(text)) * DAY_MS);
    return `the number of a day, as spreadsheets count them (of most it is ${day})`;
  }
  if (/^\d{10}$|^\d{13}$/.test(text)) return `${text.length} digits, as of seconds since 1970`;
  if (/^\d(?:\.\d+)?e\+?\d+$/i.test(text)) return 'a power of ten, in which digits are lost';
  if (WEEK_NUMBER.test(text)) return 'the number of a week, and not by which rule weeks are counted';
  const word = WORD.exec(text)?.[0];
  if (word !== undefined && !ENGLISH_MONTH.test(word)) return `the word '${word}', which is no month's name in English`;
  return `the form '${formOf(text)}'`;
}

/** A year and another number: of a week, or of a day without its century. */
const YEAR_AND_NUMBER = /^\d{4}[-/. ]?\d{1,2}$|^\d{1,2}[-/. ]\d{4}$/;

function coarseHas(text: string, { frequency }: TimestampReading): string {
  if (frequency === 'week' && YEAR_AND_NUMBER.test(text))
    return "a year and a number, which are a month's: a week's are written 2012-W03";
  if (isShortDay(text)) return 'six digits, of a month or of a day without its century';
  return `no day of its own, which a series by the ${frequency} needs`;
}

function inAnOrder(
  text: string,
  complaint: Extract<Complaint, 'unordered' | 'short-year' | 'other-order'>,
  reading: TimestampReading,
): Trouble {
  const remedies = ORDERS.flatMap((dateOrder) => {
    const instantMs = readTimestamp(text, { ...reading, dateOrder });
    return typeof instantMs === 'number' ? [orderRemedy(dateOrder, instantMs, complaint)] : [];
  });
  if (remedies.length > 0) return { kind: `order ${complaint}`, has: orderHas(complaint, reading), remedies };
  // In neither order is it a day: 31/02/2012.
  if (/^\d+[-/.]/.test(text)) return { ...BY_ITSELF, has: 'a day that the calendar does not have' };
  return { kind: `form ${formOf(text)}`, has: 'a year of two digits', remedies };
}

function orderRemedy(order: (typeof ORDERS)[number], instantMs: number, complaint: Complaint): Remedy {
  return {
    field: `contract.dateOrder '${order}'`,
    reads: isoText(instantMs),
    givesUp: complaint === 'other-order' ? 'the date order' : undefined,
  };
}

function isoText(instantMs: number): string {
  return new Date(instantMs).toISOString().replace(/T00:00:00\.000Z$|\.000Z$/, '');
}

function orderHas(complaint: 'unordered' | 'short-year' | 'other-order', { dateOrder }: TimestampReading): string {
  if (complaint === 'unordered') return 'the year last, and the contract does not say whether day or month is first';
  if (complaint === 'short-year') return 'a year of two digits, and the contract does not say the order';
  return `a month above 12 when read ${dateOrder}, as contract.dateOrder says`;
}

/** '220131'; '202201' is a month alone. */
function isShortDay(text: string): boolean {
  return /^\d{6}$/.test(text) && dayMs(fullYear(text.slice(0, 2)), text.slice(2, 4), text.slice(4)) !== undefined;
}

function coarserFrequencies(text: string, reading: TimestampReading): readonly Remedy[] {
  // Of most weeks of a year there is no month.
  if (reading.frequency === 'week' && YEAR_AND_NUMBER.test(text)) return [];
  // As a month it would be one of another century.
  if (isShortDay(text) && !/^(?:19|20)/.test(text)) return [];
  for (const frequency of ['week', 'month', 'quarter', 'year'] as const) {
    const instantMs = readTimestamp(text, { ...reading, frequency });
    if (typeof instantMs !== 'number') continue;
    return [{ field: `frequency '${frequency}'`, reads: isoText(instantMs), givesUp: undefined }];
  }
  return [];
}

function zoneIn(text: string): string {
  return (
    /(?:\[([^\]]+)\]|([A-Za-z][^\d:]*|[+-]\d[\d:]*))$/
      .exec(text)
      ?.slice(1)
      .find((part) => part !== undefined) ?? text
  );
}
