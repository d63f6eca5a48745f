import {
  type AnswerRequest,
  answerText,
  type GivenAnswer,
  type OpenQuestions,
  type SignedAnswer,
} from '../../core/contracts/answering.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { AnsweringPorts, OpenQuestion } from '../../core/ports.ts';

/**
 * Answers a waiting promotion for whoever has signed the answer. Who that is, STS says; which question and which report it is about, the signature
 * covers, and the execution's own history is what it is held against.
 *
 * @throws IdentityUnproven, ApprovalUnknown, AnswerRefused
 */
export async function run(request: AnswerRequest, ports: AnsweringPorts): Promise<OpenQuestions | GivenAnswer> {
  const { questions, identities, place } = ports;
  if (request.action === 'open') {
    const open = await questions.open(request.dataset);
    return { questions: open.map(withoutAnswer), signFor: identities.signFor };
  }
  const { answer, proof } = request;
  const by = await identities.prove(proof, answerText(place, answer));
  const question = await questions.find(answer.dataset, answer.runId);
  if (question === undefined) throw unknown(answer);
  requireSame(question, answer);
  const { approved, comment, name } = answer;
  const told = name === undefined ? comment : `${comment} (as ${name})`;
  return { outcome: (await question.answer({ approved, by, comment: told })) ? 'answered' : 'late', by };
}

function withoutAnswer({ dataset, runId, modelVersion, report }: OpenQuestion): OpenQuestions['questions'][number] {
  return { dataset, runId, modelVersion, report };
}

function unknown({ dataset, runId }: SignedAnswer): PlatformError {
  return new PlatformError(ERROR_NAMES.approvalUnknown, {
    problem: `no promotion of '${dataset}' waits under this run: unknown, answered, or out of time`,
    got: runId,
  });
}

/** What was signed is what is asked. @throws AnswerRefused */
function requireSame({ runId, modelVersion, report }: OpenQuestion, answer: SignedAnswer): void {
  if (answer.modelVersion !== modelVersion) {
    throw new PlatformError(ERROR_NAMES.answerRefused, {
      problem: `the answer to the promotion '${runId}' is about another version`,
      got: answer.modelVersion,
      allowed: String(modelVersion),
    });
  }
  if (answer.reportSha256 === report.reportSha256 && answer.pageSha256 === report.pageSha256) return;
  throw new PlatformError(ERROR_NAMES.answerRefused, {
    problem: `the answer to the promotion '${runId}' is about another report`,
    got: hashesOf(answer),
    allowed: hashesOf(report),
    hint: `read ${report.reportUri}, and answer that one`,
  });
}

function hashesOf({ reportSha256, pageSha256 }: Pick<SignedAnswer, 'reportSha256' | 'pageSha256'>): string {
  return pageSha256 === undefined ? reportSha256 : `${reportSha256} and ${pageSha256}`;
}
