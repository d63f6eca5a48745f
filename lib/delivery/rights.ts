import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { bootstrapRoleName, stackName, type TargetRole, targetRoleName } from '../../core/contracts/names.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import type { Images } from './images.ts';
import type { DeliveryStore } from './store.ts';

/** What the roles of the delivery may do, a statement each. */

const QUALIFIER = '@aws-cdk/core:bootstrapQualifier';
/** CDK's own, which it does not export. */
const DEFAULT_QUALIFIER = 'hnb659fds';

/** Everything of the releases but what the pipelines hand on, which the bucket holds too. */
export const RELEASES = ['builds/*', 'deployments/*', 'confirmed/*', 'runs/*', 'evidence/*'];

/** @param writes what of the releases: patterns of keys */
export function useReleases({ bucket, key }: DeliveryStore, writes: readonly string[]): readonly PolicyStatement[] {
  const objects = (patterns: readonly string[]) => patterns.map((pattern) => bucket.arnForObjects(pattern));
  return [
    new PolicyStatement({ actions: ['s3:GetObject'], resources: objects(RELEASES) }),
    new PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      conditions: { StringLike: { 's3:prefix': RELEASES } },
    }),
    ...(writes.length === 0
      ? []
      : [new PolicyStatement({ actions: ['s3:PutObject', 's3:AbortMultipartUpload'], resources: objects(writes) })]),
    new PolicyStatement({
      actions: ['kms:Decrypt', ...(writes.length === 0 ? [] : ['kms:GenerateDataKey'])],
      resources: [key.keyArn],
    }),
  ];
}

/** Keys of what the pipelines hand on. CodePipeline shortens a pipeline's name to 20 characters, and all of ours begin with the stack's. */
export function handedOn(stack: Stack): string {
  return `${stack.stackName.slice(0, 20)}*`;
}

export function objectsHandedOn({ bucket }: DeliveryStore): string {
  return bucket.arnForObjects(handedOn(Stack.of(bucket)));
}

export function readSource(store: DeliveryStore): readonly PolicyStatement[] {
  return [
    new PolicyStatement({ actions: ['s3:GetObject', 's3:GetObjectVersion'], resources: [objectsHandedOn(store)] }),
    new PolicyStatement({ actions: ['kms:Decrypt'], resources: [store.key.keyArn] }),
  ];
}

/** Through the roles that `cdk bootstrap` made in the environment's account, and through them alone. */
export function deployTo(scope: Construct, { account, region }: PlatformEnvironment): PolicyStatement {
  const given: unknown = scope.node.tryGetContext(QUALIFIER);
  const qualifier = typeof given === 'string' ? given : DEFAULT_QUALIFIER;
  const roles = (['deploy', 'file-publishing'] as const).map((role) =>
    bootstrapRoleName(role, { qualifier, account, region }),
  );
  return assume(roles.map((role) => roleArn(scope, account, role)));
}

/** Starts its machines, or reads what its runs left. */
export function takeTargetRole(scope: Construct, environment: PlatformEnvironment, may: TargetRole): PolicyStatement {
  return assume([targetRoleArn(scope, environment, may)]);
}

export function targetRoleArn(scope: Construct, environment: PlatformEnvironment, may: TargetRole): string {
  return roleArn(scope, environment.account, targetRoleName(stackName(environment), may));
}

export function roleArn(scope: Construct, account: string, role: string): string {
  return Stack.of(scope).formatArn({ service: 'iam', region: '', account, resource: 'role', resourceName: role });
}

function assume(resources: string[]): PolicyStatement {
  return new PolicyStatement({ actions: ['sts:AssumeRole'], resources });
}

const PUSH = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:CompleteLayerUpload',
  'ecr:DescribeImages',
  'ecr:GetDownloadUrlForLayer',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];

export function pushImages({ repository }: Images): readonly PolicyStatement[] {
  return [
    new PolicyStatement({ actions: PUSH, resources: [repository.repositoryArn] }),
    // AWS knows the log-in for '*' only.
    new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
  ];
}

export function readScans({ repository }: Images): PolicyStatement {
  return new PolicyStatement({
    actions: ['ecr:DescribeImageScanFindings'],
    resources: [repository.repositoryArn],
  });
}
