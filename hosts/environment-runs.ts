import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { STSClient } from '@aws-sdk/client-sts';
import { callerOf } from '../adapters/aws/caller.ts';
import { stepFunctionsExecutions } from '../adapters/aws/executions.ts';
import { s3ObjectStore } from '../adapters/aws/object-store.ts';
import { type RoleCredentials, roleCredentials } from '../adapters/aws/role-credentials.ts';
import { folderExecutions } from '../adapters/files/executions.ts';
import { localObjectStore } from '../adapters/files/object-store.ts';
import { type NamedEnvironment, stackName, targetRoleName } from '../core/contracts/names.ts';
import type { Executions } from '../core/delivery/executions.ts';
import type { ObjectStore } from '../core/ports.ts';

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
  const settings = await readingIn({ ...environment, stack: stackName(environment) });
  const s3 = new S3Client(settings);
  return {
    executions: stepFunctionsExecutions(new SFNClient(settings)),
    bucket: (name) => s3ObjectStore(s3, name),
  };
}

export interface ReadPlace {
  readonly stack: string;
  readonly account: string;
  readonly region: string;
}

/**
 * What a client in a stack's account is made with: credentials of that account, as a person has them; else the role that the stack has for the
 * delivery to look.
 *
 * @throws AccountRefused
 */
export async function readingIn({ stack, account, region }: ReadPlace): Promise<ReadSettings> {
  const sts = new STSClient({ region });
  if ((await callerOf(sts)).account === account) return { region };
  return {
    region,
    credentials: await roleCredentials(sts, `arn:aws:iam::${account}:role/${targetRoleName(stack, 'read')}`),
  };
}

export interface ReadSettings {
  readonly region: string;
  readonly credentials?: RoleCredentials;
}

/** Of a local platform's folder. */
export async function folderRuns(root: string, environment: NamedEnvironment): Promise<EnvironmentRuns> {
  return {
    executions: folderExecutions(root, stackName(environment)),
    bucket: (name) => localObjectStore(root, name),
  };
}
