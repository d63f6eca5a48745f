import type { Stack } from 'aws-cdk-lib/core';
import { MACHINES } from '../../core/contracts/machine-inputs.ts';
import { promotionKeys, runKeys } from '../../core/contracts/keys.ts';
import {
  bucketLogicalId,
  DELIVERY_LOGICAL_IDS,
  machineName,
  packageGroupPrefix,
  pullRequestStacks,
} from '../../core/contracts/names.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { ALL_BUILDS } from './commands.ts';
import { handedOn, RELEASES } from './rights.ts';

/** A wildcard in a policy, as the rule pack writes it, and why it is one. */
export interface Wildcard {
  readonly resource: string;
  readonly reason: string;
}

/** Of the delivery's own stack. */
export function wildcardsOfDelivery(stack: Stack): readonly Wildcard[] {
  const keys = new Set([...RELEASES, ...Object.values(ALL_BUILDS).flatMap(({ writes }) => writes)]);
  return [
    ...[...keys].map((key) => ({
      resource: `<${DELIVERY_LOGICAL_IDS.releases}.Arn>/${key}`,
      reason: "a release's keys are made of its commit",
    })),
    {
      resource: `<${DELIVERY_LOGICAL_IDS.releases}.Arn>/${handedOn(stack)}`,
      reason: 'CodePipeline names what a pipeline hands on',
    },
  ];
}

/** Of what an environment lets the delivery do. */
export function wildcardsOfTarget(stack: Stack, environment: PlatformEnvironment): readonly Wildcard[] {
  const { account, region } = stack;
  const arn = (service: string, resource: string) => `arn:<AWS::Partition>:${service}:${region}:${account}:${resource}`;
  const pulls = pullRequestStacks(environment);
  const pipeline = machineName(pulls, 'pipeline');
  const because = (reason: string, resources: readonly string[]) => resources.map((resource) => ({ resource, reason }));
  return [
    ...because(
      'executions are named at run time',
      MACHINES.map((machine) => arn('states', `execution:${machineName(stack.stackName, machine)}:*`)),
    ),
    ...because(
      'runs are named at run time',
      [runKeys, promotionKeys].map(({ all }) => `<${bucketLogicalId('artifacts')}.Arn>/${all('*')}*`),
    ),
    ...because('the last part of a stack id is made with the stack', [
      arn('cloudformation', `stack/${stack.stackName}/*`),
    ]),
    ...because("pull requests' stacks carry their number, and CloudFormation names their buckets", [
      arn('cloudformation', `stack/${pulls}/*`),
      arn('states', `stateMachine:${pipeline}`),
      arn('states', `stateMachine:${pulls}-*`),
      arn('states', `execution:${pulls}-*:*`),
      arn('sagemaker', `model-package-group/${packageGroupPrefix(pulls)}*`),
      arn('sagemaker', `model-package/${packageGroupPrefix(pulls)}*/*`),
      `arn:<AWS::Partition>:s3:::${pulls}-*`,
      `arn:<AWS::Partition>:s3:::${pulls}-*/*`,
    ]),
    ...because('keys have no names: S3 alone may use them, for those buckets', [arn('kms', 'key/*')]),
  ];
}
