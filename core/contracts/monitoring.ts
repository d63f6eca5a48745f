import * as z from 'zod';
import { dateRangeSchema, periodSchema } from './date-range.ts';

const modelVersion = z.number().int().min(1);
const metric = z.number().nullable();

/** One look of the monitor at a data set. A metric without a joined row is null. */
export const evaluationWindowSchema = z.strictObject({
  /** The period up to which the look knows what came true; the monitor's clock, in a replay as in production. */
  asOf: periodSchema,
  /** The periods that came true since the look before. */
  range: dateRangeSchema,
  /** The version whose forecasts were in force. */
  version: modelVersion,
  joined: z.number().int().min(0),
  rmse: metric,
  /** Positive when forecasts are too high. */
  bias: metric,
  coverage: metric,
  /** The seasonal naive's RMSE, and 1 - rmse / naiveRmse. */
  naiveRmse: metric,
  skill: metric,
  /** What the version showed on its holdout when it was promoted. */
  promisedRmse: metric,
  /** The former Production version's forecasts on the same rows; null where none are kept. */
  shadow: z.strictObject({ version: modelVersion, rmse: metric, joined: z.number().int().min(0) }).nullable(),
  /** Of all series together, against the training window of the version in force. */
  drift: z.strictObject({ stabilityIndex: metric, missingShare: metric, worstSeries: z.string().nullable() }),
});
export type EvaluationWindow = z.infer<typeof evaluationWindowSchema>;

/** What the monitor decides. The reasons are sentences for people: what raised the alarm, and what kept the monitor from acting. */
export const monitorActionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('nothing'), reasons: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('retrain'), reasons: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('roll-back'), to: modelVersion, reasons: z.array(z.string()) }),
]);
export type MonitorAction = z.infer<typeof monitorActionSchema>;

export const takenActionSchema = z.strictObject({
  kind: z.enum(['retrain', 'roll-back']),
  /** The look that decided it: cool-down and weekly limit count from here. */
  asOf: periodSchema,
  /** In force when it was decided: the version that was retrained for, or rolled back from. */
  version: modelVersion,
  /** Wall clock, for people; a replay leaves it out. */
  atMs: z.number().int().optional(),
});
export type TakenAction = z.infer<typeof takenActionSchema>;

/** The newest look at the present: what the next one is held against, so that people are told once. */
export const presentLookSchema = z.strictObject({
  runId: z.string(),
  asOf: periodSchema,
  /** Since the look at the present before; null where there was none. */
  newPeriods: z.number().int().nullable(),
  /** What held then, and people know. */
  told: z.array(z.enum(['unjudged', 'running-out', 'nothing-new'])),
});
export type PresentLook = z.infer<typeof presentLookSchema>;

/** What the monitor remembers of a data set from look to look, oldest first. */
export const monitorStateSchema = z.strictObject({
  windows: z.array(evaluationWindowSchema),
  actions: z.array(takenActionSchema),
  /** Absent before the first, and in a replay. */
  present: presentLookSchema.optional(),
});
export type MonitorState = z.infer<typeof monitorStateSchema>;

/** One action at a time: who acts on a data set, and until when nobody else may. */
export const lockSchema = z.strictObject({
  holder: z.string().min(1),
  action: z.enum(['retrain', 'roll-back', 'promote']),
  expiresAtMs: z.number().int(),
});
export type Lock = z.infer<typeof lockSchema>;
