import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Stack, Validations } from 'aws-cdk-lib/core';
import type { Acknowledgment } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { LAYERS } from '../core/contracts/layers.ts';
import { bucketLogicalId, jobNamePrefix } from '../core/contracts/names.ts';
import { resourceOf } from './cfn-resource.ts';
import { SageMakerSite } from './compute/sagemaker-site.ts';
import { DeliveryTarget } from './delivery/target.ts';
import { wildcardsOfDelivery, wildcardsOfTarget } from './delivery/wildcards.ts';
import { Answering } from './operations/answering.ts';
import { ModelRegistry } from './data/model-registry.ts';

const BUCKETS = LAYERS.map(bucketLogicalId);

/**
 * Every finding of the rule pack that stays, with its reason, each by the very resource that it names: a wildcard that is not
 * listed here is an error of `npm run synth:check`.
 */
export function acknowledgeFindings(stack: Stack): void {
  Validations.of(stack).acknowledge(
    {
      id: 'AwsSolutions-SQS3',
      reason: 'the one queue is itself a dead-letter queue, of schedules, which the rule does not see',
    },
    ...BUCKETS.map((id) =>
      wildcard(`<${id}.Arn>/*`, 'all objects of one layer: their keys are data, made at run time'),
    ),
    wildcard(
      '*',
      'X-Ray, log delivery, the ECR log-in, composite alarms and what Lambda and SageMaker look up in EC2 know no resource; test/lib holds that nothing else is among them',
    ),
    wildcard(arn(stack, 'ec2', 'network-interface/*'), 'SageMaker makes the interfaces of a job at run time'),
    ...stack.node.findAll().flatMap(wildcardsOf),
    ...wildcardsOfDelivery(stack).map(({ resource, reason }) => wildcard(resource, reason)),
    ...['training', 'processing'].map((job) =>
      wildcard(
        arn(stack, 'sagemaker', `${job}-job/${jobNamePrefix(stack.stackName)}*`),
        "a job's name is made of its execution's, at run time",
      ),
    ),
    ...['Training', 'Processing'].map((job) =>
      wildcard(
        arn(stack, 'logs', `log-group:/aws/sagemaker/${job}Jobs:log-stream:${jobNamePrefix(stack.stackName)}*`),
        "a log stream's name begins with its job's, made at run time",
      ),
    ),
  );
}

function wildcardsOf(construct: IConstruct): Acknowledgment[] {
  if (construct instanceof LambdaFunction) {
    return [wildcard(`<${logicalId(construct)}.Arn>:*`, 'any version of one function')];
  }
  if (construct instanceof DeliveryTarget) {
    return wildcardsOfTarget(Stack.of(construct), construct.environment).map(({ resource, reason }) =>
      wildcard(resource, reason),
    );
  }
  if (construct instanceof ModelRegistry) {
    return construct.groups.map((name) =>
      wildcard(arn(Stack.of(construct), 'sagemaker', `model-package/${name}/*`), 'versions are numbered at run time'),
    );
  }
  if (construct instanceof SageMakerSite && construct.vpc !== undefined) {
    const { Subnets, SecurityGroupIds } = construct.vpc;
    const places = [...Subnets.map((id) => `subnet/${id}`), ...SecurityGroupIds.map((id) => `security-group/${id}`)];
    const { region } = Stack.of(construct);
    return places.map((place) =>
      wildcard(arn({ region, account: '*' }, 'ec2', place), 'one place, whichever account of the company shares it'),
    );
  }
  if (construct instanceof Answering && construct.executions !== undefined) {
    return [wildcard(arn(Stack.of(construct), 'states', construct.executions), 'executions are named at run time')];
  }
  if (construct instanceof StateMachine) {
    const name = `{"Fn::Select":[6,{"Fn::Split":[":",{"Ref":"${logicalId(construct)}"}]}]}`;
    const { stack } = construct;
    return [wildcard(arn(stack, 'states', `execution:${name}*`), "a child's executions are named at run time")];
  }
  return [];
}

function wildcard(resource: string, reason: string): Acknowledgment {
  return { id: `AwsSolutions-IAM5[Resource::${resource}]`, reason };
}

/** As the rule pack writes an ARN. */
function arn({ region, account }: Pick<Stack, 'region' | 'account'>, service: string, resource: string): string {
  return `arn:<AWS::Partition>:${service}:${region}:${account}:${resource}`;
}

function logicalId(construct: LambdaFunction | StateMachine): string {
  return String(construct.stack.resolve(resourceOf(construct).logicalId));
}
