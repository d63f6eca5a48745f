import { Grant } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ENVIRONMENT_VARIABLES } from '../../core/contracts/environment-variables.ts';
import { SIGNING_KEY_LOGICAL_ID } from '../../core/contracts/names.ts';
import { pinLogicalId } from '../cfn-resource.ts';

export interface SigningKeyProps {
  readonly description: string;
  readonly removalPolicy: RemovalPolicy;
}

/** The key that model artifacts are signed with: ECDSA on P-256, which never leaves KMS. */
export class SigningKey extends Construct {
  private readonly key: Key;

  constructor(scope: Construct, id: string, props: SigningKeyProps) {
    super(scope, id);
    // KMS rotates no asymmetric key: a new key would be a new trust, and old signatures must stay valid.
    this.key = new Key(this, 'Key', { ...props, keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY });
    pinLogicalId(this.key, SIGNING_KEY_LOGICAL_ID);
  }

  get keyArn(): string {
    return this.key.keyArn;
  }

  grantSign(lambda: LambdaFunction): void {
    this.grant(lambda, ['kms:Sign', 'kms:GetPublicKey']);
  }

  grantVerify(lambda: LambdaFunction): void {
    this.grant(lambda, ['kms:Verify', 'kms:GetPublicKey']);
  }

  private grant(lambda: LambdaFunction, actions: string[]): void {
    Grant.addToPrincipal({ grantee: lambda, actions, resourceArns: [this.key.keyArn] });
    lambda.addEnvironment(ENVIRONMENT_VARIABLES.signingKeyArn, this.key.keyArn);
  }
}
