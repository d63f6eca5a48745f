import * as z from 'zod';
import { candidateSchema, datasetSchema, holidaysSchema } from './dataset.ts';

const { regressors, recipe: kind, selectionMetric, seasonLength, training, level, furtherLevels } = datasetSchema.shape;

/** Counts up when a constant of the blend changes: another constant is another recipe. */
export const BLEND_CONSTANTS = 1;

/**
 * What a version is fitted by: everything that a person decides about how forecasts are made, and nothing that is learned. Two versions of the same
 * recipe differ by their data alone; a change of it has to pass the gates.
 */
export const recipeSchema = z.strictObject({
  /**
   * `blend`: average and choice, by a share that learns. `average`: all candidates, by their errors. `choice`: one candidate for all
   * series, the best of cross-validation by the selection metric.
   */
  kind,
  candidates: z.array(candidateSchema).min(1),
  /** What the candidates may know ahead; absent where there is nothing. */
  regressors: regressors.optional(),
  holidays: holidaysSchema.optional(),
  /** What `choice` chooses by. */
  selectionMetric,
  seasonLength,
  trainingLength: training.shape.length,
  level,
  furtherLevels,
  constants: z.number().int(),
});
export type Recipe = z.infer<typeof recipeSchema>;

/** The seasonal naive that everything is measured by: the best of the frequency's lags in cross-validation. */
export const yardstickSchema = z.strictObject({
  /** As people read it: 'seasonal naive of 7'. */
  name: z.string(),
  /** In steps of the frequency. */
  lag: z.number().int().min(1),
});
export type Yardstick = z.infer<typeof yardstickSchema>;

/** How much the blend leans to the average, and the usual size of its errors. It outlives refreshes and selections of one recipe. */
export const shareSchema = z.strictObject({
  average: z.number().min(0).max(1),
  /** Absent before the first look. */
  level: z.number().min(0).optional(),
});
