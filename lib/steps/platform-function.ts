import { fileURLToPath } from 'node:url';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration, Size } from 'aws-cdk-lib/core';
import type { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { resourceOf } from '../cfn-resource.ts';
import type { Network } from '../compute/network.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** CommonJS packages inside an ES module still call `require`, which Lambda does not define there. */
const REQUIRE_SHIM =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** What all functions of an environment share. */
export interface FunctionSetting {
  readonly logRetentionDays: PlatformEnvironment['logRetentionDays'];
  readonly tracing: PlatformEnvironment['tracing'];
  readonly removalPolicy: RemovalPolicy;
  readonly network: Network;
}

export interface PlatformFunctionProps extends FunctionSetting {
  /** The step that the function is: a local run finds it under this name in the template's metadata. */
  readonly step: string;
  /** A file below the project's root that exports `handler`. */
  readonly module: string;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  readonly storageMiB: number;
}

/** A Lambda function of this project: one ES module with everything in it, the AWS SDK too. */
export class PlatformFunction extends NodejsFunction {
  readonly timeLimit: Duration;

  constructor(scope: Construct, id: string, props: PlatformFunctionProps) {
    const timeLimit = Duration.seconds(props.timeoutSeconds);
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: props.logRetentionDays,
      removalPolicy: props.removalPolicy,
    });
    // A role of its own: the one that CDK makes may write to every log group, by a managed policy.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    super(scope, id, {
      description: props.module,
      projectRoot: ROOT,
      depsLockFilePath: `${ROOT}package-lock.json`,
      entry: `${ROOT}${props.module}`,
      handler: 'handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      awsSdkConnectionReuse: false,
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        mainFields: ['module', 'main'],
        externalModules: [],
        sourceMap: true,
        sourcesContent: false,
        logLevel: LogLevel.WARNING,
        banner: REQUIRE_SHIM,
      },
      environment: { NODE_OPTIONS: '--enable-source-maps' },
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
