import { join } from 'node:path';
import type { ApprovalQuestion } from '../../core/contracts/steps/promote.ts';
import { approvalCommands } from '../../core/promote/approval-commands.ts';

/** Tells a person what waits, and the commands that answer it from the same folder. @param place as Ports has it */
export function approvalQuestion(question: ApprovalQuestion, outDir: string, place: string): string {
  const { dataset, modelVersion } = question;
  const { approve, reject } = approvalCommands(question, place);
  const report = join(outDir, readablePath(question.report.reportUri));
  return `\n\nVersion ${modelVersion} of '${dataset}' waits for approval; its report is ${report}\n  ${approve}\n  ${reject}\n`;
}

/** Both reports have a page beside them. */
function readablePath(reportUri: string): string {
  return reportUri.replace('s3://', '').replace(/(comparison|guard)\.json$/, '$1.html');
}
