import type { SignedAnswer } from '../../core/contracts/answering.ts';
import type { ApprovalQuestion } from '../../core/contracts/steps/promote.ts';
import { accountAnswerFunction } from '../../hosts/account.ts';
import type { Environment } from '../../environments/environment.ts';
import type { Answer, Approvals, Question } from './approvals.ts';

/** Questions as the environment's function tells them, which answers for whoever signs. @throws EnvironmentUnreachable */
export function awsApprovals(environment: Environment, desk = accountAnswerFunction(environment)): Approvals {
  async function open(dataset: string): Promise<readonly Question[]> {
    const { questions, signFor } = await desk.open(dataset);
    return questions.map((question) => ({
      ...question,
      async answer(answer) {
        const { outcome, by } = await desk.answer(signed(question, answer), signFor);
        return outcome === 'answered' ? by : undefined;
      },
    }));
  }

  return { open, find: async (dataset, runId) => (await open(dataset)).find((question) => question.runId === runId) };
}

/** Who answers, the signature says; a name is only said beside it. */
function signed({ dataset, runId, modelVersion, report }: ApprovalQuestion, answer: Answer): SignedAnswer {
  const { approved, comment, by } = answer;
  const { reportSha256, pageSha256 } = report;
  const read = { reportSha256, ...(pageSha256 === undefined ? {} : { pageSha256 }) };
  return { dataset, runId, modelVersion, ...read, approved, comment, ...(by === undefined ? {} : { name: by }) };
}
