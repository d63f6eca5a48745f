import { join } from 'node:path';
import * as z from 'zod';
import type { LocalRun } from '../../local/platform/platform.ts';
import { RunFailed } from '../errors.ts';

const lambdaCause = z.object({ errorType: z.string(), errorMessage: z.string() });
const jobCause = z.object({ FailureReason: z.string() });

/** The innermost failure, by the name and message that its thrower gave it. */
export function failureOf({ failed, execution }: LocalRun, outDir: string): RunFailed {
  const { error = execution.status, cause = '' } = failed ?? execution;
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
