import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { stepFunctionsExecutions } from '../adapters/aws/executions.ts';
import { s3ObjectStore } from '../adapters/aws/object-store.ts';
import { folderExecutions } from '../adapters/files/executions.ts';
import { localObjectStore } from '../adapters/files/object-store.ts';
import { type NamedEnvironment, stackName } from '../core/contracts/names.ts';
import type { Executions } from '../core/delivery/executions.ts';
import type { ObjectStore } from '../core/ports.ts';
import { type ClientSettings, settingsIn } from './target-role.ts';

/** What of an environment's literal leads to its account. */
export interface TargetAccount extends NamedEnvironment {
  readonly account: string;
  readonly region: string;
}

/** What the machines of an environment have left. */
export interface EnvironmentRuns {
  readonly executions: Executions;
  readonly bucket: (name: string) => ObjectStore;
}

/** @throws AccountRefused */
export async function accountRuns(environment: TargetAccount): Promise<EnvironmentRuns> {
  return runsWith(await settingsIn({ ...environment, stack: stackName(environment) }, 'read'));
}

export function runsWith(settings: ClientSettings): EnvironmentRuns {
  const s3 = new S3Client(settings);
  return {
    executions: stepFunctionsExecutions(new SFNClient(settings)),
    bucket: (name) => s3ObjectStore(s3, name),
  };
}

/** Of a local platform's folder. */
export async function folderRuns(root: string, environment: NamedEnvironment): Promise<EnvironmentRuns> {
  return {
    executions: folderExecutions(root, stackName(environment)),
    bucket: (name) => localObjectStore(root, name),
  };
}
