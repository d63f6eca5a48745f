import * as z from 'zod';
import { windowSchema } from '../date-range.ts';
import { policySchema } from '../promotion.ts';
import { dataset, modelVersion, runId } from './common.ts';
import { scoreStep } from './evaluate.ts';
import { publishStep } from './forecast.ts';
import { recordActionStep } from './monitor.ts';
import { promoteStep } from './promote.ts';
import { registerStep } from './train.ts';
import { transformStep } from './transform.ts';

export const recordRunStep = {
  input: z.strictObject({
    dataset,
    runId,
    execution: z.string(),
    window: windowSchema,
    policy: policySchema,
    /** null where nothing is in Production. */
    live: z
      .strictObject({ version: modelVersion, forecastRunId: runId, looks: z.array(recordActionStep.output) })
      .nullable(),
    train: z.strictObject({
      data: transformStep.output,
      registration: registerStep.output,
    }),
    promote: promoteStep.output,
    forecast: publishStep.output,
    evaluate: z.strictObject({ data: transformStep.output, scores: scoreStep.output }),
  }),
  output: z.strictObject({ runId, recordUri: z.string() }),
};

export const recordFailureStep = {
  input: z.strictObject({
    dataset,
    runId,
    machine: z.string(),
    error: z.string(),
    cause: z.string(),
    /** Whether the machine that failed below this one has told people: one failure is one message. */
    told: z.boolean(),
  }),
  output: z.strictObject({ recordUri: z.string() }),
};
