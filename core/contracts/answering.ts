import * as z from 'zod';
import { approvalQuestionSchema } from './steps/promote.ts';
import { dataset, modelVersion, runId } from './steps/common.ts';
import { personSchema } from './person.ts';

/** An answer as its signer means it: to which question, about which report, and what. */
export const signedAnswerSchema = z.strictObject({
  dataset,
  runId,
  modelVersion,
  reportSha256: z.string().min(1),
  /** Of the page, where there is one: it is what people read. */
  pageSha256: z.string().optional(),
  approved: z.boolean(),
  /** The reason, where the answer is no. */
  comment: z.string().max(2000),
  /** As the person calls themselves: said beside who they have proved to be, never instead. */
  name: personSchema.optional(),
});
export type SignedAnswer = z.infer<typeof signedAnswerSchema>;

/**
 * What of a signed request for GetCallerIdentity its signer alone knows. Everything else of the request is built anew where it is sent
 * (decision 32), so that there is nothing in it to forge.
 */
export const callerProofSchema = z.strictObject({
  accessKeyId: z.string().regex(/^\w{1,128}$/, 'the id of an access key'),
  /** When it was signed, as AWS writes it. */
  signedAt: z.string().regex(/^\d{8}T\d{6}Z$/, 'a time as 20260131T040000Z'),
  signature: z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'),
  sessionToken: z
    .string()
    .regex(/^[\w+/=-]{1,8192}$/, 'the token of a session')
    .optional(),
});
export type CallerProof = z.infer<typeof callerProofSchema>;

/** What the function that answers for people is asked. */
export const answerRequestSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('open'), dataset }),
  z.strictObject({ action: z.literal('answer'), answer: signedAnswerSchema, proof: callerProofSchema }),
]);
export type AnswerRequest = z.infer<typeof answerRequestSchema>;

/** The questions that are open, and for whom a caller signs who they are. */
export const openQuestionsSchema = z.object({
  questions: z.array(approvalQuestionSchema),
  signFor: z.object({ host: z.string(), region: z.string() }),
});
export type OpenQuestions = z.infer<typeof openQuestionsSchema>;

export const givenAnswerSchema = z.object({
  /** `late`: nothing waits for it any more, and nothing was done. */
  outcome: z.enum(['answered', 'late']),
  by: z.string(),
});
export type GivenAnswer = z.infer<typeof givenAnswerSchema>;

/** Which platform an answer is for: two accounts may hold a stack of the same name. */
export interface AnsweringPlace {
  readonly account: string;
  readonly region: string;
  readonly stack: string;
}

/** The text whose hash the signature covers: a list, so that no two answers have the same. */
export function answerText({ account, region, stack }: AnsweringPlace, answer: SignedAnswer): string {
  const { dataset: of, runId: run, modelVersion: version, reportSha256, pageSha256 = null } = answer;
  const { approved, comment, name = null } = answer;
  const fields = [account, region, stack, of, run, version, reportSha256, pageSha256, approved, comment, name];
  return JSON.stringify(['forecasting-answer-1', ...fields]);
}
