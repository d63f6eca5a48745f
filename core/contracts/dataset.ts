import * as z from 'zod';
import { dataContractSchema, isOneMarkTwice } from './data-contract.ts';
import { describeOfLiteral, feasibility } from './feasibility.ts';
import { own } from './own.ts';
import { FREQUENCIES } from './frequency.ts';
import { SHARED_LAYERS } from './layers.ts';

/** What compliance asks to be recorded. */
const notBlank = z.string().regex(/\S/, 'more than blanks');

const duration = z
  .string()
  .regex(/^[1-9]\d*[hdwmqy]$/, "a whole number and a unit: '36h', '90d', '8w', '6m', '2q', '5y'");

export const candidateSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /** One of core/models/families.ts, which refuses any other by name: the table of families is the only place that lists them. */
  family: z.string(),
  /** Checked by the family's own schema. */
  options: z.record(z.string(), z.unknown()),
});
export type Candidate = z.infer<typeof candidateSchema>;

/**
 * A candidate, or many: every option in `grid` lists the values that are tried, and each combination is a candidate of its own, numbered in
 * the order of the lists, the last option changing fastest.
 */
const candidateLiteralSchema = candidateSchema.extend({
  grid: z.record(z.string(), z.array(z.unknown()).min(1)).optional(),
});

const candidatesSchema = z
  .array(candidateLiteralSchema)
  .min(1)
  .transform((literals) => literals.flatMap(expanded))
  .refine((all) => areDifferent(all.map(({ name }) => name)), 'two candidates have the same name')
  .refine(
    (all) => areDifferent(all.map(({ family, options }) => JSON.stringify([family, Object.entries(options).sort()]))),
    'two candidates have the same family and options: one of them would count twice',
  );

function expanded({ grid, ...candidate }: z.infer<typeof candidateLiteralSchema>): readonly Candidate[] {
  if (grid === undefined) return [candidate];
  const combinations = Object.entries(grid).reduce<readonly Candidate['options'][]>(
    (all, [option, values]) => all.flatMap((before) => values.map((value) => ({ ...before, [option]: value }))),
    [candidate.options],
  );
  return combinations.map((options, index) => ({ ...candidate, name: `${candidate.name}-${index + 1}`, options }));
}

function areDifferent(texts: readonly unknown[]): boolean {
  return new Set(texts).size === texts.length;
}

export const crossValidationSchema = z.strictObject({ initial: duration, period: duration, horizon: duration });

export const SELECTION_METRICS = ['mse', 'rmse', 'mae', 'mape', 'mdape', 'smape', 'mase'] as const;

/**
 * What a challenger must show on the realised holdout before it goes live. Errors are RMSE; "skill" is 1 - RMSE / RMSE of the seasonal
 * naive; a tolerance of 0.02 allows two per cent more than Production.
 */
export const promotionSchema = z.strictObject({
  /** Whether a refresh, which only learns the recipe's coefficients anew, waits for a person too where the environment asks for approval. */
  approveRefreshes: z.enum(['never', 'always']),
  /** The last stretch of the training window, which both models are judged on and neither has seen. */
  holdout: duration,
  requiredTags: z.array(z.string()),
  /** Of the series of the training window, those that cross-validation has to have scored before a candidate qualifies. */
  minScoredShare: z.number().min(0).max(1),
  /** Of the series that were delivered, those that may be without a forecast: refused, failed, or silent. */
  maxMissingSeriesShare: z.number().min(0).max(1),
  /** From the last training observation to the last observation known. */
  maxTrainingAge: duration,
  gates: z.strictObject({
    minJoinedRows: z.number().int().min(1),
    minSkill: z.number().lt(1),
    production: z.strictObject({
      tolerance: z.number().min(0),
      /** One-sided: refused when "worse than Production by more than the tolerance" holds with this confidence. */
      confidence: z.number().gt(0.5).lt(1),
      /** In periods; at least as long as errors stay correlated. */
      blockLength: z.number().int().min(1),
      resamples: z.number().int().min(100).max(100_000),
    }),
    coverage: z
      .strictObject({ min: z.number().min(0).max(1), max: z.number().min(0).max(1) })
      .refine(
        ({ min, max }) => min <= max,
        'min at most max: no share lies between them otherwise, so that no recipe could ever pass',
      ),
    /** Of the seasonal naive's RMSE on the same rows. */
    maxBiasShare: z.number().gt(0),
    /** Realised RMSE over cross-validated RMSE, both of the model that was scored. */
    maxCrossValidationGap: z.number().gt(0),
    /** Cost of one unit forecasted too high and too low. */
    cost: z
      .strictObject({
        over: z.number().min(0),
        under: z.number().min(0),
        tolerance: z.number().min(0),
        /** Where the two prices come from, for whoever reads the verdict. */
        basis: notBlank.optional(),
      })
      .refine(
        ({ over, under }) => over + under > 0,
        'over or under above 0: where no error costs anything, no recipe could ever be judged',
      ),
    /** A series got worse when its RMSE exceeds Production's by more than the tolerance of `production`. */
    maxWorseSeriesShare: z.number().min(0).max(1),
    /** RMSE over Production's in the worst segment. */
    maxWorstSegmentRatio: z.number().gt(0),
  }),
});
export type PromotionPolicy = z.infer<typeof promotionSchema>;

export const monitoringSchema = z.strictObject({
  /** How often the monitor looks, in evaluation windows of this length. */
  cadence: duration,
  /** A violation is `violations` of the last `of` evaluation windows, the newest among them. */
  alarm: z
    .strictObject({ violations: z.number().int().min(1), of: z.number().int().min(1) })
    .refine(({ violations, of }) => violations <= of, "at most as many violations as 'of': more would never alarm"),
  maxRmseOverNaive: z.number().gt(0),
  /** Against the RMSE that the version showed on its holdout when it was promoted. */
  maxRmseOverPromised: z.number().gt(0),
  drift: z.strictObject({
    /** Population stability index against the training window. */
    maxStabilityIndex: z.number().gt(0),
    maxMissingShare: z.number().min(0).max(1),
  }),
  /** After a change of recipe: back to the former one where its RMSE was below this share of the present one's in 3 of 5 looks. */
  returnBelow: z.number().gt(0).lt(1),
  coolDown: duration,
  maxActionsPerWeek: z.number().int().min(0),
  lockMinutes: z.number().int().min(1),
});
export type MonitoringPolicy = z.infer<typeof monitoringSchema>;

const sourceSchema = z
  .strictObject({
    format: z.enum(['csv', 'parquet', 'delta']),
    /** Key prefix in the landing bucket: a folder of deliveries, a file, or a Delta table. */
    prefix: z.string().min(1),
    /** Of another environment, whose table it then is: `prefix` is the table's path in that layer. Without it, what lands here. */
    of: z.strictObject({ environment: z.string().min(1), layer: z.enum(SHARED_LAYERS) }).optional(),
  })
  .refine(({ of, format }) => of === undefined || format === 'delta', {
    path: ['format'],
    message: "'delta': what another environment shares are Delta tables",
  });

/**
 * What an object that lands starts, where the environment lets it (`onDelivery`): one run for everything that lands within the same stretch of
 * minutes, once they are over.
 */
export const onDeliverySchema = z.union(
  [
    z.literal('nothing'),
    z.strictObject({ start: z.enum(['monitor', 'retrain']), withinMinutes: z.number().int().min(1).max(60) }),
  ],
  "'nothing', or what is started and how many minutes' files are one delivery: { start: 'monitor', withinMinutes: 1 }",
);

export const holidaysSchema = z.strictObject({
  country: z.string().min(1),
  subdivision: z.string().min(1).optional(),
});
export type HolidayPlace = z.infer<typeof holidaysSchema>;

/** One forecasting problem, complete: no field has a default, so that two data sets read side by side. */
export const datasetSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower case letters, digits and dashes')
      .max(40),
    description: notBlank,
    owner: notBlank,
    intendedUse: notBlank,
    tags: z.record(z.string(), z.string()),
    source: sourceSchema,
    onDelivery: onDeliverySchema,
    /** Without `id`, the file holds one series, named by the target. */
    columns: z
      .strictObject({ id: z.string().optional(), timestamp: z.string(), target: z.string() })
      .refine(
        ({ id, timestamp, target }) => areDifferent(id === undefined ? [timestamp, target] : [id, timestamp, target]),
        'id, timestamp and target are different columns',
      ),
    /** Columns whose values are known ahead: models that can learn from them do. */
    regressors: z.array(z.string().min(1)).refine(areDifferent, 'every column is named once'),
    /** Whose public holidays the models know, by ISO 3166; null: none. */
    holidays: holidaysSchema.nullable(),
    frequency: z.enum(FREQUENCIES),
    contract: dataContractSchema
      .refine((contract) => !isOneMarkTwice(contract), {
        path: ['thousandsSeparator'],
        message:
          "another character than the decimal mark: '.' goes with decimalComma, ',' without it, a space or an apostrophe with both",
      })
      .refine(({ min = -Infinity, max = Infinity }) => min <= max, {
        path: ['max'],
        message: 'at least min: no value is above the one and below the other, so every row would be refused',
      }),
    /** How many partitions the series table has; one for small data. */
    shards: z.number().int().min(1).max(4096),
    training: z.strictObject({ length: duration }),
    evaluation: z.strictObject({ length: duration }),
    /** The segment of a series is its unique_id up to the last one of this separator; null where the panel has no segments. */
    segmentSeparator: z.string().min(1).nullable(),
    /** Steps of the main season, in units of the frequency. */
    seasonLength: z.number().int().min(1),
    /** Probability of the central forecast interval. */
    level: z.number().gt(0).lt(1),
    /** Further levels of intervals, beside `level`: a pair of columns `yhat_lower_95`, `yhat_upper_95` each. */
    furtherLevels: z
      .array(z.number().gt(0).lt(1).multipleOf(0.001))
      .refine((levels) => new Set(levels).size === levels.length, 'every level is listed once'),
    candidates: candidatesSchema,
    /** What becomes of the candidates: see core/contracts/recipe.ts. */
    recipe: z.enum(['blend', 'average', 'choice']),
    crossValidation: crossValidationSchema,
    selectionMetric: z.enum(SELECTION_METRICS),
    /** The share of series that may fail before a training run fails and publishes nothing. */
    maxFailedSeriesShare: z.number().min(0).max(1),
    promotion: promotionSchema,
    monitoring: monitoringSchema,
    seed: z.number().int().min(0),
  })
  .refine(({ source, onDelivery }) => source.of === undefined || onDelivery === 'nothing', {
    path: ['onDelivery'],
    message: "'nothing': where the source is another environment's table, nothing lands here",
  })
  .refine(({ columns, regressors }) => !regressors.some((name) => Object.values(columns).includes(name)), {
    path: ['regressors'],
    message: 'columns beside those of id, timestamp and target: what a value is known by cannot be the value itself',
  })
  .refine(({ tags, promotion }) => promotion.requiredTags.every((tag) => /\S/.test(own(tags, tag) ?? '')), {
    path: ['promotion', 'requiredTags'],
    message:
      "names of 'tags' that are filled in: a version has the data set's tags, and without one of these it could never go live",
  })
  .superRefine((dataset, { addIssue }) => {
    for (const problem of feasibility(dataset)) {
      if (problem.outcome !== 'refuse') continue;
      addIssue({ code: 'custom', path: problem.field.split('.'), message: describeOfLiteral(problem, dataset) });
    }
  });
export type Dataset = z.infer<typeof datasetSchema>;
