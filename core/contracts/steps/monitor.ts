import * as z from 'zod';
import { dateRangeSchema, periodSchema, windowSchema } from '../date-range.ts';
import { monitorActionSchema } from '../monitoring.ts';
import { policySchema } from '../promotion.ts';
import { dataset, modelVersion, runId, tableVersion } from './common.ts';
import { promoteStep } from './promote.ts';

/** One evaluation date of the monitor, and the slice of data that it may know. */
export const plannedLookSchema = z.strictObject({
  runId,
  asOf: periodSchema,
  range: dateRangeSchema,
  /** Whether something can follow from it; at a window's end the next window's selection does. */
  acts: z.boolean(),
});

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
    looks: z.array(plannedLookSchema),
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
    /** The last one of the slice that has an observation. */
    lastObservation: periodSchema,
    /** People are told what is wrong at present. Whoever asks for a date of the past, as a replay does, reads the answer. */
    at: z.enum(['present', 'past']),
    retraining: z.enum(['manual', 'scheduled', 'triggered']),
    policy: policySchema,
    acts: z.boolean(),
  }),
  output: z.strictObject({ action: monitorActionSchema, version: modelVersion }),
};

export const measureAgesStep = {
  input: z.strictObject({ dataset }),
  output: z.strictObject({
    lookAgeHours: z.number(),
    modelAgeDays: z.number(),
    /** 0 where nothing is in Production; so are the others then. */
    productionVersion: z.number().int().min(0),
    /** How often Production has changed, ever. */
    moves: z.number().int().min(0),
  }),
};

/** Of a monitor that failed: what comes next need not wait until its lock expires. */
export const releaseLockStep = {
  input: z.strictObject({ dataset, runId }),
  output: z.strictObject({}),
};

export const recordActionStep = {
  input: z.strictObject({
    dataset,
    runId,
    asOf: periodSchema,
    action: monitorActionSchema,
    version: modelVersion,
    /** What became of the version that was fitted; absent where none was. */
    promote: promoteStep.output.optional(),
    /** The former recipe's fit; absent where none was asked for. */
    shadow: modelVersion.optional(),
    /** Why there is none, where one was asked for. */
    shadowFailure: z.string().optional(),
  }),
  output: z.strictObject({
    asOf: periodSchema,
    action: monitorActionSchema,
    /** Whose forecasts were in force before the action, and what is in Production after it. */
    before: modelVersion,
    version: modelVersion,
    /** The version that was fitted to go live, and what guard or gates found of it; null where none was. */
    fitted: z.strictObject({ version: modelVersion, reportUri: z.string() }).nullable(),
    /** Why it did not go live; empty where it did, or none was fitted. */
    refusals: z.array(z.string()),
    /** The run whose forecasts are in force from the next period on. */
    forecastRunId: runId,
  }),
};
