import { type CloudFormationClient, DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation';

/**
 * The name that AWS gave to a resource of a stack, by what the template calls it: so nobody has to be told the name of a bucket.
 * It takes the right cloudformation:DescribeStackResource.
 */
export async function physicalName(client: CloudFormationClient, stack: string, logicalId: string): Promise<string> {
  const asked = new DescribeStackResourceCommand({ StackName: stack, LogicalResourceId: logicalId });
  const { StackResourceDetail: found } = await client.send(asked);
  if (found?.PhysicalResourceId === undefined) throw new Error(`the stack ${stack} has no ${logicalId} yet`);
  return found.PhysicalResourceId;
}
