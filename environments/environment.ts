import * as z from 'zod';
import { acceptanceSchema } from './acceptance-run.ts';
import * as company from './company.ts';
import { cronProblem } from './cron.ts';
import { identity, logRetentionDays } from './identity.ts';
import { deliverySchema } from './delivery-environment.ts';
import { readsDataOfSchema, sharesDataWithSchema } from './sharing.ts';
import { operationsSchema } from './operations.ts';
import { signingSchema } from './signing.ts';
import { trackingSchema } from './tracking.ts';

/** The stage's module as a Lambda function: no image, no minutes of start-up; the choice for small data. */
const onLambda = z.strictObject({
  on: z.literal('lambda'),
  memoryMiB: z.number().int().min(128).max(10_240),
  storageMiB: z.number().int().min(1024).max(10_240),
  timeoutSeconds: z.number().int().min(1).max(900),
});

/** The stage's module as a SageMaker job of the commit's image. One instance: the job spreads series over its cores. */
const onContainer = z.strictObject({
  on: z.literal('container'),
  instanceType: z.string().regex(/^ml\.[a-z0-9-]+\.[a-z0-9]+$/, "a SageMaker instance type such as 'ml.m5.large'"),
  volumeGiB: z.number().int().min(1).max(16_384),
  maxRuntimeSeconds: z.number().int().min(60).max(432_000),
});

const computeSchema = z.discriminatedUnion('on', [onLambda, onContainer]);
export type Compute = z.infer<typeof computeSchema>;

const schedule = z.string().superRefine((text, context) => {
  const problem = text === 'off' ? undefined : cronProblem(text);
  if (problem === undefined) return;
  const message = `'off', or six fields as in 'cron(0 4 ? * MON *)' (UTC); ${problem}`;
  context.addIssue({ code: 'custom', message });
});

const days = z.number().int().min(1);

/** How long a layer keeps its objects, and where. Superseded versions of an object are a safety net, not data. */
const lifecycleSchema = z.strictObject({
  coldStorageAfterDays: days,
  expireAfterDays: z.union([days, z.literal('never')], "a whole number of days, or 'never'"),
  supersededExpireAfterDays: z.union([days, z.literal('never')], "a whole number of days, or 'never'"),
});

/** One deployment of the platform, complete: no field has a default, so that two environments read side by side. */
const platformSchema = z.strictObject({
  kind: z.literal('platform'),
  ...identity,
  network: company.networkSchema,
  /** What buckets, topic and the jobs' outputs are encrypted with: a key of the stack, or one that exists. */
  dataKey: company.dataKeySchema,
  /** The keys that models and the record of moves are signed with: always the stack's own. */
  signing: signingSchema,
  /** Names from datasets/; schedules run once for each. */
  datasets: z
    .array(z.string())
    .min(1)
    .refine((names) => new Set(names).size === names.length, 'every data set once'),
  compute: z.strictObject({ train: computeSchema, forecast: computeSchema }),
  /** The functions behind the steps: they plan, check and record, and hold one training slice at most. */
  steps: z.strictObject({
    memoryMiB: z.number().int().min(128).max(10_240),
    timeoutSeconds: z.number().int().min(1).max(900),
  }),
  /** Whether a person has to agree before a version goes live; no answer within the hours is a refusal. */
  approval: z.strictObject({
    required: z.enum(['never', 'always']),
    // Below the year that an execution may last, with room for what comes before and after.
    timeoutHours: z.number().int().min(1).max(2160),
  }),
  /**
   * Whether a version may go live that was made by code which is in no commit: `cdk deploy` from a checkout with changes, or without git. What goes
   * live in one environment goes live in no other, so trying things out needs no commit where nobody relies on the forecasts.
   */
  uncommittedCode: z.enum(['allowed', 'refused']),
  /**
   * What the machine `pipeline` lives through here to accept a commit: the data set's window that begins on this date (acceptance-run.ts). It is of the
   * past, so the age of what it trains is told by the window's end; of all else the newest observation tells it, whoever asks.
   */
  acceptance: z.union([z.literal('none'), acceptanceSchema], "'none', or a data set and a date"),
  /** What starts a training: a person, the schedule below, or also the monitor. */
  retraining: z.enum(['manual', 'scheduled', 'triggered']),
  /**
   * The machines that need no more than a data set's name. A pipeline run is asked for with its window. Let the monitor look before
   * the next forecast is published: right after it, nothing of the latest one has come true. Let forecasts follow each other well before
   * the last tenth of a data set's horizon (`evaluation`) begins: from there on each look says that forecasts run out.
   */
  schedules: z.strictObject({
    retrain: schedule,
    forecast: schedule,
    monitor: schedule,
    replay: schedule,
    maintain: schedule,
  }),
  /**
   * How long versions of tables stay readable: at least as long as a model may be old that goes live, since it is held against the silver that it was
   * trained on. What `schedules.maintain` starts deletes the rest, or only lists it; a person's `npm run maintain` lists it unless told otherwise.
   */
  maintenance: z.strictObject({ keepVersionsDays: days, scheduled: z.enum(['deletes', 'lists']) }),
  /** Whether what lands starts what its data set says, or waits for a schedule or a person. */
  onDelivery: z.enum(['as-the-data-set-says', 'nothing']),
  storage: z.strictObject({
    /** What becomes of the buckets, their key and the logs when the stack is deleted. */
    removal: z.enum(['retain', 'destroy']),
    layers: z.strictObject({
      landing: lifecycleSchema,
      bronze: lifecycleSchema,
      silver: lifecycleSchema,
      gold: lifecycleSchema,
      artifacts: lifecycleSchema,
    }),
    accessLogs: company.accessLogsSchema,
    /**
     * For how many days nobody deletes a version of an object of the artifacts, but who may bypass governance: S3's Object Lock, which no deployment takes
     * away from a bucket again.
     */
    objectLock: z.union([z.literal('off'), z.strictObject({ governanceDays: z.number().int().min(1).max(36_500) })]),
  }),
  sharesDataWith: sharesDataWithSchema,
  readsDataOf: readsDataOfSchema,
  tracking: trackingSchema,
  logRetentionDays,
  tracing: z.enum(['active', 'off']),
  notifications: company.notificationsSchema,
  /** Whether the pipelines of environments/delivery.ts may start its machines and read its runs, or a person deploys it and nobody is trusted. */
  deployedBy: z.enum(['pipelines', 'a-person']),
  /** How long the alarms are watched after a deployment, before it counts as good (machine `smoke`). */
  bakeMinutes: z.number().int().min(0).max(720),
  operations: operationsSchema,
});
export type PlatformEnvironment = z.infer<typeof platformSchema>;

/** What one `cdk deploy -c env=` brings out, by kind. A further kind is a member here, its rules in rules.ts, and its stack in lib/synthesize.ts. */
export const environmentSchema = z.discriminatedUnion('kind', [platformSchema, deliverySchema]);
export type Environment = z.infer<typeof environmentSchema>;
