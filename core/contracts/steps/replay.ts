import * as z from 'zod';
import { windowSchema } from '../date-range.ts';
import { allowedRunId, dataset, runId, runIdPattern } from './common.ts';

const replayId = z
  .string()
  .regex(new RegExp(runIdPattern('replay')), `${allowedRunId('replay')}: its runs are named after it`);

/** A window that cannot be lived through, as the data show before it begins. */
export const skippedWindowSchema = windowSchema.extend({ runId, why: z.string() });
export type SkippedWindow = z.infer<typeof skippedWindowSchema>;

export const planWindowsStep = {
  /** Without `windows`: as many as the data allow. */
  input: z.strictObject({
    dataset,
    replayId,
    windows: z.number().int().min(1).optional(),
  }),
  output: z.strictObject({ windows: z.array(windowSchema.extend({ runId })), skipped: z.array(skippedWindowSchema) }),
};

const ranWindow = z.strictObject({ runId, recordUri: z.string() });
/** A window whose pipeline failed: nothing is known of it but why. */
export const failedWindowSchema = windowSchema.extend({ runId, error: z.string(), cause: z.string() });
export type FailedWindow = z.infer<typeof failedWindowSchema>;

export const collectReplayStep = {
  /** In the order of the windows. */
  input: z.strictObject({
    dataset,
    replayId,
    runs: z.array(z.union([ranWindow, failedWindowSchema])),
    skipped: z.array(skippedWindowSchema),
  }),
  /** `failure` says which windows failed, and how; null where all ran. */
  output: z.strictObject({ replayUri: z.string(), failure: z.string().nullable() }),
};
