import * as z from 'zod';
import { dateRangeSchema, periodSchema } from './date-range.ts';

const modelVersion = z.number().int().min(1);
const metric = z.number().nullable();

/** Another version's forecasts on the rows of a look, beside the ones in force: forecasts that nobody gets. */
export const shadowSchema = z.strictObject({ version: modelVersion, rmse: metric, joined: z.number().int().min(0) });

/** One look of the monitor at a data set. A metric without a joined row is null. */
export const evaluationWindowSchema = z.strictObject({
  /** The period up to which the look knows what came true; the monitor's clock, in a replay as in production. */
  asOf: periodSchema,
  /** The periods that came true since the look before. */
  range: dateRangeSchema,
  /** The version whose forecasts were in force, and the first version of its recipe since the recipe last changed. */
  version: modelVersion,
  recipeSince: modelVersion,
  joined: z.number().int().min(0),
  rmse: metric,
  /** Positive when forecasts are too high. */
  bias: metric,
  coverage: metric,
  /** Its name, its RMSE, and 1 - rmse / naiveRmse. */
  yardstick: z.string(),
  naiveRmse: metric,
  skill: metric,
  /** What the recipe showed on its holdout when it was promoted. */
  promisedRmse: metric,
  /** The refresh that the guard refused at the look before; null where it refused none. */
  refused: shadowSchema.nullable(),
  /** The former recipe, fitted anew at the look before; null but for some looks after a change, the first of which has its last version. */
  former: shadowSchema.nullable(),
  /** Of all series together, against the training window of the version in force. */
  drift: z.strictObject({ stabilityIndex: metric, missingShare: metric, worstSeries: z.string().nullable() }),
});
export type EvaluationWindow = z.infer<typeof evaluationWindowSchema>;

/** What the monitor decides. The reasons are sentences for people: what raised the alarm, and what keeps the monitor from acting. */
export const monitorActionSchema = z.discriminatedUnion('kind', [
  /** Held by a person, nothing new delivered, another run at work, or a look that only looks. */
  z.strictObject({ kind: z.literal('nothing'), reasons: z.array(z.string()) }),
  z.strictObject({
    kind: z.literal('refresh'),
    reasons: z.array(z.string()),
    /** The refused refresh before was closer to what came true: this one is exempt from all guards but the first. */
    exempt: z.boolean(),
    /** The version whose recipe is fitted as a shadow, too; null but for some looks after a change. */
    shadowOf: modelVersion.nullable(),
  }),
  /** The selection is brought forward. */
  z.strictObject({ kind: z.literal('select'), reasons: z.array(z.string()) }),
  /** Back to the recipe of the version `of`, fitted anew. */
  z.strictObject({ kind: z.literal('return'), of: modelVersion, reasons: z.array(z.string()) }),
]);
export type MonitorAction = z.infer<typeof monitorActionSchema>;

export const takenActionSchema = z.strictObject({
  kind: z.enum(['select', 'return']),
  /** The look that decided it: cool-down and weekly limit count from here. */
  asOf: periodSchema,
  /** In force when it was decided. */
  version: modelVersion,
  /** Wall clock, for people; a replay leaves it out. */
  atMs: z.number().int().optional(),
});
export type TakenAction = z.infer<typeof takenActionSchema>;

/** Against the yardstick, against what the recipe promised, and of the input: its distribution, and what is missing of it. */
export const violationKindSchema = z.enum(['over-yardstick', 'over-promised', 'drift', 'missing']);
export type ViolationKind = z.infer<typeof violationKindSchema>;

/** The newest look at the present: what the next one is held against, so that people are told once. */
export const presentLookSchema = z.strictObject({
  runId: z.string(),
  asOf: periodSchema,
  /** Since the look at the present before; null where there was none. */
  newPeriods: z.number().int().nullable(),
  /** `filesHash` of the series table that it saw, and whether that was another than the look before saw; absent where a release before wrote it. */
  series: z.string().optional(),
  isOtherSeries: z.boolean().optional(),
  /** What held then, and people know. */
  told: z.array(z.enum(['alarm', 'unjudged', 'running-out', 'nothing-new'])),
  /** Of the alarm that lasts, those that people were told of. */
  violations: z.array(violationKindSchema).optional(),
});
export type PresentLook = z.infer<typeof presentLookSchema>;

/** A refresh that the guard refused: its forecasts are scored at the next look, beside those in force. */
export const refusedRefreshSchema = z.strictObject({
  version: modelVersion,
  /** Why, for people: which guard, and by how much. */
  reasons: z.array(z.string()),
});

/** The way back after a change of recipe. */
export const recipeChangeSchema = z.strictObject({
  /** The last version of the former recipe, and the first of the present one. */
  former: modelVersion,
  since: modelVersion,
  /** The former recipe's newest fit; absent until the first look after the change. */
  shadow: modelVersion.optional(),
});

/** Hyperparameters of a job name them all. */
export const MOST_SET_ASIDE = 20;

/** Periods whose observations a fit leaves out, though they lie in its training window. */
export const setAsideSchema = z.array(dateRangeSchema).max(MOST_SET_ASIDE);

/**
 * `artifacts/monitoring/<dataset>/set-aside.json`: what the guard refused, and was no closer to what came true after it. An object of its own, so
 * that the release before, which knows nothing of it, reads all others.
 */
export const setAsideFileSchema = z.strictObject({
  /** What the newest refused refresh had learned that no fit before it knew: the next look decides about it. */
  news: z.strictObject({ version: modelVersion, range: dateRangeSchema }).optional(),
  setAside: setAsideSchema,
});
export type SetAside = z.infer<typeof setAsideFileSchema>;

/** What the monitor remembers of a data set from look to look, oldest first. */
export const monitorStateSchema = z.strictObject({
  windows: z.array(evaluationWindowSchema),
  actions: z.array(takenActionSchema),
  refused: refusedRefreshSchema.optional(),
  change: recipeChangeSchema.optional(),
  /** Absent before the first, and in a replay. */
  present: presentLookSchema.optional(),
});
export type MonitorState = z.infer<typeof monitorStateSchema>;

/** One action at a time: who acts on a data set, and until when nobody else may. */
export const lockSchema = z.strictObject({
  holder: z.string().min(1),
  action: z.enum(['refresh', 'select', 'return']),
  expiresAtMs: z.number().int(),
});
export type Lock = z.infer<typeof lockSchema>;
