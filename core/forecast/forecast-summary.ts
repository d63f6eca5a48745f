import * as z from 'zod';
import { forecastNotesSchema } from '../contracts/forecast-notes.ts';

/** What a forecasting task reports: the data files that it wrote, as the table's commit wants them. */
export const FORECAST_SUMMARY_FILE = 'summary.json';

const bound = z.record(z.string(), z.union([z.string(), z.number()]));

export const forecastFileSchema = z.strictObject({
  fileName: z.string(),
  sizeBytes: z.number().int(),
  /** Absent from what releases up to 0.2.0 wrote; so is the next. */
  sha256: z.string().optional(),
  stats: z.strictObject({
    rows: z.number().int(),
    min: bound,
    max: bound,
    nullCount: z.record(z.string(), z.number()),
  }),
});
export type ForecastFile = z.infer<typeof forecastFileSchema>;

export const forecastSummarySchema = z.strictObject({
  modelVersion: z.number().int().min(1),
  /** Of the model file that the forecasts were made by. */
  artifactSha256: z.string().optional(),
  rows: z.number().int(),
  files: z.array(forecastFileSchema),
  notes: forecastNotesSchema.optional(),
});
export type ForecastSummary = z.infer<typeof forecastSummarySchema>;
