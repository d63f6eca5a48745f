import * as z from 'zod';
import { jobsIn } from '../../verify-deploy/rights/needs-of-machines.ts';
import type { Call } from '../judged/call.ts';
import { idsOfType, type JudgedStack } from '../judged/stack.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions */
const OF_LAMBDA = [
  'AssignPrivateIpAddresses',
  'CreateNetworkInterface',
  'DeleteNetworkInterface',
  'DescribeNetworkInterfaces',
  'DescribeSubnets',
  'UnassignPrivateIpAddresses',
];

/** https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-createtrainingjob-perms */
const OF_SAGEMAKER = ['CreateNetworkInterfacePermission', 'DeleteNetworkInterface', 'DeleteNetworkInterfacePermission'];
const LOOKED_UP_BY_SAGEMAKER = [
  'DescribeDhcpOptions',
  'DescribeNetworkInterfaces',
  'DescribeSecurityGroups',
  'DescribeSubnets',
  'DescribeVpcs',
];

/** What Lambda and SageMaker do with a role where the literal names a network. */
export function callsInNetwork(stack: JudgedStack): readonly Call[] {
  const { template, names, environment } = stack;
  const { network, account, region } = environment;
  if (network === 'none') return [];
  const calls = (principal: string, actions: readonly string[], resources: readonly string[]) =>
    resources.flatMap((resource) => actions.map((action) => ({ principal, action: `ec2:${action}`, resource })));
  const functions = idsOfType(template, 'AWS::Lambda::Function').map((id) =>
    String(names.resolve(template.Resources[id]?.Properties.Role)),
  );
  const jobs = idsOfType(template, 'AWS::StepFunctions::StateMachine').flatMap((id) =>
    jobsIn(JSON.parse(z.string().parse(names.resolve(template.Resources[id]?.Properties.DefinitionString)))),
  );
  const at = (resource: string) => `arn:aws:ec2:${region}:${account}:${resource}`;
  const places = [
    ...network.subnetIds.map((id) => at(`subnet/${id}`)),
    ...network.securityGroupIds.map((id) => at(`security-group/${id}`)),
  ];
  return [
    ...functions.flatMap((role) => calls(role, OF_LAMBDA, ['*'])),
    ...jobs.flatMap(({ roleArn }) => [
      ...calls(roleArn, ['CreateNetworkInterface'], [...places, at(ANY_INTERFACE)]),
      ...calls(roleArn, OF_SAGEMAKER, [at(ANY_INTERFACE)]),
      ...calls(roleArn, LOOKED_UP_BY_SAGEMAKER, ['*']),
    ]),
  ];
}

const ANY_INTERFACE = 'network-interface/any';
