import * as z from 'zod';
import { DAY_MS } from '../series/duration.ts';

/** A holiday and all its days. */
export const holidaySchema = z.strictObject({ name: z.string().min(1), dates: z.array(z.iso.date()).min(1) });

export function namedOnce(entries: readonly { readonly name: string }[]): boolean {
  return new Set(entries.map((entry) => entry.name)).size === entries.length;
}

/** Days since the epoch. */
export function dayOf(date: string): number {
  return Date.parse(date) / DAY_MS;
}
