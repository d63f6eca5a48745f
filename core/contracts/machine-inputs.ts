import * as z from 'zod';
import { dateRangeSchema, periodSchema, windowSchema } from './date-range.ts';
import { policySchema } from './promotion.ts';
import { allowedRunId, dataset, modelVersion, type RunKind, runIdPattern } from './steps/common.ts';
import { scoreStep } from './steps/evaluate.ts';
import { planForecastStep } from './steps/forecast.ts';
import { ruleStep } from './steps/ingest.ts';
import { planWindowsStep } from './steps/replay.ts';
import { learnSchema, registerStep } from './steps/train.ts';

/** The fields that several machines take mean the same in each. */
const FIELDS = {
  dataset: dataset.meta({ description: 'name of the data set' }),
  range: dateRangeSchema.optional().meta({
    description: 'what of history is known: { "start": "2012-01-01", "end": "2014-12-31" } (default: all of it)',
  }),
  asOf: periodSchema.optional().meta({
    description:
      'the date that it is (default: that of the last observation); the age of a training is told by it in a replay, and in the run that accepts a commit',
  }),
  policy: policySchema
    .optional()
    .meta({ description: "what decides who goes live: outside of a replay 'gates' alone" }),
  modelVersion: modelVersion.meta({ description: 'number of the version' }),
  by: ruleStep.input.shape.by.meta({ description: 'who decides this' }),
  reason: ruleStep.input.shape.reason.meta({ description: 'why, for the record' }),
  returns: z.literal('return').optional().meta({ description: "'return': a former recipe comes back" }),
  origin: registerStep.input.shape.origin.meta({
    description: "'retraining': a selection that the monitor brings forward, as the tracker is told",
  }),
};

/** Every machine takes the data set, and may be told what its run is called. */
function inputOf<Shape extends z.ZodRawShape>(shape: Shape, kind: RunKind = 'run') {
  const id = z
    .string()
    .regex(new RegExp(runIdPattern(kind)), allowedRunId(kind))
    .optional()
    .meta({ description: 'what the run is called (default: as the execution)' });
  return z.strictObject({ dataset: FIELDS.dataset, ...shape, runId: id });
}

const { range, asOf, policy, origin, by, reason } = FIELDS;

/** What an execution of each state machine is asked for. The fields are those that its definition reads. */
export const MACHINE_INPUTS = {
  train: inputOf({
    range,
    learn: learnSchema.optional().meta({
      description: "'selection' (default), 'naive', or { \"refreshOf\": a version's number or 'production' }",
    }),
    origin,
  }),
  promote: inputOf({ modelVersion: FIELDS.modelVersion, range, asOf, policy, action: FIELDS.returns }),
  retrain: inputOf({ range, asOf, policy, origin }),
  refresh: inputOf({
    range,
    asOf,
    policy,
    of: learnSchema.options[2].shape.refreshOf
      .optional()
      .meta({ description: "the version whose recipe is fitted anew (default 'production')" }),
    action: FIELDS.returns,
  }),
  'roll-back': inputOf({
    to: modelVersion.optional().meta({ description: 'the version to go to (default: the one before the present)' }),
    release: z.boolean().optional().meta({ description: 'true: move nothing, and let refreshes go on' }),
    by,
    reason,
  }),
  rule: inputOf({
    delivery: ruleStep.input.shape.delivery.meta({
      description: 'its sha256, the beginning of it, or its landing key',
    }),
    ruling: ruleStep.input.shape.ruling.meta({ description: "'withdraw', 'restore' or 'accept'" }),
    by,
    reason,
  }),
  maintain: inputOf({
    dryRun: z.boolean().optional().meta({ description: 'false: delete it; otherwise it is listed' }),
  }),
  forecast: inputOf({
    modelVersion: planForecastStep.input.shape.modelVersion.meta({
      description: "'production', 'latest', or a version's number: in force is what Production's says",
    }),
    after: periodSchema
      .optional()
      .meta({ description: 'the period before the first one (default: the last observed)' }),
    reaching: periodSchema.optional().meta({ description: 'the period that the horizon is counted from, if later' }),
    range: range.meta({ description: 'the first and the last period to forecast' }),
  }),
  evaluate: inputOf({
    forecastRunId: scoreStep.input.shape.forecastRunId.meta({
      description: "the run whose forecasts are scored, or 'latest'",
    }),
    range,
    mayBeEmpty: z.boolean().optional().meta({ description: 'whether it is no error that nothing has come true' }),
    policy,
  }),
  monitor: inputOf({
    range,
    asOf,
    policy,
    acts: z.boolean().optional().meta({ description: 'false: look, and fit nothing' }),
  }),
  pipeline: inputOf(
    {
      window: windowSchema.meta({
        description: '{ "train": { "start", "end" }, "evaluate": { "start", "end" } }: the stretch to live through',
      }),
      policy,
    },
    'pipeline',
  ),
  replay: inputOf(
    {
      windows: planWindowsStep.input.shape.windows.meta({ description: 'how many windows (default: all that fit)' }),
      policy,
    },
    'replay',
  ),
  smoke: inputOf({
    bakeMinutes: z
      .number()
      .min(0)
      .optional()
      .meta({ description: "how long alarms are watched (default: the environment's; 0: one look)" }),
  }),
  receive: inputOf({
    start: z.enum(['monitor', 'retrain']).meta({ description: "what a delivery starts: 'monitor' or 'retrain'" }),
    withinMinutes: z.number().int().min(1).meta({ description: "how many minutes' objects are one delivery" }),
    at: z.iso.datetime().meta({ description: "when the object landed: '2026-01-31T04:00:00Z'" }),
    key: z.string().min(1).meta({ description: 'its key in the landing bucket' }),
    folder: z.string().meta({ description: "the source's folder there, with its slash" }),
  }),
} as const;
export type MachineName = keyof typeof MACHINE_INPUTS;

/** In the order in which they stand everywhere. */
export const MACHINES = Object.keys(MACHINE_INPUTS) as readonly MachineName[];
