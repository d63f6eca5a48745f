import type { SchemaElement, SchemaTree } from 'hyparquet';

/** A stored value, not null, as the text that reads back as the same value. */
export type ToText = (stored: unknown) => string;

/** Whether midnight in UTC is a date: not where the calendar is another zone's, in which it is another hour. */
export type Midnights = 'dates' | 'instants';

const DAY_MS = 86_400_000;
const MIDNIGHT = 'T00:00:00.000';
const UNITS = { MILLIS: 3, MICROS: 6, NANOS: 9 } as const;

/**
 * How a column's stored values become texts: numbers by their shortest round trip, decimals digit by digit, dates in ISO 8601, a timestamp at
 * midnight as its date, one without a zone without one. In words, why it cannot be, where its values are no texts, numbers or dates.
 */
export function textsOf(column: SchemaTree, midnights: Midnights): ToText | { readonly unreadable: string } {
  const { element, children } = column;
  const { type, converted_type: converted, logical_type: logical } = element;
  if (children.length > 0 || element.repetition_type === 'REPEATED') return { unreadable: nestedName(converted) };
  if (logical?.type === 'DECIMAL' || converted === 'DECIMAL') return decimals(scaleOf(column));
  if (logical?.type === 'DATE' || converted === 'DATE') return (stored) => dateText(Number(stored) * DAY_MS, LOCAL);
  if (logical?.type === 'TIMESTAMP') return timestamps(UNITS[logical.unit], zoneOf(logical.isAdjustedToUTC, midnights));
  if (converted === 'TIMESTAMP_MILLIS') return timestamps(UNITS.MILLIS, zoneOf(true, midnights));
  if (converted === 'TIMESTAMP_MICROS') return timestamps(UNITS.MICROS, zoneOf(true, midnights));
  if (type === 'INT96') return timestamps(UNITS.NANOS, zoneOf(true, midnights));
  const other = logical?.type ?? converted;
  if (other !== undefined && NO_TEXTS.has(other)) return { unreadable: other.toLowerCase() };
  if (type === 'FIXED_LEN_BYTE_ARRAY' && other === undefined) return { unreadable: 'bytes' };
  return String;
}

/** An annotation of these is left to `textsOf`: what hyparquet makes of them loses digits, or the zone. */
const READ_AS_STORED = new Set(['DECIMAL', 'DATE', 'TIMESTAMP', 'TIMESTAMP_MILLIS', 'TIMESTAMP_MICROS', 'JSON']);

/** The column as hyparquet is to read it. */
export function asStored(element: SchemaElement): SchemaElement {
  const { converted_type: converted, logical_type: logical, ...physical } = element;
  const isLeft = [converted, logical?.type].some(
    (annotation) => annotation !== undefined && READ_AS_STORED.has(annotation),
  );
  return isLeft ? physical : element;
}

/** Whether its bytes are a number, not a text. */
export function isDecimal({ converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  return converted === 'DECIMAL' || logical?.type === 'DECIMAL';
}

/** Whether it holds numbers, not texts or dates. */
export function isNumeric(element: SchemaElement): boolean {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (isDecimal(element)) return true;
  const isDated = [logical?.type, converted].some((name) => name === 'DATE' || name?.startsWith('TIMESTAMP'));
  return !isDated && (type === 'INT32' || type === 'INT64' || type === 'FLOAT' || type === 'DOUBLE');
}

/** Types whose bytes stand for something that is neither. */
const NO_TEXTS = new Set([
  'TIME',
  'TIME_MILLIS',
  'TIME_MICROS',
  'INTERVAL',
  'BSON',
  'GEOMETRY',
  'GEOGRAPHY',
  'VARIANT',
]);

function nestedName(converted: string | undefined): string {
  return { LIST: 'list', MAP: 'map', MAP_KEY_VALUE: 'map' }[converted ?? ''] ?? 'struct, or a list';
}

function scaleOf({ element }: SchemaTree): number {
  return (element.logical_type?.type === 'DECIMAL' ? element.logical_type.scale : element.scale) ?? 0;
}

function decimals(scale: number): ToText {
  return (stored) => {
    const unscaled =
      stored instanceof Uint8Array
        ? bigEndian(stored)
        : BigInt(Number.isInteger(stored) ? Number(stored) : String(stored));
    const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
    const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
    const whole = scale === 0 ? digits : digits.slice(0, -scale);
    return `${unscaled < 0n ? '-' : ''}${whole}${scale === 0 || fraction === '' ? '' : `.${fraction}`}`;
  };
}

/** Two's complement. */
function bigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = value * 256n + BigInt(byte);
  return bytes.length > 0 && bytes[0] >= 0x80 ? value - 256n ** BigInt(bytes.length) : value;
}

function timestamps(digits: 3 | 6 | 9, zone: Zone): ToText {
  const unitsPerMs = 10n ** BigInt(digits - 3);
  return (stored) => {
    const units = typeof stored === 'bigint' ? stored : BigInt(String(stored));
    // Towards the past, as the fraction is counted towards the future.
    const rest = ((units % unitsPerMs) + unitsPerMs) % unitsPerMs;
    const finer =
      rest === 0n
        ? ''
        : String(rest)
            .padStart(digits - 3, '0')
            .replace(/0+$/, '');
    return dateText(Number((units - rest) / unitsPerMs), zone, finer);
  };
}

interface Zone {
  /** What follows the time. */
  readonly suffix: '' | 'Z';
  readonly midnightIsDate: boolean;
}

const LOCAL: Zone = { suffix: '', midnightIsDate: true };

function zoneOf(isUtc: boolean, midnights: Midnights): Zone {
  return isUtc ? { suffix: 'Z', midnightIsDate: midnights === 'dates' } : LOCAL;
}

function dateText(ms: number, { suffix, midnightIsDate }: Zone, finer = ''): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return 'a date beyond the calendar';
  const iso = date.toISOString().slice(0, -1);
  if (midnightIsDate && iso.endsWith(MIDNIGHT) && finer === '') return iso.slice(0, -MIDNIGHT.length);
  return `${iso}${finer}${suffix}`;
}

/** As `ToText` gets them, unless said otherwise: texts decoded and nothing else changed, so that nothing is lost before it is written out. */
export const PARSERS = {
  stringFromBytes: (bytes: Uint8Array | undefined) => bytes && DECODER.decode(bytes),
  /** Of INT96, days and nanoseconds within the day: the sum. */
  timestampFromNanoseconds: (nanos: bigint) => nanos,
};

/** Bytes that are no UTF-8 end the reading. */
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
