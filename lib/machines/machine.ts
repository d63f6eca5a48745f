import type { MachineName } from '../../core/contracts/machine-inputs.ts';
import { machineLogGroupName, machineName } from '../../core/contracts/names.ts';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, QueryLanguage, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import { Aws, Fn, Stack } from 'aws-cdk-lib/core';
import type { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { resourceOf } from '../cfn-resource.ts';
import type { Steps } from '../steps/steps.ts';
import { failureEnd, type GivesBack } from './failure.ts';
import { Flow } from './flow.ts';

/** What all machines of an environment share. */
export interface MachineSetting {
  readonly steps: Steps;
  readonly logRetentionDays: PlatformEnvironment['logRetentionDays'];
  readonly tracing: PlatformEnvironment['tracing'];
  readonly removalPolicy: RemovalPolicy;
  /** Encrypts the log, which has the inputs and outputs of the states in it. */
  readonly logKey: IKey;
}

export interface MachineProps extends MachineSetting {
  readonly timeLimit: Duration;
  readonly comment: string;
  /** Whether the log has the inputs and outputs of the states, as the history has. Not where a state is told a token that answers for a person. */
  readonly executionData?: 'logged' | 'unlogged';
  /** What it gives back where it fails; nothing without it. */
  readonly givesBack?: GivesBack;
  define(flow: Flow): IChainable;
}

/** A state machine, `forecasting-<environment>-<name>`, with every event of its history in its log. */
export class Machine extends Construct {
  readonly stateMachine: StateMachine;
  readonly timeLimit: Duration;

  constructor(scope: Construct, name: MachineName, props: MachineProps) {
    const { steps, timeLimit, comment, define, executionData = 'logged', givesBack, ...setting } = props;
    super(scope, name);
    this.timeLimit = timeLimit;
    const stateMachineName = machineName(Stack.of(this).stackName, name);
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: machineLogGroupName(stateMachineName, deploymentId()),
      encryptionKey: setting.logKey,
      retention: setting.logRetentionDays,
      removalPolicy: setting.removalPolicy,
    });
    this.stateMachine = new StateMachine(this, 'Machine', {
      stateMachineName,
      stateMachineType: StateMachineType.STANDARD,
      queryLanguage: QueryLanguage.JSONATA,
      definitionBody: DefinitionBody.fromChainable(
        define(new Flow(this, steps, failureEnd(this, name, { steps, givesBack }))),
      ),
      comment,
      timeout: timeLimit,
      tracingEnabled: setting.tracing === 'active',
      logs: { destination: logGroup, level: LogLevel.ALL, includeExecutionData: executionData === 'logged' },
    });
    resourceOf(this.stateMachine).addMetadata('machine', name);
  }
}

/**
 * The last part of the stack's id, which CloudFormation makes anew for every stack that it creates. Logs outlive their stack where the
 * environment says so, and an environment that comes back must not find their names taken.
 */
function deploymentId(): string {
  return Fn.select(2, Fn.split('/', Aws.STACK_ID));
}
