import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { machineName, pullRequestPrefix, stackName } from '../../core/contracts/names.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';

/**
 * On the stacks of pull requests, and on nothing else of the account: data in, a run, and out again. They are deployed through the account's bootstrap
 * roles; what empties a bucket is not CloudFormation.
 */
export function pullRequestRights(scope: Construct, environment: PlatformEnvironment): readonly PolicyStatement[] {
  const stack = Stack.of(scope);
  const stacks = stackName({ ...environment, namePrefix: pullRequestPrefix(environment.namePrefix, '*') });
  const pipeline = machineName(stacks, 'pipeline');
  const states = (resource: string, resourceName: string) =>
    stack.formatArn({ service: 'states', resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  const buckets = stack.formatArn({ service: 's3', region: '', account: '', resource: `${stacks}-*` });
  return [
    new PolicyStatement({
      actions: [
        'cloudformation:DeleteStack',
        'cloudformation:DescribeStacks',
        'cloudformation:GetTemplate',
        'cloudformation:ListStackResources',
      ],
      resources: [stack.formatArn({ service: 'cloudformation', resource: 'stack', resourceName: `${stacks}/*` })],
    }),
    new PolicyStatement({
      actions: ['states:ListExecutions', 'states:StartExecution'],
      resources: [states('stateMachine', pipeline)],
    }),
    new PolicyStatement({
      actions: ['states:DescribeExecution', 'states:StopExecution'],
      resources: [states('execution', `${pipeline}:*`)],
    }),
    new PolicyStatement({ actions: ['s3:ListBucket', 's3:ListBucketVersions'], resources: [buckets] }),
    new PolicyStatement({
      actions: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:GetObject', 's3:PutObject'],
      resources: [`${buckets}/*`],
    }),
    new PolicyStatement({
      // Keys have no names: S3 alone may use them for the role, and the role reaches these buckets alone.
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [stack.formatArn({ service: 'kms', resource: 'key', resourceName: '*' })],
      conditions: { StringEquals: { 'kms:ViaService': `s3.${stack.region}.${stack.urlSuffix}` } },
    }),
  ];
}
