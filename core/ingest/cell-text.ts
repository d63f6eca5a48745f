const MIDNIGHT = 'T00:00:00.000Z';

/**
 * A typed cell as the text that reads back as the same value: numbers by their shortest round trip, dates in ISO 8601, a
 * timestamp at midnight as its date.
 */
export function cellText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return dateText(value);
  return JSON.stringify(value);
}

function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return 'invalid date';
  const iso = date.toISOString();
  return iso.endsWith(MIDNIGHT) ? iso.slice(0, -MIDNIGHT.length) : iso;
}
