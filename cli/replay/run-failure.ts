import { join } from 'node:path';
import * as z from 'zod';
import { ERROR_NAMES } from '../../core/contracts/errors.ts';
import type { LocalRun } from '../../local/platform/platform.ts';
import { RunFailed } from '../errors.ts';

const lambdaCause = z.object({ errorType: z.string(), errorMessage: z.string() });
const jobCause = z.object({ FailureReason: z.string() });

/** The innermost failure, or all windows that failed, by the name and message that its thrower gave it. */
export function failureOf({ failed, execution }: LocalRun, outDir: string): RunFailed {
  // Of failed windows it names every one.
  const told = execution.error === ERROR_NAMES.windowsFailed ? execution : (failed ?? execution);
  const { error = execution.status, cause = '' } = told;
  const record = `the histories in ${join(outDir, 'executions')} show every state`;
  return new RunFailed(error, `${messageIn(cause)} (${record})`);
}

/** The message in a failure's cause: of a Lambda function, of a job, or the cause as it is. */
export function messageIn(cause: string): string {
  try {
    const parsed: unknown = JSON.parse(cause);
    const thrown = lambdaCause.safeParse(parsed);
    if (thrown.success) return thrown.data.errorMessage;
    const job = jobCause.safeParse(parsed);
    return job.success ? job.data.FailureReason : cause;
  } catch {
    return cause;
  }
}
