import * as z from 'zod';
import { failedWindowSchema, skippedWindowSchema } from '../contracts/steps/replay.ts';
import { runRecordSchema } from './run-record.ts';

/** `replay.json`: every window of history, lived through or not. */
export const replayRecordSchema = z.strictObject({
  dataset: z.string(),
  windows: z.array(runRecordSchema),
  failed: z.array(failedWindowSchema).default([]),
  skipped: z.array(skippedWindowSchema).default([]),
});
export type ReplayRecord = z.infer<typeof replayRecordSchema>;
