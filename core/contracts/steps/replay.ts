import * as z from 'zod';
import { windowSchema } from '../date-range.ts';
import { dataset, runId } from './common.ts';

/** Its windows are runs called `<id>-w01`, their forecasts `<id>-w01-live`: those are run ids as well. */
const replayId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,54}$/, 'letters, digits, _ and -, at most 54: its runs are named after it');

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
