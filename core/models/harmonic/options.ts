import * as z from 'zod';
import { holidaySchema, namedOnce } from '../holidays.ts';

const order = (fallback: number, season: string) =>
  z.number().int().min(0).max(20).default(fallback).describe(`Fourier pairs of the ${season} course; 0 leaves it out`);

export const harmonicOptionsSchema = z.strictObject({
  daily: order(4, 'daily'),
  weekly: order(3, 'weekly'),
  yearly: z
    .number()
    .int()
    .min(0)
    .max(20)
    .optional()
    .describe(
      'Fourier pairs of the yearly course; by default 4 for hours and days, and 6, a mean a month, for longer steps',
    ),
  season: order(3, "data set's own season, where it is neither a day, a week nor a year"),
  trend: z.boolean().default(true).describe('Whether a straight line goes into the regression'),
  shrinkage: z
    .number()
    .min(0)
    .default(2)
    .describe('How much evidence a term needs, in units of its own sampling variance; 0 is plain least squares'),
  autoregression: z
    .boolean()
    .default(true)
    .describe('Whether the last deviation from the curve fades out over the first steps, as its autocorrelation says'),
  holidays: z
    .array(holidaySchema)
    .default([])
    .refine(namedOnce, 'every holiday is listed once, with all its dates')
    .describe('Each has an effect of its own on its days, from the second time that it was seen'),
});

export type HarmonicOptions = z.infer<typeof harmonicOptionsSchema>;
