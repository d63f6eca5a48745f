import { CloudFormationClient, type Stack } from '@aws-sdk/client-cloudformation';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { STSClient } from '@aws-sdk/client-sts';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { type AnswerFunction, answerFunction } from '../adapters/aws/answer-function.ts';
import { kmsKeyRing } from '../adapters/aws/kms-keys.ts';
import { s3ObjectStore } from '../adapters/aws/object-store.ts';
import { SageMakerRegistry } from '../adapters/aws/sagemaker-registry.ts';
import { deployedStack, type Deployment, stackOutputs } from '../adapters/aws/stack-outputs.ts';
import { keyRingSchema } from '../core/contracts/key-ring.ts';
import { type NamedEnvironment, OUTPUTS, stackName } from '../core/contracts/names.ts';
import type { Ports } from '../core/ports.ts';
import { productionPointer } from '../lake/production-pointer.ts';
import { platformStores } from '../lake/stores.ts';

/** What of an environment's literal leads to its account. */
export interface Account extends NamedEnvironment {
  readonly account: string;
  readonly region: string;
}

/**
 * An environment's registry as a person's command sees it, with the credentials of whoever calls: what is where, the stack says.
 *
 * @throws EnvironmentUnreachable
 */
export async function accountRegistry(
  environment: Account,
): Promise<Pick<Ports, 'registry' | 'production' | 'stores' | 'keys' | 'auditKeys'>> {
  const { region } = environment;
  const { stack } = deploymentOf(environment);
  const output = await outputsOf(environment);
  const s3 = new S3Client({ region });
  const stores = platformStores((layer) => s3ObjectStore(s3, output(OUTPUTS.bucketName(layer))));
  const kms = new KMSClient({ region });
  const ringOf = (name: string) => kmsKeyRing(kms, keyRingSchema.parse(JSON.parse(output(name))));
  const clock = { nowMs: () => Date.now() };
  return {
    stores,
    registry: new SageMakerRegistry(new SageMakerClient({ region }), { stack, store: stores.artifacts, clock }),
    production: productionPointer(stores.artifacts, clock),
    keys: ringOf(OUTPUTS.signingKeyRing),
    auditKeys: ringOf(OUTPUTS.auditKeyRing),
  };
}

/** The state machine of an environment; its executions' ARNs begin alike. @throws EnvironmentUnreachable */
export async function accountMachineArn(environment: Account, machine: string): Promise<string> {
  return (await outputsOf(environment))(OUTPUTS.machineArn(machine));
}

/** The function of an environment that answers for people; what it is called, its literal says: who may only answer may not look at the stack. */
export function accountAnswerFunction({ account, region, ...environment }: Account): AnswerFunction {
  const [lambda, sts] = [new LambdaClient({ region }), new STSClient({ region })];
  return answerFunction({ account, region, stack: stackName(environment), environment: environment.name, lambda, sts });
}

/** The stack of an environment as it stands. @throws EnvironmentUnreachable */
export async function accountStack(environment: Account, client: CloudFormationClient): Promise<Stack> {
  return deployedStack(client, deploymentOf(environment));
}

function outputsOf(environment: Account): Promise<(name: string) => string> {
  return stackOutputs(new CloudFormationClient({ region: environment.region }), deploymentOf(environment));
}

function deploymentOf({ account, region, ...environment }: Account): Deployment {
  return { environment: environment.name, stack: stackName(environment), account, region };
}
