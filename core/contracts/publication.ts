import * as z from 'zod';
import { dateRangeSchema } from './date-range.ts';

/** One run's forecasts, as its publication made them what people get. */
export const publicationSchema = z.strictObject({
  runId: z.string(),
  modelVersion: z.number().int().min(1),
  range: dateRangeSchema,
});
export type Publication = z.infer<typeof publicationSchema>;
