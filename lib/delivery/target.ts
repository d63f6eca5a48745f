import { AccountPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { MACHINES } from '../../core/contracts/machine-inputs.ts';
import { promotionKeys, runKeys } from '../../core/contracts/keys.ts';
import { machineName, targetRoleName } from '../../core/contracts/names.ts';
import type { TargetRole } from '../../core/contracts/names.ts';
import type { DeliveryEnvironment } from '../../environments/delivery-environment.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import type { Medallion } from '../data/medallion.ts';
import { pullRequestRights } from './pull-request-rights.ts';
import { roleArn } from './rights.ts';
import { whoDeploysPullRequests, whoLooksAt, whoStarts } from './who.ts';

export interface TargetProps {
  readonly environment: PlatformEnvironment;
  readonly delivery: DeliveryEnvironment;
  readonly medallion: Medallion;
  readonly key: IKey;
}

/**
 * What an environment lets the delivery do beside deploying it: each role can be taken by the roles of the delivery's account that are named here, and
 * by nobody else there.
 */
export class DeliveryTarget extends Construct {
  readonly environment: PlatformEnvironment;
  private readonly delivery: DeliveryEnvironment;

  constructor(scope: Construct, id: string, { environment, delivery, medallion, key }: TargetProps) {
    super(scope, id);
    this.environment = environment;
    this.delivery = delivery;
    const { name } = environment;
    const start = whoStarts(name, delivery);
    this.role('run', {
      trusted: start.map(({ role }) => role),
      description: 'Starts what tells whether a commit is good',
      rights: () => start.flatMap(({ machine }) => startMachine(this, machine)),
    });
    this.role('read', {
      trusted: whoLooksAt(name, delivery),
      description: 'Reads what runs left, and what is deployed',
      rights: () => readRuns(this, { medallion, key }),
    });
    this.role('pulls', {
      trusted: whoDeploysPullRequests(name, delivery),
      description: 'Runs pull requests, and takes them away again',
      rights: () => pullRequestRights(this, environment),
    });
  }

  private role(may: TargetRole, { trusted, description, rights }: RoleProps): void {
    if (trusted.length === 0) return;
    const { stackName: stack } = Stack.of(this);
    const { account } = this.delivery;
    const arns = trusted.map((role) => roleArn(this, account, role));
    const role = new Role(this, may, {
      roleName: targetRoleName(stack, may),
      description,
      // The account with the roles as a condition: a principal has to be there when a policy names it, a condition's value has not.
      assumedBy: new AccountPrincipal(account).withConditions({ ArnEquals: { 'aws:PrincipalArn': arns } }),
    });
    for (const statement of rights()) role.addToPolicy(statement);
  }
}

interface RoleProps {
  /** Names of roles of the delivery's account. */
  readonly trusted: readonly string[];
  readonly description: string;
  rights(): readonly PolicyStatement[];
}

/** One machine, and nothing but to look on afterwards. */
function startMachine(scope: Construct, machine: string): readonly PolicyStatement[] {
  const name = machineName(Stack.of(scope).stackName, machine);
  return [
    new PolicyStatement({
      // CodePipeline looks the machine up before it starts it.
      actions: ['states:DescribeStateMachine', 'states:StartExecution'],
      resources: [statesArn(scope, 'stateMachine', name)],
    }),
    new PolicyStatement({
      actions: ['states:DescribeExecution'],
      resources: [statesArn(scope, 'execution', `${name}:*`)],
    }),
  ];
}

function readRuns(
  scope: Construct,
  { medallion, key }: Pick<TargetProps, 'medallion' | 'key'>,
): readonly PolicyStatement[] {
  const stack = Stack.of(scope);
  const template = stack.formatArn({
    service: 'cloudformation',
    resource: 'stack',
    resourceName: `${stack.stackName}/*`,
  });
  return [
    new PolicyStatement({
      actions: ['states:DescribeExecution', 'states:GetExecutionHistory'],
      resources: MACHINES.map((machine) => statesArn(scope, 'execution', `${machineName(stack.stackName, machine)}:*`)),
    }),
    new PolicyStatement({
      actions: ['s3:GetObject'],
      resources: [`${runKeys.all('*')}*`, `${promotionKeys.all('*')}*`].map((keys) =>
        medallion.objectsArn('artifacts', keys),
      ),
    }),
    new PolicyStatement({
      actions: ['kms:Decrypt'],
      resources: [key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `s3.${stack.region}.${stack.urlSuffix}` } },
    }),
    new PolicyStatement({
      actions: ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'],
      resources: [template],
    }),
  ];
}

function statesArn(scope: Construct, resource: 'stateMachine' | 'execution', resourceName: string): string {
  const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
  return Stack.of(scope).formatArn({ service: 'states', resource, resourceName, arnFormat });
}
