import { Grant } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ENVIRONMENT_VARIABLES } from '../../core/contracts/environment-variables.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { packageGroupName } from '../../core/contracts/names.ts';
import type { JobSite } from '../compute/job-site.ts';

export interface ModelRegistryProps {
  /** Whose groups the functions may touch, and no others of the account. */
  readonly datasets: readonly string[];
  readonly tags: PlatformEnvironment['tags'];
  /** Whose image every version names. */
  readonly trainedAt: JobSite;
}

/** SageMaker's model registry, one package group a data set of the stack. The groups are made when a first version is registered. */
export class ModelRegistry extends Construct {
  readonly groups: readonly string[];
  private readonly arns: string[];
  private readonly groupArns: string[];
  private readonly tags: PlatformEnvironment['tags'];
  private readonly trainedAt: JobSite;

  constructor(scope: Construct, id: string, { datasets, tags, trainedAt }: ModelRegistryProps) {
    super(scope, id);
    this.tags = tags;
    this.trainedAt = trainedAt;
    const stack = Stack.of(this);
    this.groups = datasets.map((dataset) => packageGroupName(stack.stackName, dataset));
    const arn = (resource: string, resourceName: string) =>
      stack.formatArn({ service: 'sagemaker', resource, resourceName });
    this.groupArns = this.groups.map((name) => arn('model-package-group', name));
    this.arns = [...this.groupArns, ...this.groups.map((name) => arn('model-package', `${name}/*`))];
  }

  grantRead(lambda: LambdaFunction): void {
    this.grant(lambda, ['DescribeModelPackage', 'DescribeModelPackageGroup', 'ListModelPackages']);
  }

  /** A new version, in a group that may have to be made first. SageMaker looks up the version's image with the caller's rights. */
  grantRegister(lambda: LambdaFunction): void {
    this.grant(lambda, ['CreateModelPackageGroup', 'CreateModelPackage', 'UpdateModelPackage']);
    Grant.addToPrincipal({ grantee: lambda, actions: ['sagemaker:AddTags'], resourceArns: this.groupArns });
    this.trainedAt.grantLookUpImage(lambda);
    lambda.addEnvironment(ENVIRONMENT_VARIABLES.tags, JSON.stringify(this.tags));
  }

  /** Another stage for a version that is there. */
  grantSetStage(lambda: LambdaFunction): void {
    this.grant(lambda, ['UpdateModelPackage']);
  }

  private grant(lambda: LambdaFunction, actions: readonly string[]): void {
    const asIam = actions.map((action) => `sagemaker:${action}`);
    Grant.addToPrincipal({ grantee: lambda, actions: asIam, resourceArns: this.arns });
  }
}
