import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { DELIVERY_LOGICAL_IDS } from '../../core/contracts/names.ts';
import { pinLogicalId } from '../cfn-resource.ts';
import { encryptLogs, namedByTheStack } from '../log-encryption.ts';

export interface DeliveryStoreProps {
  readonly accessLogDays: number;
}

/** Goes with a stack whose creation fails, and is kept otherwise: what stands in prod can come back only from here. */
const KEPT = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

/** The one key and the one bucket of the delivery: what was built, deployed, run and shown, and what the pipelines hand on. */
export class DeliveryStore extends Construct {
  readonly key: Key;
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, { accessLogDays }: DeliveryStoreProps) {
    super(scope, id);
    const stack = Stack.of(this);
    this.key = new Key(this, 'Key', {
      enableKeyRotation: true,
      description: `What ${stack.stackName} builds and tells`,
      removalPolicy: KEPT,
    });
    pinLogicalId(this.key, DELIVERY_LOGICAL_IDS.key);
    this.key.addToResourcePolicy(encryptLogs(stack, [namedByTheStack(stack)]));
    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...PRIVATE,
      // S3 delivers access logs to no bucket that is encrypted with a KMS key.
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(accessLogDays), ...END_UPLOADS }],
      removalPolicy: KEPT,
    });
    pinLogicalId(accessLogs, 'AccessLogsBucket');
    const releases = new Bucket(this, 'Releases', {
      ...PRIVATE,
      versioned: true,
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      serverAccessLogsBucket: accessLogs as IBucket,
      lifecycleRules: [END_UPLOADS],
      removalPolicy: KEPT,
    });
    pinLogicalId(releases, DELIVERY_LOGICAL_IDS.releases);
    releases.addToResourcePolicy(writeOnce(WRITTEN_ONCE.map((keys) => releases.arnForObjects(keys))));
    // CDK's class and its own interface disagree on whether a field may be undefined.
    this.bucket = releases as IBucket;
  }
}

/** Parts of an upload that nobody ended are paid for, and no list shows them. */
const END_UPLOADS = { abortIncompleteMultipartUploadAfter: Duration.days(7) };

const PRIVATE = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
};

/** What was built and confirmed of a commit (lake/releases.ts creates these objects, and writes none of them again). */
const WRITTEN_ONCE = ['builds/*', 'confirmed/*'];

/**
 * Nobody puts another object in the place of one that is there, whatever its role may write: a build that has write access to all commits cannot swap
 * the assembly of one that was approved. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
function writeOnce(resources: string[]): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ['s3:PutObject'],
    resources,
    conditions: { Null: { 's3:if-none-match': 'true' } },
  });
}
