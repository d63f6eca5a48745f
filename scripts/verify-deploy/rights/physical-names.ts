import * as z from 'zod';
import type { Site } from '../check.ts';

const pageSchema = z.object({
  StackResourceSummaries: z.array(z.object({ LogicalResourceId: z.string(), PhysicalResourceId: z.string() })),
  NextToken: z.string().optional(),
});

/** What the account calls the stack's resources. @returns by logical id; throws for one that the stack has not */
export async function physicalNames({ emulators: { api }, deployment }: Site): Promise<(logicalId: string) => string> {
  const names = new Map<string, string>();
  let next: string | undefined;
  do {
    const asked = { StackName: deployment.stackName, ...(next === undefined ? {} : { NextToken: next }) };
    const page = pageSchema.parse(await api.call('cloudformation', 'ListStackResources', asked));
    for (const found of page.StackResourceSummaries) names.set(found.LogicalResourceId, found.PhysicalResourceId);
    next = page.NextToken;
  } while (next !== undefined);
  return (logicalId) => {
    const name = names.get(logicalId);
    if (name === undefined) throw new Error(`the stack ${deployment.stackName} has no ${logicalId}`);
    return name;
  };
}
