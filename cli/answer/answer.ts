import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { personOf } from '../place/person.ts';
import { placeOption, targetOf } from '../place/place.ts';
import { printView, type View } from '../view.ts';
import { approvalsAt } from './approvals-at.ts';
import { type Answer, chooseQuestion, type Question } from './approvals.ts';

interface AnswerOptions {
  readonly dataset: string;
  readonly folder?: string | undefined;
  readonly env?: string | undefined;
  readonly run?: string | undefined;
  readonly report?: string | undefined;
  readonly by?: string | undefined;
  readonly json: boolean;
}

/** Answers a waiting promotion. @throws UsageError; ApprovalUnknown when nothing, or not that, waits for an answer; AnswerRefused */
export async function answer(options: AnswerOptions, verdict: Pick<Answer, 'approved' | 'comment'>): Promise<void> {
  const given: Answer = { ...verdict, by: options.by === undefined ? undefined : personOf(options.by) };
  const target = targetOf(options);
  const question = await chooseQuestion(await approvalsAt(target.place), target, options.run);
  requireReport(question, options.report);
  const by = await question.answer(given);
  if (by === undefined) {
    const history = `npm run models -- history ${placeOption(target.place)} --dataset ${target.dataset}`;
    throw new PlatformError(ERROR_NAMES.approvalUnknown, {
      problem: `the promotion ${question.runId} of '${question.dataset}' no longer waits`,
      hint: `it was answered, or its time was over; what is live shows\n  ${history}`,
    });
  }
  printView(answered(question, { ...given, by }), options.json);
}

/** The report that somebody has read is the one that is asked about. */
function requireReport({ runId, report }: Question, read: string | undefined): void {
  if (read === undefined || read === report.reportSha256) return;
  throw new PlatformError(ERROR_NAMES.answerRefused, {
    problem: `the promotion ${runId} asks about another report`,
    got: read,
    allowed: report.reportSha256,
    hint: `read ${report.reportUri}, and answer that one`,
  });
}

function answered(
  { dataset: name, runId, modelVersion, report }: Question,
  { approved, by, comment }: Answer & { readonly by: string },
): View {
  const decision = approved ? 'approved' : 'rejected';
  return {
    json: { dataset: name, runId, modelVersion, decision, by, comment, report },
    text: `Version ${modelVersion} of '${name}' (run ${runId}) is ${decision} by ${by}: ${comment}\nThe comparison: ${report.reportUri}`,
  };
}
