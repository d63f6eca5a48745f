import { Grant } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import { ENVIRONMENT_VARIABLES } from '../../core/contracts/environment-variables.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';

/** Where training runs are recorded: in the artifacts bucket, or on an MLflow server. */
export class Tracking {
  constructor(private readonly place: PlatformEnvironment['tracking']) {}

  /**
   * The function knows the server, and may read its credentials: the secret itself is in no template and in no variable. In the bucket, its rights
   * are those on the layer, which its row states already.
   */
  grantTrack(lambda: LambdaFunction): void {
    if (this.place === 'files') return;
    const { server, whenDown, secret, secretKeyArn } = this.place;
    lambda.addEnvironment(ENVIRONMENT_VARIABLES.trackingUri, server);
    lambda.addEnvironment(ENVIRONMENT_VARIABLES.trackingWhenDown, whenDown);
    if (secret === 'none') return;
    lambda.addEnvironment(ENVIRONMENT_VARIABLES.trackingSecret, secret);
    const stack = Stack.of(lambda);
    const { region, urlSuffix } = stack;
    const arn = secretArn(stack, secret);
    Grant.addToPrincipal({ grantee: lambda, actions: ['secretsmanager:GetSecretValue'], resourceArns: [arn] });
    if (secretKeyArn === 'none') return;
    Grant.addToPrincipal({
      grantee: lambda,
      actions: ['kms:Decrypt'],
      resourceArns: [secretKeyArn],
      // The key may be one of many secrets: it opens this one alone, and by Secrets Manager.
      conditions: {
        StringEquals: { 'kms:ViaService': `secretsmanager.${region}.${urlSuffix}` },
        StringLike: { 'kms:EncryptionContext:SecretARN': arn },
      },
    });
  }
}

/** Secrets Manager adds a hyphen and six characters to a name: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html#iam-resources */
function secretArn(stack: Stack, secret: string): string {
  if (secret.startsWith('arn:')) return secret;
  return stack.formatArn({ service: 'secretsmanager', resource: `secret:${secret}-??????` });
}
