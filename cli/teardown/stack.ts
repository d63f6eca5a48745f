import {
  type CloudFormationClient,
  CloudFormationServiceException,
  DeleteStackCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateListStackResources,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import * as z from 'zod';

/** A resource of the stack: what CloudFormation calls it, what AWS does, and whether it outlives the stack. */
export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  readonly id: string;
  readonly isKept: boolean;
}

/** undefined where there is none of this id, which also finds a deleted one. */
async function findStack(client: CloudFormationClient, stackId: string): Promise<Stack | undefined> {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackId }));
    return Stacks?.[0];
  } catch (error) {
    if (error instanceof CloudFormationServiceException && /does not exist/.test(error.message)) return undefined;
    throw error;
  }
}

/** A stack that was looked at and never deployed has no resources yet. */
const templateSchema = z.object({
  Resources: z.record(z.string(), z.object({ DeletionPolicy: z.string().optional() })).default({}),
});

/** What of the stack is there: after a deletion that failed, and a first deployment that was taken back, less than its template says. */
export async function resourcesOf(client: CloudFormationClient, stack: string): Promise<readonly StackResource[]> {
  const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName: stack, TemplateStage: 'Processed' }));
  const { Resources } = templateSchema.parse(JSON.parse(TemplateBody ?? '{}'));
  const found: StackResource[] = [];
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: stack })) {
    for (const {
      ResourceStatus,
      LogicalResourceId: logicalId,
      ResourceType: type,
      PhysicalResourceId: id,
    } of StackResourceSummaries) {
      const isThere = ResourceStatus !== 'DELETE_COMPLETE';
      if (!isThere || logicalId === undefined || type === undefined || id === undefined) continue;
      found.push({ logicalId, type, id, isKept: /^Retain/.test(Resources[logicalId]?.DeletionPolicy ?? '') });
    }
  }
  return found;
}

const POLL_MS = 3000;

/** @returns undefined when the stack is gone; else why not */
export async function deleteStack(
  client: CloudFormationClient,
  stackId: string,
  pause: (ms: number) => Promise<unknown>,
): Promise<string | undefined> {
  await client.send(new DeleteStackCommand({ StackName: stackId }));
  for (;;) {
    const { StackStatus: status = 'DELETE_COMPLETE', StackStatusReason } = (await findStack(client, stackId)) ?? {};
    if (status === 'DELETE_COMPLETE') return undefined;
    if (status !== 'DELETE_IN_PROGRESS') return `${status}: ${StackStatusReason ?? 'no reason was given'}`;
    await pause(POLL_MS);
  }
}
