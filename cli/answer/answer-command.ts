import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { type CommandSpec, parseCommand, requiredText, text } from '../options.ts';
import { type Answer, type Question, chooseQuestion } from './approvals.ts';
import { approvalsAt } from './approvals-at.ts';
import { BY_OPTION, personOf } from '../place/person.ts';
import { PLACE_OPTIONS, placeOption, targetOf } from '../place/place.ts';
import { printView, type View } from '../models/view.ts';

const { dataset, ...elsewhere } = PLACE_OPTIONS;
const RUN_OPTION = { type: 'string', value: 'R', help: 'the run that waits (default: the only one)' } as const;

export const APPROVE_COMMAND: CommandSpec = {
  name: 'approve',
  summary: 'Says yes to a promotion that waits for a person: the version goes live.',
  options: {
    dataset,
    run: RUN_OPTION,
    by: BY_OPTION,
    comment: { type: 'string', value: 'T', help: "a word on why, for the audit record (default 'approved')" },
    ...elsewhere,
  },
};

export const REJECT_COMMAND: CommandSpec = {
  name: 'reject',
  summary: 'Says no to a promotion that waits for a person: the version is archived, with the reason.',
  options: {
    dataset,
    run: RUN_OPTION,
    by: BY_OPTION,
    reason: { type: 'string', value: 'T', help: 'why not (required)' },
    ...elsewhere,
  },
};

/** Answers a waiting promotion. @throws UsageError; ApprovalUnknown when nothing, or not that, waits for an answer */
export async function answerCommand(verdict: 'approve' | 'reject', args: readonly string[]): Promise<void> {
  const options = parseCommand(verdict === 'approve' ? APPROVE_COMMAND : REJECT_COMMAND, args);
  if (options === undefined) return;
  const approved = verdict === 'approve';
  const comment = approved ? (text(options, 'comment') ?? 'approved') : requiredText(options, 'reason', 'why not');
  const answer: Answer = { approved, by: personOf(options), comment };
  const target = targetOf(options);
  const approvals = await approvalsAt(target.place);
  const question = await chooseQuestion(approvals, target, text(options, 'run'));
  if (!(await approvals.answer(question, answer))) {
    throw new PlatformError(ERROR_NAMES.approvalUnknown, {
      problem: `the promotion ${question.runId} of '${question.dataset}' no longer waits`,
      hint: `it was answered, or its time was over; 'npm run models -- history ${placeOption(target.place)} --dataset ${question.dataset}' shows what is live`,
    });
  }
  printView(answered(question, answer), options.json === true);
}

function answered({ dataset: name, runId, modelVersion, report }: Question, { approved, by, comment }: Answer): View {
  const decision = approved ? 'approved' : 'rejected';
  return {
    json: { dataset: name, runId, modelVersion, decision, by, comment, report },
    text: `Version ${modelVersion} of '${name}' (run ${runId}) is ${decision} by ${by}: ${comment}\nThe comparison: ${report.reportUri}`,
  };
}
