import * as z from 'zod';
import { dateRangeSchema, periodSchema, windowSchema } from '../date-range.ts';
import { monitorActionSchema } from '../monitoring.ts';
import { policySchema } from '../promotion.ts';
import { dataset, modelVersion, runId, tableVersion } from './common.ts';

/** One evaluation date of the monitor, and the slice of data that it may know. */
export const lookSchema = z.strictObject({ runId, asOf: periodSchema, range: dateRangeSchema });

export const planLooksStep = {
  input: z.strictObject({
    dataset,
    runId,
    window: windowSchema,
    policy: policySchema,
    production: modelVersion.nullable(),
  }),
  output: z.strictObject({
    /** None where nothing is in Production, or the policy has no monitor. */
    looks: z.array(lookSchema),
  }),
};

export const lookStep = {
  input: z.strictObject({
    dataset,
    runId,
    silverVersion: tableVersion,
    range: dateRangeSchema,
    /** The last period that may be looked at. */
    asOf: periodSchema,
    /** People are told what is wrong at present. Whoever asks for a date of the past, as a replay does, reads the answer. */
    at: z.enum(['present', 'past']),
    retraining: z.enum(['manual', 'scheduled', 'triggered']),
  }),
  output: z.strictObject({ action: monitorActionSchema, version: modelVersion }),
};

export const recordActionStep = {
  input: z.strictObject({ dataset, runId, asOf: periodSchema, action: monitorActionSchema, version: modelVersion }),
  output: z.strictObject({
    asOf: periodSchema,
    action: monitorActionSchema,
    /** In force before the action, and after it. */
    before: modelVersion,
    version: modelVersion,
    /** The run whose forecasts are in force from the next period on. */
    forecastRunId: runId,
  }),
};
