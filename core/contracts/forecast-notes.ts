import * as z from 'zod';
import { periodSchema } from './date-range.ts';

const count = z.number().int().min(0);

/** As many series as a sentence names. */
export const SERIES_NAMED = 3;

const ofSeries = {
  rows: count,
  series: count,
  /** The first of the series by name. */
  first: z.array(z.string()).max(SERIES_NAMED),
};

/** A position of the calendar at which some series have no forecast, since their training window never held an observation there. */
export const unobservedSchema = z.strictObject({
  /** 'Saturday', 'January', '03:00', 'Friday 15:00'. */
  position: z.string(),
  /** Rows that the horizon would have there; one at two such positions counts at the coarser one. */
  ...ofSeries,
});
export type Unobserved = z.infer<typeof unobservedSchema>;

/** Values that lie further from what their series was observed to be in training than the data contract's `maxBeyondObserved` allows. */
export const implausibleSchema = z.strictObject({
  ...ofSeries,
  furthest: z.strictObject({
    uniqueId: z.string(),
    ds: periodSchema,
    value: z.number(),
    /** Least and largest observation of the training window. */
    observed: z.tuple([z.number(), z.number()]),
    /** How many times the range between them the value lies outside; null where they are the same. */
    ranges: z.number().nullable(),
  }),
});
export type Implausible = z.infer<typeof implausibleSchema>;

/** What a person should know of some forecasts beside their values. */
export const forecastNotesSchema = z.strictObject({
  unobserved: z.array(unobservedSchema),
  /** Rows by their forecast, and by an end of an interval; null where there is none. */
  implausible: z.strictObject({ forecasts: implausibleSchema.nullable(), intervals: implausibleSchema.nullable() }),
});
export type ForecastNotes = z.infer<typeof forecastNotesSchema>;
