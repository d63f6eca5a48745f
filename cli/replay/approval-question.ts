import { join } from 'node:path';
import { promotionKeys } from '../../core/contracts/keys.ts';
import { approvalCommands } from '../../core/promote/approval-commands.ts';

interface Question {
  readonly dataset: string;
  readonly runId: string;
  readonly modelVersion: number;
}

/** Tells a person what waits, and the commands that answer it from the same folder. @param place as Ports has it */
export function approvalQuestion(question: Question, outDir: string, place: string): string {
  const { dataset, runId, modelVersion } = question;
  const { approve, reject } = approvalCommands(question, place);
  const report = join(outDir, 'artifacts', promotionKeys.reportPage(dataset, runId));
  return `\n\nVersion ${modelVersion} of '${dataset}' waits for approval; the comparison is ${report}\n  ${approve}\n  ${reject}\n`;
}
