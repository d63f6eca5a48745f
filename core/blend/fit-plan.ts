import * as z from 'zod';
import { dataContractSchema } from '../contracts/data-contract.ts';
import { datasetSchema } from '../contracts/dataset.ts';
import { recipeSchema, shareSchema, yardstickSchema } from '../contracts/recipe.ts';

const objectKey = z.string().min(1);

/**
 * Everything that a fit of a recipe needs to know beside the series: written by whoever plans it, among the objects that the job reads. Keys
 * are those of the artifacts bucket; below them the job finds the objects.
 */
export const fitPlanSchema = z.strictObject({
  recipe: recipeSchema,
  yardstick: yardstickSchema,
  /** The chosen candidate's name, for the recipe `choice`; null where the fit chooses anew, among the points that it may know. */
  chosen: z.string().nullable(),
  /** How far it is to the next look: errors and intervals up to there count by themselves. */
  cadence: datasetSchema.shape.monitoring.shape.cadence,
  /** What the target can be: candidates' forecasts are clipped to it. */
  bounds: dataContractSchema.pick({ min: true, max: true }),
  maxBeyondObserved: dataContractSchema.shape.maxBeyondObserved,
  /**
   * Points of cross-validation, a list of files a candidate, in the recipe's order, with the digest that the selection has of them: a fit uses no
   * others. Only those up to the end of training are used.
   */
  points: z.array(z.strictObject({ files: z.array(objectKey), sha256: z.string() })),
  /** Looks at forecasts in force, the newest first: none of them is later than the date up to which the fit may know the world. */
  looks: z.array(z.strictObject({ file: objectKey, sha256: z.string() })),
  share: shareSchema,
  /** The version in force that the fit is guarded against; null where it is not. */
  incumbent: z
    .strictObject({
      version: z.number().int().min(1),
      /** Its model file, and what was registered of it: lines of it may be kept. */
      model: objectKey,
      sha256: z.string(),
      exempt: z.boolean(),
    })
    .nullable(),
});
export type FitPlan = z.infer<typeof fitPlanSchema>;
