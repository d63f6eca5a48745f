import * as z from 'zod';
import { windowSchema } from '../date-range.ts';
import { allowedRunId, dataset, runId, runIdPattern } from './common.ts';

const replayId = z
  .string()
  .regex(new RegExp(runIdPattern('replay')), `${allowedRunId('replay')}: its runs are named after it`);

export const planWindowsStep = {
  /** Without `windows`: as many as the data allow. */
  input: z.strictObject({
    dataset,
    replayId,
    windows: z.number().int().min(1).optional(),
  }),
  output: z.strictObject({ windows: z.array(windowSchema.extend({ runId })).min(1) }),
};

export const collectReplayStep = {
  input: z.strictObject({ dataset, replayId, runs: z.array(z.strictObject({ runId, recordUri: z.string() })) }),
  output: z.strictObject({ replayUri: z.string() }),
};
