import { join } from 'node:path';
import * as z from 'zod';
import { ERROR_NAMES } from '../../core/contracts/errors.ts';
import type { Execution } from '../../asl/index.ts';
import type { LocalRun } from '../../local/platform/platform.ts';
import { RunFailed } from '../errors.ts';

const lambdaCause = z.object({ errorType: z.string(), errorMessage: z.string() });
const jobCause = z.object({ FailureReason: z.string() });

/** The innermost failure, or all windows that failed, by the name and message that its thrower gave it. */
export function failureOf(run: LocalRun, outDir: string, hint = ''): RunFailed {
  const { error, message, state } = innermost(run);
  const where = state === undefined ? 'The histories' : `It was in the state '${state}'; the histories`;
  return new RunFailed(error, `${message}${hint}\n${where} in ${join(outDir, 'executions')} show every state.`);
}

interface Innermost {
  readonly error: string;
  readonly message: string;
  readonly state: string | undefined;
}

/** Where the run failed first. */
export function innermost({ failed, execution }: LocalRun): Innermost {
  // Of failed windows it names every one.
  const told = execution.error === ERROR_NAMES.windowsFailed ? execution : (failed ?? execution);
  const { error = execution.status, cause = '' } = told;
  return { error, message: messageIn(cause), state: failedState(told) };
}

/** The state whose task failed as the execution did; what ended otherwise has none. */
function failedState({ events, error }: Execution): string | undefined {
  let event = events.findLast(({ taskFailedEventDetails }) => taskFailedEventDetails?.error === error);
  while (event !== undefined && event.stateEnteredEventDetails === undefined) {
    const { previousEventId } = event;
    event = events.find(({ id }) => id === previousEventId);
  }
  return event === undefined ? undefined : String(event.stateEnteredEventDetails?.name);
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
