import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import type { PlatformEnvironment } from '../environments/environment.ts';
import { resourceOf } from './cfn-resource.ts';

/** As both of SageMaker's requests describe it. */
export interface JobVpc {
  readonly Subnets: readonly string[];
  readonly SecurityGroupIds: readonly string[];
}

/** Where functions and jobs run: in the subnets of a company, or where AWS runs them. */
export class Network {
  constructor(private readonly place: PlatformEnvironment['network']) {}

  /** The function runs there, and Lambda may make the network interfaces with the function's role. */
  grantFunction(lambda: LambdaFunction): void {
    if (this.place === 'none') return;
    const { subnetIds, securityGroupIds } = this.place;
    resourceOf(lambda).addPropertyOverride('VpcConfig', { SubnetIds: subnetIds, SecurityGroupIds: securityGroupIds });
    // AWSLambdaVPCAccessExecutionRole without its logs: Lambda asks for these on all resources, before there is an interface.
    lambda.addToRolePolicy(new PolicyStatement({ actions: INTERFACES_OF_LAMBDA, resources: ['*'] }));
    lambda.addToRolePolicy(
      new PolicyStatement({
        sid: 'LambdaItselfAlone',
        effect: Effect.DENY,
        actions: INTERFACES_OF_LAMBDA,
        resources: ['*'],
        // Set whenever the function's own code calls: https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
        conditions: { Null: { 'lambda:SourceFunctionArn': 'false' } },
      }),
    );
  }

  /** What the job's request says of the network, if anything; SageMaker may make the network interfaces with the job's role. */
  grantJob(role: IRole): JobVpc | undefined {
    if (this.place === 'none') return undefined;
    const { subnetIds, securityGroupIds } = this.place;
    const stack = Stack.of(role);
    const interfaces = stack.formatArn({ service: 'ec2', resource: 'network-interface', resourceName: '*' });
    // A subnet that another account shares is in EC2's eyes that account's: the id alone says which one is meant.
    const shared = (resource: string) => (id: string) =>
      stack.formatArn({ service: 'ec2', account: '*', resource, resourceName: id });
    const places = [...subnetIds.map(shared('subnet')), ...securityGroupIds.map(shared('security-group'))];
    for (const [actions, resources] of [
      [['ec2:CreateNetworkInterface'], [interfaces, ...places]],
      [INTERFACES_OF_SAGEMAKER, [interfaces]],
      [LOOKED_UP_BY_SAGEMAKER, ['*']],
    ] as const) {
      role.addToPrincipalPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
    }
    return { Subnets: subnetIds, SecurityGroupIds: securityGroupIds };
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions */
const INTERFACES_OF_LAMBDA = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/** https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-createtrainingjob-perms */
const INTERFACES_OF_SAGEMAKER = [
  'ec2:CreateNetworkInterfacePermission',
  'ec2:DeleteNetworkInterface',
  'ec2:DeleteNetworkInterfacePermission',
];
/** EC2 describes all or nothing. */
const LOOKED_UP_BY_SAGEMAKER = [
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeVpcs',
  'ec2:DescribeDhcpOptions',
  'ec2:DescribeSubnets',
  'ec2:DescribeSecurityGroups',
];
