import { join } from 'node:path';
import type { ApprovalQuestion } from '../../core/contracts/steps/promote.ts';
import { approvalCommands } from '../../core/promote/approval-commands.ts';
import type { Screen } from '../progress/screen.ts';

interface Answering {
  readonly outDir: string;
  /** As Ports has it. */
  readonly place: string;
}

/** Tells a person what waits, where its report is, and the commands that answer it from the same folder. */
export function askApproval(screen: Screen, question: ApprovalQuestion, { outDir, place }: Answering): void {
  const { dataset, modelVersion } = question;
  const { approve, reject } = approvalCommands(question, place);
  screen.say(`\nVersion ${modelVersion} of '${dataset}' waits for approval`);
  screen.point('  Its report:', join(outDir, readablePath(question.report.reportUri)));
  screen.say(`${approve}\n${reject}\n`, 1);
}

/** Both reports have a page beside them. */
function readablePath(reportUri: string): string {
  return pageOf(reportUri).replace('s3://', '');
}

export function pageOf(reportUri: string): string {
  return reportUri.replace(/(comparison|guard)\.json$/, '$1.html');
}
