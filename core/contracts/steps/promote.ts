import * as z from 'zod';
import { dateRangeSchema, periodSchema } from '../date-range.ts';
import { personSchema } from '../person.ts';
import { policySchema, reportReferenceSchema } from '../promotion.ts';
import { dataset, livedThrough, modelVersion, runId, sha256, TASK_TOKEN } from './common.ts';
import { finishedFitSchema, fitJobSchema } from './train.ts';

/** How a version asks for Production: as the first, with another recipe than the one in force, or with the same one fitted anew. */
export const waySchema = z.enum(['first', 'change', 'refresh']);
export type Way = z.infer<typeof waySchema>;

/** One challenger's way to Production: `artifacts/promotions/<dataset>/<runId>/` holds what each step leaves for the next. */
export const checkComplianceStep = {
  input: z.strictObject({
    dataset,
    runId,
    modelVersion,
    /** Within a replay, the last period known when the promotion is asked for; elsewhere silver's newest observation says how old a training is, not the caller. */
    asOf: periodSchema.optional(),
    /** A recipe that was in Production before comes back as a refresh does: it has passed the gates. */
    action: z.literal('return').optional(),
  }),
  output: z.strictObject({
    complies: z.boolean(),
    way: waySchema,
    /** Of compliance.json, and of the fit's summary, whose signature was looked at; null where there is none that could be read. */
    complianceSha256: sha256,
    summarySha256: sha256.nullable(),
  }),
};

export const planComparisonStep = {
  input: z.strictObject({ dataset, runId, modelVersion }),
  output: z.strictObject({
    holdout: dateRangeSchema,
    /** The version in Production that the challenger is judged against; null while there is none. */
    production: modelVersion.nullable(),
    /** The twins: jobs that fit a recipe without the holdout. */
    jobs: z.array(fitJobSchema),
    outputUri: z.string(),
  }),
};

/** A refresh against the version in force: core/promote/guard.ts. The answer is told as the judge's is. */
export const guardStep = {
  input: z.strictObject({ dataset, runId, modelVersion, complianceSha256: sha256, summarySha256: sha256.nullable() }),
  output: z.strictObject({
    verdict: z.enum(['pass', 'refuse']),
    reasons: z.array(z.string()),
    production: modelVersion.nullable(),
    report: reportReferenceSchema,
    /** Whether a refresh of this data set waits for a person where the environment asks for approval. */
    approval: z.enum(['never', 'always']),
  }),
};

export const judgeStep = {
  input: z.strictObject({
    dataset,
    runId,
    modelVersion,
    way: waySchema,
    policy: policySchema,
    complianceSha256: sha256,
    /** Absent where compliance or the policy leave nothing to compare. */
    comparison: z
      .strictObject({
        holdout: dateRangeSchema,
        production: modelVersion.nullable(),
        twins: z.array(finishedFitSchema),
      })
      .optional(),
    /** Why there is no comparison where there should be one: an error on the way is a refusal. */
    failure: z.string().optional(),
  }),
  output: z.strictObject({
    /** `naive`: the seasonal naive is to go live in its place. */
    verdict: z.enum(['pass', 'refuse', 'naive']),
    reasons: z.array(z.string()),
    production: modelVersion.nullable(),
    report: reportReferenceSchema,
  }),
};

/** What a person is asked; kept for who looks for open questions. */
export const approvalQuestionSchema = z.object({
  dataset,
  runId,
  modelVersion,
  report: reportReferenceSchema,
});
export type ApprovalQuestion = z.infer<typeof approvalQuestionSchema>;

export const requestApprovalStep = {
  input: z.strictObject({ ...approvalQuestionSchema.shape, [TASK_TOKEN]: z.string() }),
  output: z.strictObject({ requestUri: z.string() }),
};

/** What a person answers; the task fails with ApprovalRejected where the answer is no. */
export const approvalSchema = z.strictObject({ by: z.string().min(1), comment: z.string() });
export type Approval = z.infer<typeof approvalSchema>;

export const promoteStep = {
  input: z.strictObject({
    dataset,
    runId,
    modelVersion,
    /** As the audit record calls the move. */
    action: z.enum(['promote', 'refresh', 'return']),
    /** What the challenger was judged against: the pointer moves from there or not at all. */
    production: modelVersion.nullable(),
    by: z.string(),
    reason: z.string(),
    report: reportReferenceSchema,
    livedThrough,
  }),
  output: z.strictObject({
    outcome: z.enum(['promoted', 'refused']),
    modelVersion,
    production: modelVersion.nullable(),
    reasons: z.array(z.string()),
    reportUri: z.string(),
  }),
};

export const refuseStep = {
  input: z.strictObject({
    dataset,
    runId,
    modelVersion,
    reasons: z.array(z.string()).min(1),
    /** Whether its forecasts are scored beside those in force at the next look: what the guard refused may have been right. */
    shadow: z.boolean(),
    report: reportReferenceSchema,
  }),
  output: promoteStep.output,
};

export const rollBackStep = {
  /**
   * Without `to`: the version that was in Production before the present one. It holds refreshes until the next selection, or until a
   * `release`, which moves nothing.
   */
  input: z
    .strictObject({
      dataset,
      runId,
      to: modelVersion.optional(),
      release: z.boolean().optional(),
      by: personSchema,
      reason: z.string(),
    })
    .refine(({ to, release }) => release !== true || to === undefined, "'release' moves nowhere: leave out 'to'"),
  output: z.strictObject({ from: modelVersion, to: modelVersion, revision: modelVersion }),
};
