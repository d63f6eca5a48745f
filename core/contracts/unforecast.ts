import * as z from 'zod';

const count = z.number().int().min(0);

/** So many series are named. */
export const UNFORECAST_NAMED = 20;

/** Values that came true in the stretch of a run's forecasts, and that none of them is of: their series, or its position, is new since training. */
export const unforecastSchema = z.strictObject({
  rows: count,
  /** Series that they are of. */
  inAll: count,
  first: z.array(z.string()).max(UNFORECAST_NAMED),
});
export type Unforecast = z.infer<typeof unforecastSchema>;
