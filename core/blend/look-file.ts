import * as z from 'zod';
import { candidateSchema } from '../contracts/dataset.ts';
import { dateRangeSchema, periodSchema } from '../contracts/date-range.ts';
import { shareSchema } from '../contracts/recipe.ts';

const meanSquare = z.number().nullable();

/**
 * What came true between two looks, against the forecasts that were in force then: JSON lines, this header, then one line a series that had
 * rows, ascending by unique_id. Arrays by candidate are in the order of `candidates`, which are the recipe's of `version`.
 */
export const lookHeaderSchema = z.strictObject({
  asOf: periodSchema,
  range: dateRangeSchema,
  version: z.number().int().min(1),
  candidates: z.array(candidateSchema),
  /** Of all series: rows, and the mean squared errors over them, each row's over its series' size. null where no series has one. */
  rows: z.number().int().min(0),
  average: meanSquare,
  choice: meanSquare,
  /** Before this look, and as it learned from it. */
  share: z.strictObject({ before: shareSchema, after: shareSchema }),
});
export type LookHeader = z.infer<typeof lookHeaderSchema>;

export const seriesLookSchema = z.strictObject({
  unique_id: z.string(),
  rows: z.number().int().min(1),
  /** By candidate: mean squared error over the rows that it has a forecast for, null where it has none. */
  mse: z.array(meanSquare),
  /** Of the blend: |y - yhat| over the half width before any scale; a row without a width gives none. */
  ratios: z.array(z.number()),
});
export type SeriesLook = z.infer<typeof seriesLookSchema>;
