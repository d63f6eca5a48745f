import { promotionKeys } from '../../core/contracts/keys.ts';
import type * as z from 'zod';
import { jsonBytes } from '../../lake/json-object.ts';
import { type ApprovalQuestion, requestApprovalStep } from '../../core/contracts/steps/promote.ts';
import type { Ports } from '../../core/ports.ts';
import { uriOf } from '../../core/ports.ts';
import { approvalCommands } from '../../core/promote/approval-commands.ts';
import { onAws } from '../shell.ts';

type Input = z.infer<typeof requestApprovalStep.input>;
type Output = z.infer<typeof requestApprovalStep.output>;

/** Asks people whether the challenger may go live. The execution waits for the answer, not this function. */
export async function run(
  input: Input,
  { stores, notifier, place }: Pick<Ports, 'stores' | 'notifier' | 'place'>,
): Promise<Output> {
  const { dataset, runId, modelVersion, report } = input;
  const key = promotionKeys.approvalRequest(dataset, runId);
  const question: ApprovalQuestion = { dataset, runId, modelVersion, report };
  await stores.artifacts.write(key, jsonBytes(question));
  const { approve, reject } = approvalCommands(question, place);
  await notifier.notify(
    `${dataset}: version ${modelVersion} asks for approval`,
    `${passedText(input, uriOf(stores.artifacts, promotionKeys.guard(dataset, runId)))}: ${report.reportUri} (sha256 ${report.reportSha256})\n\n` +
      `Approve: ${approve}\nReject: ${reject}\n`,
  );
  return { requestUri: uriOf(stores.artifacts, key) };
}

/** A refresh is compared with nothing: whoever answers should not look for gates. */
function passedText({ report }: Input, guardUri: string): string {
  return report.reportUri === guardUri
    ? 'A refresh of the recipe in Production, which passed every check and guard. What the guard found'
    : 'It passed every check and gate. The comparison';
}

export const handler = onAws(requestApprovalStep, run);
