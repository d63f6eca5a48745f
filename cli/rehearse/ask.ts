import { createInterface } from 'node:readline/promises';
import { UsageError } from '../errors.ts';

/** Who answers an approval. */
export type Answers = (question: string) => Promise<boolean>;

export interface Terminal {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: NodeJS.WritableStream;
}

/** @throws UsageError where nobody could answer: before anything starts */
export function answersOf(yes: boolean, { stdin, stdout }: Terminal): Answers {
  if (yes) return async () => true;
  if (stdin.isTTY !== true) {
    throw new UsageError('the pipeline asks for an approval, and there is no terminal to ask at; --yes answers it');
  }
  return async (question) => {
    const terminal = createInterface({ input: stdin, output: stdout });
    // Otherwise Ctrl-C would only close the question.
    terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    try {
      return /^y(es)?$/i.test((await terminal.question(question)).trim());
    } finally {
      terminal.close();
    }
  };
}
