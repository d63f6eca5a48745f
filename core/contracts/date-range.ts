import * as z from 'zod';

/** A period by the date of its `ds`. */
export const periodSchema = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}(T\d{2}:00:00Z)?$/,
    "a date '1981-01-31', or a full hour '1981-01-31T05:00:00Z' for hourly series",
  );

/** The day that a period begins on. */
export function dayOf(period: string): string {
  return period.slice(0, 'YYYY-MM-DD'.length);
}

/** Both ends belong to the range. */
export const dateRangeSchema = z.strictObject({ start: periodSchema, end: periodSchema });
export type DateRange = z.infer<typeof dateRangeSchema>;

/** One window of a replay: a stretch to learn from, and the stretch right after it that the forecasts are held against. */
export const windowSchema = z.strictObject({ train: dateRangeSchema, evaluate: dateRangeSchema });
export type ReplayWindow = z.infer<typeof windowSchema>;
