import { promotionKeys, registryKeys } from '../../core/contracts/keys.ts';
import { jsonBytes, readJson } from '../../lake/json-object.ts';
import { type ApprovalQuestion, approvalQuestionSchema } from '../../core/contracts/steps/promote.ts';
import { localPorts } from '../../hosts/folder.ts';
import type { Answer, Approvals, Question } from './approvals.ts';
import { requireRegistry } from '../place/local-folder.ts';

/**
 * Questions as files: the step's `approvals/<dataset>/<runId>/request.json`, and `answer.json` beside it, which is written once
 * and which the waiting process reads (local/platform/approvals.ts).
 */
export async function folderApprovals(folder: string): Promise<Approvals> {
  await requireRegistry(folder);
  const { production, stores } = localPorts(folder, []);
  const store = stores.artifacts;

  async function open(dataset: string): Promise<readonly Question[]> {
    const keysBelow = async (prefix: string) => new Set((await store.list(prefix)).map(({ key }) => key));
    const files = await keysBelow(promotionKeys.approvals(dataset));
    // What went on without an answer, by itself or because its time was over, waits no more either.
    const refused = await keysBelow(registryKeys.refusals(dataset));
    const promoted = new Set((await production.history(dataset)).map(({ transitionId }) => transitionId));
    const requests = [...files].filter((key) => key.endsWith('/request.json'));
    const asked = await Promise.all(requests.map((key) => readJson(store, key, approvalQuestionSchema)));
    const waiting = asked.filter(
      ({ runId }) =>
        !files.has(promotionKeys.approvalAnswer(dataset, runId)) &&
        !refused.has(registryKeys.refusal(dataset, runId)) &&
        !promoted.has(runId),
    );
    return waiting.map((question) => ({ ...question, answer: (answer) => keepAnswer(question, answer) }));
  }

  function keepAnswer({ dataset, runId, report }: ApprovalQuestion, answer: Answer): Promise<boolean> {
    const key = promotionKeys.approvalAnswer(dataset, runId);
    return store.create(key, jsonBytes({ ...answer, reportSha256: report.reportSha256 }));
  }

  return {
    open,
    find: async (dataset, runId) => (await open(dataset)).find((question) => question.runId === runId),
  };
}
