import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { stackName } from '../../core/contracts/names.ts';
import type { Environment } from '../../environments/environment.ts';
import { isFilled } from './buckets.ts';
import type { Clients } from './clients.ts';
import type { Standing } from './refusal.ts';
import { findStack, resourcesOf, type StackResource } from './stack.ts';

export interface Found extends Standing {
  readonly stackId: string;
  readonly resources: readonly StackResource[];
}

/** Everything that the decision needs. @throws TeardownRefused where there is no stack, or another account's */
export async function standingOf(clients: Clients, environment: Environment): Promise<Found> {
  const { name, account, region } = environment;
  const stack = stackName(environment);
  const found = await findStack(clients.stacks, stack);
  if (found?.StackId === undefined) throw notThere(stack, region);
  requireAccount(found.StackId, { stack, account });
  const resources = await resourcesOf(clients.stacks, stack);
  return {
    environment: name,
    stack,
    region,
    stackId: found.StackId,
    status: found.StackStatus ?? 'unknown',
    isProtected: found.EnableTerminationProtection === true,
    running: await runningExecutions(clients.machines, resources),
    filled: await filledBuckets(clients.buckets, resources),
    resources,
  };
}

export function bucketsIn(resources: readonly StackResource[]): readonly StackResource[] {
  return resources.filter(({ type }) => type === 'AWS::S3::Bucket');
}

async function runningExecutions(client: Clients['machines'], resources: readonly StackResource[]): Promise<string[]> {
  const machines = resources.filter(({ type }) => type === 'AWS::StepFunctions::StateMachine');
  const pages = await Promise.all(
    machines.map(({ id }) => client.send(new ListExecutionsCommand({ stateMachineArn: id, statusFilter: 'RUNNING' }))),
  );
  return pages.flatMap(({ executions = [] }) => executions.flatMap(({ executionArn }) => executionArn ?? []));
}

async function filledBuckets(client: Clients['buckets'], resources: readonly StackResource[]): Promise<string[]> {
  const filled: string[] = [];
  for (const { id, isKept } of bucketsIn(resources)) if (!isKept && (await isFilled(client, id))) filled.push(id);
  return filled;
}

/** Two accounts may hold a stack of the same name, and nobody deletes a stranger's by a wrong profile. */
function requireAccount(
  stackId: string,
  { stack, account }: { readonly stack: string; readonly account: string },
): void {
  const [, , , , found] = stackId.split(':');
  if (found === account) return;
  throw new PlatformError(ERROR_NAMES.teardownRefused, {
    problem: `the stack ${stack} that these credentials see is of another account`,
    got: found,
    allowed: `${account}, as environments/accounts.ts says`,
    hint: 'take credentials of that account, for instance by AWS_PROFILE',
  });
}

function notThere(stack: string, region: string): PlatformError {
  return new PlatformError(ERROR_NAMES.teardownRefused, {
    problem: `there is no stack ${stack} in ${region}, in the account of these credentials`,
    hint: 'was it torn down already? what that kept, it listed; else compare the account with: aws sts get-caller-identity',
  });
}
