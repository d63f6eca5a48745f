import * as z from 'zod';
import { candidateSchema } from '../contracts/dataset.ts';
import { dateRangeSchema, periodSchema } from '../contracts/date-range.ts';
import { shadowSchema } from '../contracts/monitoring.ts';
import { shareSchema } from '../contracts/recipe.ts';
import { parseStored } from '../contracts/stored.ts';

const meanSquare = z.number().nullable();

/**
 * What came true between two looks, against the forecasts that were in force then: JSON lines, this header, then one line a series that had
 * rows, ascending by unique_id. Arrays by candidate are in the order of `candidates`, which are the recipe's of `version`. A look at which
 * nothing had come true leaves no file.
 */
export const lookHeaderSchema = z.strictObject({
  asOf: periodSchema,
  range: dateRangeSchema,
  version: z.number().int().min(1),
  candidates: z.array(candidateSchema),
  /** Of all series: rows, and the mean squared errors over them, each row's over its series' size. null where no series has one. */
  rows: z.number().int().min(1),
  average: meanSquare,
  choice: meanSquare,
  /** Before this look, and as it learned from it. */
  share: z.strictObject({ before: shareSchema, after: shareSchema }),
  /** By candidate, its part in the forecasts, as average and as choice: the mean over the series, adding up to 1. */
  weights: z.array(z.number()),
  /** On the same rows, for people: of what was published, of the yardstick, and of forecasts that nobody got. */
  rmse: z.number().nullable(),
  naiveRmse: z.number().nullable(),
  refused: shadowSchema.nullable(),
  former: shadowSchema.nullable(),
});
export type LookHeader = z.infer<typeof lookHeaderSchema>;

export interface SeriesLook {
  readonly unique_id: string;
  /** At least one. */
  readonly rows: number;
  /** By candidate: mean squared error over the rows that it has a forecast for, null where it has none. */
  readonly mse: readonly (number | null)[];
  /** Of the blend: |y - yhat| over the half width before any scale; a row without a width gives none. */
  readonly ratios: readonly number[];
}

export interface Look {
  readonly header: LookHeader;
  readonly series: readonly SeriesLook[];
}

/** The text depends on nothing but the look: taken again, it is the same file. */
export function encodeLook({ header, series }: Look): string {
  const lines = [lookHeaderSchema.parse(header), ...series].map((line) => `${JSON.stringify(line)}\n`);
  return lines.join('');
}

/** @throws ZodError when the text does not begin with a look's header */
export function decodeLook(text: string): Look {
  const [header, ...series] = text.trimEnd().split('\n');
  return { header: parseStored(JSON.parse(header), lookHeaderSchema), series: series.map(decodeSeries) };
}

function decodeSeries(line: string): SeriesLook {
  // Written by encodeLook alone: checking fifty looks of every series again would cost more than the sums that are made of them.
  return JSON.parse(line) as SeriesLook;
}
