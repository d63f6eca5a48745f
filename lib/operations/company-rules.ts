import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import { Tags } from 'aws-cdk-lib/core';
import type { Stack } from 'aws-cdk-lib/core';
import type { PlatformEnvironment } from '../../environments/environment.ts';

/** What a company asks of every resource of a stack, whoever adds it: its tags, and the boundary of all roles. */
export function applyCompanyRules(
  stack: Stack,
  { tags, permissionsBoundary }: Pick<PlatformEnvironment, 'tags' | 'permissionsBoundary'>,
): void {
  for (const [key, value] of Object.entries(tags)) Tags.of(stack).add(key, value);
  if (permissionsBoundary === 'none') return;
  PermissionsBoundary.of(stack).apply(
    ManagedPolicy.fromManagedPolicyArn(stack, 'PermissionsBoundary', permissionsBoundary),
  );
}
