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
      return {
        kind: 'coarse',
        has: `no day of its own, which a series by the ${reading.frequency} needs`,
        remedies: coarserFrequencies(trimmed, reading),
      };
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
  const kind = `form ${formOf(text)}`;
  if (/^\d{5}(?:\.\d+)?$/.test(text))
    return { kind, has: 'the number of a day, as spreadsheets count them', remedies: [] };
  if (/^\d{10}$|^\d{13}$/.test(text))
    return { kind, has: `${text.length} digits, as of seconds since 1970`, remedies: [] };
  return { kind, has: `the form '${formOf(text)}'`, remedies: [] };
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
    option: `--date-order ${order}`,
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

function coarserFrequencies(text: string, reading: TimestampReading): readonly Remedy[] {
  for (const frequency of ['week', 'month', 'quarter', 'year'] as const) {
    const instantMs = readTimestamp(text, { ...reading, frequency });
    if (typeof instantMs !== 'number') continue;
    const option = `--frequency ${frequency}`;
    return [{ field: `frequency '${frequency}'`, option, reads: isoText(instantMs), givesUp: undefined }];
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
