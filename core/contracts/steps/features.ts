import * as z from 'zod';
import { dateRangeSchema, periodSchema } from '../date-range.ts';
import { dataset, tableVersion } from './common.ts';

/** What a run knows ahead, and as of which version of the features table. */
export const featuresSchema = z.strictObject({
  tableVersion,
  /** Of the resolved calendar of holidays; null where the data set has none. */
  holidaysSha256: z.string().nullable(),
  /** The last period of the horizon that every regressor is asked for; null where there are no regressors. */
  knownUntil: periodSchema.nullable(),
  /** For people, clauses: what of it nobody learns from, and which series are without. */
  notes: z.array(z.string()),
});
export type Features = z.infer<typeof featuresSchema>;

export const refreshFeaturesStep = {
  input: z.strictObject({
    dataset,
    bronzeVersion: tableVersion,
    silverVersion: tableVersion,
    range: dateRangeSchema,
    lastObservation: periodSchema,
  }),
  /** null where the data set has neither regressors nor holidays. */
  output: z.strictObject({ features: featuresSchema.nullable() }),
};
