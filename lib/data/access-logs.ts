import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Annotations, Duration, Stack } from 'aws-cdk-lib/core';
import type { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { pinLogicalId } from '../cfn-resource.ts';

export const PRIVATE = { blockPublicAccess: BlockPublicAccess.BLOCK_ALL, enforceSSL: true };

/** Parts of an upload that nobody ended are paid for, and no list shows them. */
export const END_UPLOADS = { abortIncompleteMultipartUploadAfter: Duration.days(7) };

interface AccessLogs {
  readonly bucket: IBucket;
  readonly prefix: string;
}

/** A bucket of the stack; or a company's, where every stack needs a prefix of its own, and whose policy its owner writes. */
export function accessLogsOf(
  scope: Construct,
  asked: PlatformEnvironment['storage']['accessLogs'],
  removalPolicy: RemovalPolicy,
): AccessLogs {
  if ('bucket' in asked) {
    Annotations.of(scope).acknowledgeWarning(
      '@aws-cdk/aws-s3:accessLogsPolicyNotAdded',
      'docs/deploy.md has the policy',
    );
    return {
      bucket: Bucket.fromBucketName(scope, 'AccessLogs', asked.bucket),
      prefix: `${Stack.of(scope).stackName}/`,
    };
  }
  const bucket = new Bucket(scope, 'AccessLogs', {
    ...PRIVATE,
    // S3 delivers access logs to no bucket that is encrypted with a KMS key.
    encryption: BucketEncryption.S3_MANAGED,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    lifecycleRules: [{ expiration: Duration.days(asked.expireAfterDays), ...END_UPLOADS }],
    removalPolicy,
  });
  pinLogicalId(bucket, 'AccessLogsBucket');
  // CDK's class and its own interface disagree on whether a field may be undefined.
  return { bucket: bucket as IBucket, prefix: '' };
}
