import { Role } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration, Size } from 'aws-cdk-lib/core';
import type { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ENVIRONMENT_VARIABLES } from '../../core/contracts/environment-variables.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import type { FunctionName } from '../../lambdas/jobs.ts';
import { resourceOf } from '../cfn-resource.ts';
import type { Network } from '../network.ts';
import { onOurBehalf } from '../service-roles.ts';
import { MODULES } from './function-code.ts';

/** What all functions of an environment share. */
export interface FunctionSetting {
  readonly code: Code;
  /** Named in every line of the log. */
  readonly environment: PlatformEnvironment['name'];
  readonly logRetentionDays: PlatformEnvironment['logRetentionDays'];
  readonly tracing: PlatformEnvironment['tracing'];
  readonly removalPolicy: RemovalPolicy;
  /** Encrypts the log. */
  readonly logKey: IKey;
  readonly network: Network;
}

export interface PlatformFunctionProps extends FunctionSetting {
  /** The step that the function is: a local run finds it under this name in the template's metadata. */
  readonly step: FunctionName;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  readonly storageMiB: number;
  /** Where somebody else's policy names the role; otherwise CloudFormation chooses. */
  readonly roleName?: string | undefined;
  /** Where people name the function in their policies; otherwise CloudFormation chooses. */
  readonly functionName?: string;
}

/** A Lambda function of this project: its module of the one bundle, which has everything in it, the AWS SDK too. */
export class PlatformFunction extends LambdaFunction {
  readonly timeLimit: Duration;

  constructor(scope: Construct, id: string, props: PlatformFunctionProps) {
    const timeLimit = Duration.seconds(props.timeoutSeconds);
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      encryptionKey: props.logKey,
      retention: props.logRetentionDays,
      removalPolicy: props.removalPolicy,
    });
    // A role of its own: the one that CDK makes may write to every log group, by a managed policy.
    const role = new Role(scope, `${id}Role`, {
      assumedBy: onOurBehalf(scope, 'lambda.amazonaws.com'),
      ...(props.roleName === undefined ? {} : { roleName: props.roleName }),
    });
    logGroup.grantWrite(role);
    super(scope, id, {
      description: MODULES[props.step],
      ...(props.functionName === undefined ? {} : { functionName: props.functionName }),
      code: props.code,
      handler: `${props.step}.handler`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        [ENVIRONMENT_VARIABLES.environment]: props.environment,
        [ENVIRONMENT_VARIABLES.service]: props.step,
      },
      memorySize: props.memoryMiB,
      ephemeralStorageSize: Size.mebibytes(props.storageMiB),
      timeout: timeLimit,
      tracing: props.tracing === 'active' ? Tracing.ACTIVE : Tracing.DISABLED,
      role,
      logGroup,
    });
    this.timeLimit = timeLimit;
    props.network.grantFunction(this);
    resourceOf(this).addMetadata('step', props.step);
  }
}
