import { describe, expect, it } from '@jest/globals';
import { dev } from '../../../environments/dev.ts';
import { readTemplate } from '../../../local/platform/template.ts';
import { COMPANY } from '../../support/company-environment.ts';
import {
  NAMES,
  actionsOf,
  resourcesOf,
  stackOf,
  statementsIn,
  statementsOf,
  statesOf,
  templateOf,
} from '../support.ts';
import type { GraphJson } from '../support.ts';
import { companyTemplate } from './template.ts';

const SUBNETS = ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'];
const GROUPS = ['sg-0123456789abcdef0'];

function functionsOf(template: ReturnType<typeof templateOf>) {
  return resourcesOf(template, 'AWS::Lambda::Function').map(({ properties }) => properties.VpcConfig);
}

/** A line for each statement with rights in EC2: other actions on all resources stand in the same statement. */
function ec2Rights(template: ReturnType<typeof templateOf>, rolePrefix: string): readonly Ec2Right[] {
  return statementsOf(template, rolePrefix).flatMap((statement) => {
    const { Effect: effect, Resource: on, Condition: condition } = statement;
    const actions = actionsOf(statement).filter((action) => action.startsWith('ec2:'));
    return actions.length === 0 ? [] : [{ effect, actions, on, ...(condition === undefined ? {} : { condition }) }];
  });
}

interface Ec2Right {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly on: unknown;
  readonly condition?: unknown;
}

const jobsOnLambda = stackOf({ ...COMPANY, compute: dev.compute }).template;

describe('the network of a company', () => {
  it('holds every function, those of the jobs too', () => {
    for (const [template, count] of [
      [companyTemplate(), 33],
      [jobsOnLambda, 35],
    ] as const) {
      expect(functionsOf(template)).toStrictEqual(
        new Array(count).fill({ SubnetIds: SUBNETS, SecurityGroupIds: GROUPS }),
      );
    }
  });

  it('holds every job, whose container stays cut off from it', () => {
    const machines = Object.values(readTemplate(companyTemplate()).machines);
    const jobs = machines
      .flatMap(({ definition }) => statesOf(definition as GraphJson))
      .filter(({ state: { Resource = '' } }) => /sagemaker:create\w+Job/.test(Resource))
      .map(({ state }) => state.Arguments ?? {});
    const vpc = { Subnets: SUBNETS, SecurityGroupIds: GROUPS };
    expect(
      jobs.map(({ EnableNetworkIsolation, VpcConfig, NetworkConfig }) => ({
        EnableNetworkIsolation,
        VpcConfig,
        NetworkConfig,
      })),
    ).toEqual([
      { EnableNetworkIsolation: true, VpcConfig: vpc },
      { EnableNetworkIsolation: true, VpcConfig: vpc },
      { EnableNetworkIsolation: true, VpcConfig: vpc },
      { NetworkConfig: { EnableNetworkIsolation: true, VpcConfig: vpc } },
      { NetworkConfig: { EnableNetworkIsolation: true, VpcConfig: vpc } },
    ]);
  });

  it('gives Lambda what it needs to make network interfaces, and denies it to the code of the functions', () => {
    const actions = [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ];
    const roles = statementsIn(companyTemplate()).filter(({ role }) => role.Ref.startsWith('Steps'));
    const names = [...new Set(roles.map(({ role }) => role.Ref))];
    expect(names).toHaveLength(32);
    for (const name of names) {
      expect(ec2Rights(companyTemplate(), name)).toEqual([
        { effect: 'Allow', actions, on: '*' },
        { effect: 'Deny', actions, on: '*', condition: { Null: { 'lambda:SourceFunctionArn': 'false' } } },
      ]);
    }
  });

  it('gives SageMaker what it needs to make those of a job, in these subnets alone', () => {
    const arnOf = (account: string, resource: string) => ({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:ec2:eu-central-1:${account}:${resource}`]],
    });
    const interfaces = arnOf('444455556666', 'network-interface/*');
    const rights = ec2Rights(companyTemplate(), 'Jobstrain');
    expect(rights).toEqual([
      {
        effect: 'Allow',
        actions: [
          'ec2:DescribeDhcpOptions',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSecurityGroups',
          'ec2:DescribeSubnets',
          'ec2:DescribeVpcs',
        ],
        on: '*',
      },
      {
        effect: 'Allow',
        actions: ['ec2:CreateNetworkInterface'],
        // A company's network account shares its subnets, which stay its own.
        on: [
          arnOf('*', 'security-group/sg-0123456789abcdef0'),
          arnOf('*', 'subnet/subnet-0123456789abcdef0'),
          arnOf('*', 'subnet/subnet-0123456789abcdef1'),
          interfaces,
        ],
      },
      {
        effect: 'Allow',
        actions: [
          'ec2:CreateNetworkInterfacePermission',
          'ec2:DeleteNetworkInterface',
          'ec2:DeleteNetworkInterfacePermission',
        ],
        on: interfaces,
      },
    ]);
    expect(ec2Rights(companyTemplate(), 'Jobsforecast')).toEqual(rights);
  });

  it('gives rights on all resources in EC2, and where the platform has them without a network', () => {
    const everywhere = statementsOf(companyTemplate()).filter(
      (each) => each.Resource === '*' && each.Effect === 'Allow',
    );
    const services = everywhere.flatMap(actionsOf).map((action) => action.split(':')[0]);
    expect([...new Set(services)].sort()).toEqual(['cloudwatch', 'ec2', 'ecr', 'logs', 'xray']);
  });

  it.each(NAMES)('is none where the literal says none, and nobody has rights in EC2: %s', (name) => {
    expect([...new Set(functionsOf(templateOf(name)))]).toStrictEqual([undefined]);
    expect(ec2Rights(templateOf(name), '')).toEqual([]);
    expect(JSON.stringify(readTemplate(templateOf(name)).machines)).not.toContain('VpcConfig');
  });
});
