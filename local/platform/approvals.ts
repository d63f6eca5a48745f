import { promotionKeys } from '../../core/contracts/keys.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { readJson } from '../../lake/json-object.ts';
import { ERROR_NAMES } from '../../core/contracts/errors.ts';
import { type Approval, type ApprovalQuestion, requestApprovalStep } from '../../core/contracts/steps/promote.ts';
import type { ObjectStore } from '../../core/ports.ts';
import type { Failure, Json } from '../../asl/index.ts';

/**
 * Who answers a promotion that asks for approval: the run itself, by an answer that it has at hand, or a person with `npm run approve` or
 * `npm run reject`, who has to be told that the run waits.
 */
export type Approvals = 'automatic' | Approval | { ask(question: ApprovalQuestion): void };

/** Of a replay. */
const AUTOMATIC: Approval = { by: 'the replay', comment: 'approved by itself: nobody waits for history' };

/** The step's payload: its input, and what else steps are told. */
const payloadSchema = z.object(requestApprovalStep.input.shape);

export interface TokenAnswers {
  succeed(token: string, output: Json): void;
  fail(token: string, failure: Failure): void;
}

/** What the two commands write beside the request. */
export const answerSchema = z.object({ approved: z.boolean(), by: z.string(), comment: z.string() });

const POLL_MS = 250;

/** Answers the waiting task: at once, or when the answer's file is there. Returns without waiting for it. */
export function answerApproval(
  approvals: Approvals,
  {
    payload,
    artifacts,
    signal,
  }: { readonly payload: Json; readonly artifacts: ObjectStore; readonly signal: AbortSignal },
  tokens: TokenAnswers,
): void {
  const { taskToken, ...question } = payloadSchema.parse(payload);
  const { dataset, runId } = question;
  if (approvals === 'automatic' || 'by' in approvals) {
    const { by, comment } = approvals === 'automatic' ? AUTOMATIC : approvals;
    tokens.succeed(taskToken, { by, comment });
    return;
  }
  approvals.ask(question);
  void answerOf(artifacts, promotionKeys.approvalAnswer(dataset, runId), signal).then(
    ({ approved, by, comment }) => {
      if (approved) tokens.succeed(taskToken, { by, comment });
      else tokens.fail(taskToken, { error: ERROR_NAMES.approvalRejected, cause: `${by}: ${comment}` });
    },
    // The task is over, by its time limit or by an abort: nobody waits for the answer any more.
    () => undefined,
  );
}

async function answerOf(artifacts: ObjectStore, key: string, signal: AbortSignal) {
  while ((await artifacts.head(key)) === undefined) await sleep(POLL_MS, undefined, { signal });
  return readJson(artifacts, key, answerSchema);
}
