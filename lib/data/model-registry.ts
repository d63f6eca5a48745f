import { Grant } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { packageGroupName } from '../../core/contracts/names.ts';

/** SageMaker's model registry, one package group a data set of the stack. The groups are made when a first version is registered. */
export class ModelRegistry extends Construct {
  readonly groups: readonly string[];
  private readonly arns: string[];

  /** @param datasets whose groups the functions may touch, and no others of the account */
  constructor(scope: Construct, id: string, { datasets }: { readonly datasets: readonly string[] }) {
    super(scope, id);
    const stack = Stack.of(this);
    this.groups = datasets.map((dataset) => packageGroupName(stack.stackName, dataset));
    const arn = (resource: string, resourceName: string) =>
      stack.formatArn({ service: 'sagemaker', resource, resourceName });
    this.arns = this.groups.flatMap((name) => [arn('model-package-group', name), arn('model-package', `${name}/*`)]);
  }

  grantRead(lambda: LambdaFunction): void {
    this.grant(lambda, ['DescribeModelPackage', 'DescribeModelPackageGroup', 'ListModelPackages']);
  }

  grantWrite(lambda: LambdaFunction): void {
    this.grant(lambda, ['CreateModelPackageGroup', 'CreateModelPackage', 'UpdateModelPackage']);
  }

  private grant(lambda: LambdaFunction, actions: readonly string[]): void {
    const asIam = actions.map((action) => `sagemaker:${action}`);
    Grant.addToPrincipal({ grantee: lambda, actions: asIam, resourceArns: this.arns });
  }
}
