import type { Reader, ReadProps } from '../reader.ts';
import { at, documentOf, listAt, orAbsent, tagsOf } from '../reader.ts';

/** What S3 answers for a configuration that was never made. */
const NEVER_SET = [
  'NoSuchLifecycleConfiguration',
  'NoSuchTagSet',
  'OwnershipControlsNotFoundError',
  'NoSuchPublicAccessBlockConfiguration',
  'ServerSideEncryptionConfigurationNotFoundError',
  'NoSuchBucketPolicy',
];

export const BUCKET: Reader = {
  by: 's3 GetBucketEncryption, ...Lifecycle, ...Logging, ...Notification, ...OwnershipControls, ...PublicAccessBlock, ...Tagging, ...Versioning',
  async read(props) {
    const get = (operation: string) => answerOf(props, operation);
    const lifecycle = await get('GetBucketLifecycleConfiguration');
    const logging = at(await get('GetBucketLogging'), 'LoggingEnabled');
    return {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: listAt(
          await get('GetBucketEncryption'),
          'ServerSideEncryptionConfiguration',
          'Rules',
        ).map(encryptionOf),
      },
      BucketName: props.id,
      LifecycleConfiguration: { Rules: listAt(lifecycle, 'Rules').map(ruleOf) },
      LoggingConfiguration: {
        DestinationBucketName: at(logging, 'TargetBucket'),
        LogFilePrefix: at(logging, 'TargetPrefix'),
      },
      NotificationConfiguration: notificationOf(await get('GetBucketNotificationConfiguration')),
      OwnershipControls: at(await get('GetBucketOwnershipControls'), 'OwnershipControls'),
      PublicAccessBlockConfiguration: at(await get('GetPublicAccessBlock'), 'PublicAccessBlockConfiguration'),
      Tags: tagsOf(at(await get('GetBucketTagging'), 'TagSet')),
      VersioningConfiguration: { Status: at(await get('GetBucketVersioning'), 'Status') },
    };
  },
};

export const BUCKET_POLICY: Reader = {
  by: 's3 GetBucketPolicy',
  async read({ api, expected }) {
    const { Bucket } = expected;
    const answer = await orAbsent(api.call('s3', 'GetBucketPolicy', { Bucket }), NEVER_SET);
    return { Bucket, PolicyDocument: documentOf(answer?.Policy) };
  },
};

function answerOf({ api, id }: ReadProps, operation: string): Promise<unknown> {
  return orAbsent(api.call('s3', operation, { Bucket: id }), NEVER_SET);
}

/** That EventBridge is told, S3 says by an element without content. */
function notificationOf(answer: unknown): unknown {
  return at(answer, 'EventBridgeConfiguration') === undefined
    ? undefined
    : { EventBridgeConfiguration: { EventBridgeEnabled: true } };
}

function encryptionOf(rule: unknown): unknown {
  const { SSEAlgorithm, KMSMasterKeyID } = Object(at(rule, 'ApplyServerSideEncryptionByDefault'));
  return {
    BucketKeyEnabled: at(rule, 'BucketKeyEnabled'),
    ServerSideEncryptionByDefault: { SSEAlgorithm, KMSMasterKeyID },
  };
}

/** CloudFormation writes some of a rule's fields in words of its own. */
function ruleOf(rule: unknown): unknown {
  return {
    AbortIncompleteMultipartUpload: at(rule, 'AbortIncompleteMultipartUpload'),
    ExpirationInDays: at(rule, 'Expiration', 'Days'),
    Id: at(rule, 'ID'),
    NoncurrentVersionExpiration: at(rule, 'NoncurrentVersionExpiration'),
    Status: at(rule, 'Status'),
    Transitions: listAt(rule, 'Transitions').map((transition) => ({
      StorageClass: at(transition, 'StorageClass'),
      TransitionInDays: at(transition, 'Days'),
    })),
  };
}
