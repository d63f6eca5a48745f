import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { machineName, stackName } from '../../core/contracts/names.ts';
import type { ExecutionFacts } from '../../core/delivery/executions.ts';
import type { EnvironmentRuns, TargetAccount } from '../../hosts/environment-runs.ts';

interface Wanted {
  readonly execution: string;
  /** Its short name. */
  readonly machine: string;
  readonly environment: TargetAccount;
}

/** An execution that has ended, of that machine of that environment and no other. @throws ExecutionRefused */
export async function endedExecution(
  { execution, machine, environment }: Wanted,
  { executions }: EnvironmentRuns,
): Promise<ExecutionFacts & { readonly stoppedAtMs: number }> {
  const found = await executions.describe(execution);
  const allowed = machineName(stackName(environment), machine);
  if (found.machine !== allowed) {
    throw new PlatformError(ERROR_NAMES.executionRefused, {
      problem: `the execution is of another machine than the ${machine} machine of ${environment.name}`,
      got: found.machine,
      allowed,
    });
  }
  const { stoppedAtMs } = found;
  if (stoppedAtMs !== undefined) return { ...found, stoppedAtMs };
  throw new PlatformError(ERROR_NAMES.executionRefused, {
    problem: 'the execution has not ended',
    got: `${execution}: ${found.status}`,
    hint: 'wait for its end',
  });
}

/** @throws ExecutionRefused */
export function requireSuccess({ arn, status, error }: ExecutionFacts): void {
  if (status === 'SUCCEEDED') return;
  throw new PlatformError(ERROR_NAMES.executionRefused, {
    problem: 'the execution did not succeed, and confirms nothing',
    got: `${arn}: ${status}${error === undefined ? '' : ` (${error})`}`,
    allowed: 'SUCCEEDED',
  });
}
