import { promotionKeys } from '../../core/contracts/keys.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { PLATFORM_NAMES, personSchema } from '../../core/contracts/person.ts';
import { type Approval, type ApprovalQuestion, requestApprovalStep } from '../../core/contracts/steps/promote.ts';
import type { ObjectStore } from '../../core/ports.ts';
import type { Failure, Json } from '../../asl/index.ts';

/**
 * Who answers a promotion that asks for approval: the run itself, by an answer that it has at hand, or a person with `npm run approve` or
 * `npm run reject`, who has to be told that the run waits.
 */
export type Approvals = 'automatic' | Approval | { ask(question: ApprovalQuestion): void };

/** Of a replay. */
const AUTOMATIC: Approval = { by: PLATFORM_NAMES.replay, comment: 'approved by itself: nobody waits for history' };

/** The step's payload: its input, and what else steps are told. */
const payloadSchema = z.object(requestApprovalStep.input.shape);

export interface TokenAnswers {
  succeed(token: string, output: Json): void;
  fail(token: string, failure: Failure): void;
}

/** What the two commands write beside the request: who says what to which report. */
export const answerSchema = z.strictObject({
  approved: z.boolean(),
  by: personSchema,
  comment: z.string(),
  reportSha256: z.string(),
  pageSha256: z.string().optional(),
});

const POLL_MS = 250;

interface Waiting {
  readonly payload: Json;
  readonly artifacts: ObjectStore;
}

/**
 * Before a person is asked nobody has answered: an answer that lies there already is somebody's who was not asked.
 *
 * @throws AnswerRefused
 */
export async function requireUnanswered(approvals: Approvals, { payload, artifacts }: Waiting): Promise<void> {
  if (approvals === 'automatic' || 'by' in approvals) return;
  const { dataset, runId } = payloadSchema.parse(payload);
  const key = promotionKeys.approvalAnswer(dataset, runId);
  if ((await artifacts.head(key)) === undefined) return;
  throw new PlatformError(ERROR_NAMES.answerRefused, {
    problem: `the promotion '${runId}' of '${dataset}' was answered before anybody was asked`,
    got: `${artifacts.bucket}/${key}`,
    hint: 'find out who wrote it, move the file away, and start the promotion again under another name',
  });
}

/** Answers the waiting task: at once, or when the answer's file is there. Returns without waiting for it. */
export function answerApproval(
  approvals: Approvals,
  { payload, artifacts, signal }: Waiting & { readonly signal: AbortSignal },
  tokens: TokenAnswers,
): void {
  const { taskToken, ...question } = payloadSchema.parse(payload);
  if (approvals === 'automatic' || 'by' in approvals) {
    const { by, comment } = approvals === 'automatic' ? AUTOMATIC : approvals;
    tokens.succeed(taskToken, { by, comment });
    return;
  }
  approvals.ask(question);
  void answerOf(artifacts, question, signal).then(
    ({ approved, by, comment }) => {
      if (approved) tokens.succeed(taskToken, { by, comment });
      else tokens.fail(taskToken, { error: ERROR_NAMES.approvalRejected, cause: `${by}: ${comment}` });
    },
    (error: unknown) => {
      // The task is over, by its time limit or by an abort: nobody waits for the answer any more.
      if (signal.aborted) return;
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      tokens.fail(taskToken, { error: name, cause: message });
    },
  );
}

/** @throws AnswerRefused where what is said there is no answer to this question */
async function answerOf(artifacts: ObjectStore, { dataset, runId, report }: ApprovalQuestion, signal: AbortSignal) {
  const key = promotionKeys.approvalAnswer(dataset, runId);
  while ((await artifacts.head(key)) === undefined) await sleep(POLL_MS, undefined, { signal });
  const problem = `what lies at ${artifacts.bucket}/${key} is no answer to the promotion '${runId}' of '${dataset}'`;
  const answer = answerSchema.safeParse(jsonOf(await artifacts.read(key)));
  if (!answer.success) {
    const [{ path, message }] = answer.error.issues;
    const field = path.length === 0 ? 'the whole of it' : path.join('.');
    throw new PlatformError(ERROR_NAMES.answerRefused, { problem, got: field, allowed: message, hint: ANSWERED_BY });
  }
  const { reportSha256, pageSha256 } = answer.data;
  if (reportSha256 === report.reportSha256 && pageSha256 === report.pageSha256) return answer.data;
  throw new PlatformError(ERROR_NAMES.answerRefused, {
    problem: `${problem}: it is about another report`,
    got: { reportSha256, pageSha256 },
    allowed: JSON.stringify({ reportSha256: report.reportSha256, pageSha256: report.pageSha256 }),
    hint: ANSWERED_BY,
  });
}

const ANSWERED_BY = "'npm run approve' and 'npm run reject' write it";

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
