import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { stackName } from '../../core/contracts/names.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { accountStack } from '../../hosts/account.ts';
import { isFilled } from './buckets.ts';
import type { Clients } from './clients.ts';
import type { Standing } from './refusal.ts';
import { resourcesOf, type StackResource } from './stack.ts';

export interface Found extends Standing {
  readonly stackId: string;
  readonly resources: readonly StackResource[];
}

/** Everything that the decision needs. @throws EnvironmentUnreachable where there is no stack, or another account's */
export async function standingOf(clients: Clients, environment: PlatformEnvironment): Promise<Found> {
  const { name, region } = environment;
  const stack = stackName(environment);
  const { StackId = stack, StackStatus, EnableTerminationProtection } = await accountStack(environment, clients.stacks);
  const resources = await resourcesOf(clients.stacks, stack);
  return {
    environment: name,
    stack,
    region,
    stackId: StackId,
    status: StackStatus ?? 'unknown',
    isProtected: EnableTerminationProtection === true,
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
