import type { ColumnType } from '../core/contracts/table-schema.ts';

const DAY_MS = 86_400_000;

/**
 * A value as the log writes it in partition values and in statistics: '1981-01-31', '1981-01-31T05:00:00.000Z'.
 * https://github.com/delta-io/delta/blob/master/PROTOCOL.md#partition-value-serialization
 */
export function textOf(type: ColumnType, value: string | number): string {
  if (type === 'date') return new Date(Number(value) * DAY_MS).toISOString().slice(0, -'T00:00:00.000Z'.length);
  if (type === 'timestamp') return new Date(Number(value)).toISOString();
  return String(value);
}

/** The inverse; undefined where the text is no value of the type. Other writers put a blank between date and time, and leave out the Z. */
export function valueOf(type: ColumnType, text: string): string | number | undefined {
  if (type === 'string') return text;
  const value = type === 'date' || type === 'timestamp' ? instantOf(text) : Number(text);
  if (text === '' || Number.isNaN(value)) return undefined;
  return type === 'date' ? value / DAY_MS : value;
}

function instantOf(text: string): number {
  const iso = text.replace(' ', 'T');
  return Date.parse(iso.includes('T') && !/(Z|[+-]\d{2}:?\d{2})$/.test(iso) ? `${iso}Z` : iso);
}

/** Order of strings by their UTF-8 bytes, which is code point order: JavaScript's own puts U+FFFD above an emoji. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const [left, right] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (left === right) continue;
    return isSurrogate(left) === isSurrogate(right) ? left - right : isSurrogate(left) ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
