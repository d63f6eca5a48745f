import { join } from 'node:path';
import { promotionKeys } from '../../core/contracts/keys.ts';
import { npmRun } from '../command-line.ts';

interface Question {
  readonly dataset: string;
  readonly runId: string;
  readonly modelVersion: number;
}

/** Tells a person what waits, and the commands that answer it from the same folder. */
export function approvalQuestion({ dataset, runId, modelVersion }: Question, outDir: string): string {
  const words = ['--dataset', dataset, '--run', runId, '--folder', outDir];
  return (
    `\n\nVersion ${modelVersion} of '${dataset}' waits for approval; the comparison is ` +
    `${join(outDir, 'artifacts', promotionKeys.reportPage(dataset, runId))}\n` +
    `  ${npmRun('approve', words)}\n  ${npmRun('reject', words)} --reason '...'\n`
  );
}
