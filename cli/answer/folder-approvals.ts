import { promotionKeys, registryKeys } from '../../core/contracts/keys.ts';
import { jsonBytes, readJson } from '../../lake/json-object.ts';
import { type ApprovalQuestion, approvalQuestionSchema } from '../../core/contracts/steps/promote.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { locate } from '../../lake/object-uri.ts';
import type { Stores } from '../../core/ports.ts';
import { localPorts } from '../../hosts/folder.ts';
import type { Answer, Approvals, Question } from './approvals.ts';
import { personOf } from '../place/person.ts';
import { pageOf } from './approval-question.ts';
import { requireRegistry } from '../place/local-folder.ts';
import { sha256 } from '../../tables/sha256.ts';

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

  async function keepAnswer({ dataset, runId, report }: ApprovalQuestion, answer: Answer): Promise<string | undefined> {
    const { reportUri, reportSha256, pageSha256 } = report;
    await requireAsAsked(stores, reportUri, reportSha256);
    const page = pageSha256 === undefined ? {} : { pageSha256 };
    if (pageSha256 !== undefined) await requireAsAsked(stores, pageOf(reportUri), pageSha256);
    const key = promotionKeys.approvalAnswer(dataset, runId);
    const by = personOf(answer.by);
    const isKept = await store.create(key, jsonBytes({ ...answer, by, reportSha256, ...page }));
    return isKept ? by : undefined;
  }

  return {
    open,
    find: async (dataset, runId) => (await open(dataset)).find((question) => question.runId === runId),
  };
}

/** What a person reads is what the question is about: nobody says yes to what was changed since. @throws AnswerRefused */
async function requireAsAsked(stores: Stores, uri: string, asked: string): Promise<void> {
  const { store, key } = locate(stores, uri);
  const found = sha256(await store.read(key));
  if (found === asked) return;
  throw new PlatformError(ERROR_NAMES.answerRefused, {
    problem: `the report ${uri} was changed after the question was asked`,
    got: found,
    allowed: asked,
    hint: 'find out who changed it; start the promotion again under another name',
  });
}
