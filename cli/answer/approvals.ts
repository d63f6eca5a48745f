import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ApprovalQuestion } from '../../core/contracts/steps/promote.ts';
import { type Target, placeName } from '../place/place.ts';

export interface Answer {
  readonly approved: boolean;
  /** As the person calls themselves; undefined where they have not said. */
  readonly by?: string | undefined;
  /** The reason, where the answer is no. */
  readonly comment: string;
}

/** A promotion that waits for a person. */
export interface Question extends ApprovalQuestion {
  /** Who is recorded; undefined, and nothing done, when the question is no longer open: answered by another, or out of time. */
  answer(answer: Answer): Promise<string | undefined>;
}

/** The open questions of a place, whichever way they are kept there. */
export interface Approvals {
  open(dataset: string): Promise<readonly Question[]>;
  /** undefined where that run waits for no answer. */
  find(dataset: string, runId: string): Promise<Question | undefined>;
}

/**
 * The question that is meant: that of the run, or the only one that is open.
 * @throws ApprovalUnknown listing the open ones
 */
export async function chooseQuestion(approvals: Approvals, target: Target, runId?: string): Promise<Question> {
  const { dataset } = target;
  if (runId !== undefined) {
    const found = await approvals.find(dataset, runId);
    if (found !== undefined) return found;
  }
  const open = await approvals.open(dataset);
  const [only] = open;
  if (runId === undefined && open.length === 1) return only;
  throw new PlatformError(ERROR_NAMES.approvalUnknown, {
    problem: problemOf(target, open.length, runId),
    ...(runId === undefined ? {} : { got: runId }),
    allowed: open.length === 0 ? 'none: no promotion is waiting' : open.map(describe).join(', '),
    ...(runId === undefined && open.length > 1 ? { hint: 'name one with --run' } : {}),
  });
}

function problemOf({ dataset, place }: Target, open: number, runId: string | undefined): string {
  const where = `of '${dataset}' in ${placeName(place)}`;
  if (runId !== undefined) return `no promotion ${where} waits under this run: unknown, answered, or out of time`;
  return open === 0 ? `no promotion ${where} waits for an answer` : `${open} promotions ${where} wait for an answer`;
}

function describe({ runId, modelVersion }: Question): string {
  return `${runId} (version ${modelVersion})`;
}
