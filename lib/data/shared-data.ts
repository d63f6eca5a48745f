import { Grant } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ENVIRONMENT_VARIABLES } from '../../core/contracts/environment-variables.ts';
import { SHARED_LAYERS } from '../../core/contracts/layers.ts';
import { stackName, stepRoleName } from '../../core/contracts/names.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { ENVIRONMENTS } from '../../environments/index.ts';
import type { StepRow } from '../../lambdas/step-row.ts';
import { STEPS } from '../../lambdas/steps.ts';
import type { RoleElsewhere } from './medallion.ts';

/** What this environment reads of another one: the rights on its own side. The other's side is Medallion.share. */
export class SharedData {
  constructor(private readonly reads: PlatformEnvironment['readsDataOf']) {}

  /** Of the role of a step that reads it: the other environment's policies name it. undefined where CloudFormation may choose one. */
  roleName(scope: Construct, step: string, row: StepRow): string | undefined {
    return this.reads !== 'none' && readsShared(row) ? stepRoleName(Stack.of(scope).stackName, step) : undefined;
  }

  grantRead(lambda: LambdaFunction): void {
    if (this.reads === 'none') return;
    const { environment, buckets, keyArn } = this.reads;
    const { partition } = Stack.of(lambda);
    const allow = (actions: string[], resourceArns: string[]) =>
      Grant.addToPrincipal({ grantee: lambda, actions, resourceArns });
    lambda.addEnvironment(ENVIRONMENT_VARIABLES.sharedEnvironment, environment);
    for (const layer of SHARED_LAYERS) {
      const bucketArn = `arn:${partition}:s3:::${buckets[layer]}`;
      allow(['s3:GetObject'], [`${bucketArn}/*`]);
      allow(['s3:ListBucket'], [bucketArn]);
      lambda.addEnvironment(ENVIRONMENT_VARIABLES.sharedBuckets[layer], buckets[layer]);
    }
    allow(['kms:Decrypt'], [keyArn]);
  }
}

/** The roles of other environments that read deliveries, and therefore what this one shares. */
export function readersOf({ sharesDataWith }: Pick<PlatformEnvironment, 'sharesDataWith'>): readonly RoleElsewhere[] {
  const readers = Object.values<PlatformEnvironment>(ENVIRONMENTS).filter(({ name }) => sharesDataWith.includes(name));
  const steps = Object.entries<StepRow>(STEPS).flatMap(([step, row]) => (readsShared(row) ? [step] : []));
  return readers.flatMap((reader) =>
    steps.map((step) => ({ account: reader.account, roleName: stepRoleName(stackName(reader), step) })),
  );
}

function readsShared({ ports }: StepRow): boolean {
  return ports.includes('shared');
}
