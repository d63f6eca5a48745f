import { AnyPrincipal, Effect, Grant, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import type { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { TrustedKey } from '../../core/contracts/key-ring.ts';
import { keyOfGeneration } from '../../core/contracts/names.ts';
import type { KeyGenerations } from '../../environments/signing.ts';
import { pinLogicalId } from '../cfn-resource.ts';

export interface SigningKeyProps {
  readonly description: string;
  readonly removalPolicy: RemovalPolicy;
  readonly generations: KeyGenerations;
  /** Of the first key; the others add their number. */
  readonly logicalId: string;
  /** What a function that signs, and one that verifies, is told. */
  readonly variables: { readonly arn: string; readonly ring: string };
}

/**
 * The key that one kind of record is signed with, ECDSA on P-256, which never leaves KMS; and those that signed before it. KMS rotates no
 * asymmetric key: the next one is another key, trusted beside the former ones.
 */
export class SigningKey extends Construct {
  /** Oldest first. */
  private readonly keys: readonly Key[];
  private readonly signers: string[] = [];
  /** Of the newest key: whatever rights anybody else's role has. */
  private readonly onlySigners = new PolicyStatement({
    sid: 'SignedByItsSignersAlone',
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ['kms:Sign'],
    resources: ['*'],
  });

  constructor(
    scope: Construct,
    id: string,
    private readonly props: SigningKeyProps,
  ) {
    super(scope, id);
    this.keys = Array.from({ length: props.generations.generation }, (_, index) => this.keyOf(index + 1));
    for (const former of this.keys.slice(0, -1)) letNobodySign(former);
  }

  /** JSON (core/contracts/key-ring.ts): the keys whose signatures count. */
  get ring(): string {
    const { withdrawn } = this.props.generations;
    const ring: readonly TrustedKey[] = this.keys.map(({ keyArn }, index) => ({
      arn: keyArn,
      withdrawnFrom: withdrawn.find(({ generation }) => generation === index + 1)?.from ?? 'never',
    }));
    return Stack.of(this).toJsonString(ring);
  }

  grantSign(lambda: LambdaFunction): void {
    const newest = this.keys[this.keys.length - 1];
    const { keyArn } = newest;
    grant(lambda, ['kms:Sign', 'kms:GetPublicKey'], [keyArn]);
    this.signers.push(lambda.role!.roleArn);
    this.onlySigners.addCondition('ArnNotEquals', { 'aws:PrincipalArn': [...this.signers] });
    if (this.signers.length === 1) newest.addToResourcePolicy(this.onlySigners);
    lambda.addEnvironment(this.props.variables.arn, keyArn);
  }

  grantVerify(lambda: LambdaFunction): void {
    const arns = this.keys.map(({ keyArn }) => keyArn);
    grant(lambda, ['kms:Verify', 'kms:GetPublicKey'], arns);
    lambda.addEnvironment(this.props.variables.ring, this.ring);
  }

  private keyOf(generation: number): Key {
    const { description, removalPolicy, logicalId } = this.props;
    const kept = { description, removalPolicy, keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY };
    const key = new Key(this, keyOfGeneration('Key', generation), kept);
    pinLogicalId(key, keyOfGeneration(logicalId, generation));
    return key;
  }
}

function grant(lambda: LambdaFunction, actions: string[], resourceArns: string[]): void {
  Grant.addToPrincipal({ grantee: lambda, actions, resourceArns });
}

/** Whatever rights a role has: from its successor's first deployment on, a key has signed all that it will. */
function letNobodySign(key: Key): void {
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'SignsNoMore',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['kms:Sign'],
      resources: ['*'],
    }),
  );
}
