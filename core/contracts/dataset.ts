import * as z from 'zod';
import { FREQUENCIES } from '../series/frequency.ts';

const duration = z
  .string()
  .regex(/^[1-9]\d*[hdwmqy]$/, "a whole number and a unit: '36h', '90d', '8w', '6m', '2q', '5y'");

/** What a delivered row must look like, and how much of a delivery may be refused before the whole run is. */
export const dataContractSchema = z.strictObject({
  min: z.number().optional(),
  max: z.number().optional(),
  /** Texts that mean "no value", beside the empty one; such rows are quarantined as empty. */
  missingValues: z.array(z.string()),
  maxQuarantineShare: z.number().min(0).max(1),
  /** A later delivery that gives another value for the same (unique_id, ds). */
  restatements: z.enum(['last-delivery-wins', 'quarantine']),
  /** How to read dates that are not ISO 8601; 'iso' refuses them as ambiguous. */
  dateOrder: z.enum(['iso', 'day-first', 'month-first']),
  decimalComma: z.boolean(),
});
export type DataContract = z.infer<typeof dataContractSchema>;

export const candidateSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  family: z.enum(['seasonal-naive', 'climatology', 'harmonic', 'prophet']),
  /** Checked by the family's own schema. */
  options: z.record(z.string(), z.unknown()),
});
export type Candidate = z.infer<typeof candidateSchema>;

export const crossValidationSchema = z.strictObject({ initial: duration, period: duration, horizon: duration });

export const SELECTION_METRICS = ['mse', 'rmse', 'mae', 'mdape', 'smape', 'mase'] as const;

/** One forecasting problem, complete: no field has a default, so that two data sets read side by side. */
export const datasetSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower case letters, digits and dashes')
    .max(40),
  description: z.string().min(1),
  owner: z.string().min(1),
  source: z.strictObject({
    format: z.enum(['csv', 'parquet', 'delta']),
    /** Key prefix in the landing bucket: a folder of deliveries, a file, or a Delta table. */
    prefix: z.string().min(1),
  }),
  /** Without `id`, the file holds one series, named by the target. */
  columns: z.strictObject({ id: z.string().optional(), timestamp: z.string(), target: z.string() }),
  frequency: z.enum(FREQUENCIES),
  contract: dataContractSchema,
  /** How many partitions the series table has; one for small data. */
  shards: z.number().int().min(1).max(4096),
  training: z.strictObject({ length: duration }),
  evaluation: z.strictObject({ length: duration }),
  /** Steps of the main season, in units of the frequency. */
  seasonLength: z.number().int().min(1),
  /** Probability of the central forecast interval. */
  level: z.number().gt(0).lt(1),
  candidates: z.array(candidateSchema).min(1),
  crossValidation: crossValidationSchema,
  selectionMetric: z.enum(SELECTION_METRICS),
  /** The share of series that may fail before a training run fails and publishes nothing. */
  maxFailedSeriesShare: z.number().min(0).max(1),
  seed: z.number().int().min(0),
});
export type Dataset = z.infer<typeof datasetSchema>;
