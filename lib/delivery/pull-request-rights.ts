import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { machineName, packageGroupPrefix, pullRequestStacks } from '../../core/contracts/names.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';

/**
 * On the stacks of pull requests, and on nothing else of the account: data in, a run, and out again. They are deployed through the account's bootstrap
 * roles; what ends the executions and empties the buckets is not CloudFormation.
 */
export function pullRequestRights(scope: Construct, environment: PlatformEnvironment): readonly PolicyStatement[] {
  const stack = Stack.of(scope);
  const stacks = pullRequestStacks(environment);
  return [
    allow(
      STACK_ACTIONS,
      stack.formatArn({ service: 'cloudformation', resource: 'stack', resourceName: `${stacks}/*` }),
    ),
    ...onMachines(stack, stacks),
    ...onBuckets(stack, stacks),
    ...onPackages(stack, stacks),
  ];
}

const STACK_ACTIONS = [
  'cloudformation:DeleteStack',
  'cloudformation:DescribeStacks',
  'cloudformation:GetTemplate',
  'cloudformation:ListStackResources',
];

function onMachines(stack: Stack, stacks: string): readonly PolicyStatement[] {
  const states = (resource: string, resourceName: string) =>
    stack.formatArn({ service: 'states', resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  return [
    allow(['states:StartExecution'], states('stateMachine', machineName(stacks, 'pipeline'))),
    // Whatever still runs of it is ended before it goes.
    allow(['states:ListExecutions'], states('stateMachine', `${stacks}-*`)),
    allow(['states:DescribeExecution', 'states:StopExecution'], states('execution', `${stacks}-*:*`)),
  ];
}

function onBuckets(stack: Stack, stacks: string): readonly PolicyStatement[] {
  const buckets = stack.formatArn({ service: 's3', region: '', account: '', resource: `${stacks}-*` });
  const objects = ['AbortMultipartUpload', 'DeleteObject', 'DeleteObjectVersion', 'GetObject', 'PutObject'];
  return [
    allow(['s3:DeleteBucket', 's3:DeleteBucketPolicy', 's3:ListBucket', 's3:ListBucketVersions'], buckets),
    allow(
      objects.map((action) => `s3:${action}`),
      `${buckets}/*`,
    ),
    new PolicyStatement({
      // Keys have no names: S3 alone may use them for the role, and the role reaches these buckets alone.
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [stack.formatArn({ service: 'kms', resource: 'key', resourceName: '*' })],
      conditions: { StringEquals: { 'kms:ViaService': `s3.${stack.region}.${stack.urlSuffix}` } },
    }),
  ];
}

/** Made at run time, so that no stack knows them. */
function onPackages(stack: Stack, stacks: string): readonly PolicyStatement[] {
  const groups = `${packageGroupPrefix(stacks)}*`;
  const packages = (resource: string, resourceName: string) =>
    stack.formatArn({ service: 'sagemaker', resource, resourceName });
  return [
    allow(['sagemaker:ListModelPackageGroups'], '*'),
    allow(['sagemaker:DeleteModelPackageGroup'], packages('model-package-group', groups)),
    allow(['sagemaker:DeleteModelPackage', 'sagemaker:ListModelPackages'], packages('model-package', `${groups}/*`)),
  ];
}

function allow(actions: string[], resource: string): PolicyStatement {
  return new PolicyStatement({ actions, resources: [resource] });
}
