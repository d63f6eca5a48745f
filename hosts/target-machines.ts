import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { runMachine, type Waiting } from '../adapters/aws/machine-run.ts';
import { s3ObjectStore } from '../adapters/aws/object-store.ts';
import { stackOutputs } from '../adapters/aws/stack-outputs.ts';
import { machineName, OUTPUTS, stackName } from '../core/contracts/names.ts';
import type { ExecutionFacts } from '../core/delivery/executions.ts';
import type { TargetAccount } from './environment-runs.ts';
import { type ClientSettings, settingsIn } from './target-role.ts';

export interface Started {
  readonly machine: string;
  readonly name: string;
  readonly input: unknown;
}

/** Runs a machine of an environment in the role that its stack has for that. @throws AccountRefused */
export async function runTargetMachine(
  environment: TargetAccount,
  started: Started,
  waiting: Waiting,
): Promise<ExecutionFacts> {
  const stack = stackName(environment);
  return runMachineWith(await settingsIn({ ...environment, stack }, 'run'), { environment, started, waiting });
}

export interface RunWith {
  readonly environment: TargetAccount;
  readonly started: Started;
  readonly waiting: Waiting;
}

export function runMachineWith(
  settings: ClientSettings,
  { environment, started, waiting }: RunWith,
): Promise<ExecutionFacts> {
  const { account, region } = environment;
  const { machine, name, input } = started;
  const machineArn = `arn:aws:states:${region}:${account}:stateMachine:${machineName(stackName(environment), machine)}`;
  return runMachine(new SFNClient(settings), { machineArn, name, input }, waiting);
}

/** Puts a file where the environment expects the delivery of a data set that is one file. @throws EnvironmentUnreachable */
export async function deliverTo(settings: ClientSettings, { environment, dataset, body }: Delivery): Promise<void> {
  const { name, account, region } = environment;
  const deployment = { environment: name, stack: stackName(environment), account, region };
  const output = await stackOutputs(new CloudFormationClient(settings), deployment);
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(output(OUTPUTS.landing(dataset))) ?? [];
  await s3ObjectStore(new S3Client(settings), bucket).write(key, body);
}

export interface Delivery {
  readonly environment: TargetAccount;
  readonly dataset: string;
  readonly body: Uint8Array;
}
