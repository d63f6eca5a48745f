import type { ResourceChange, SecurityChanges } from '../../contracts/evidence.ts';

/** What keeps others out, or data in, without being a statement of a policy: a change of it belongs before the eyes of whoever reads policies. */
const PROTECTIONS: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::Role': ['PermissionsBoundary'],
  'AWS::IAM::User': ['PermissionsBoundary'],
  'AWS::IAM::OIDCProvider': ['Url', 'ClientIdList', 'ThumbprintList'],
  'AWS::KMS::Key': ['Enabled', 'EnableKeyRotation', 'PendingWindowInDays'],
  'AWS::S3::Bucket': [
    'AccessControl',
    'BucketEncryption',
    'ObjectLockEnabled',
    'OwnershipControls',
    'PublicAccessBlockConfiguration',
    'VersioningConfiguration',
  ],
  'AWS::ECR::Repository': ['EncryptionConfiguration', 'ImageScanningConfiguration', 'ImageTagMutability'],
  'AWS::SNS::Topic': ['KmsMasterKeyId'],
  'AWS::SQS::Queue': ['KmsMasterKeyId', 'SqsManagedSseEnabled'],
  'AWS::Logs::LogGroup': ['KmsKeyId'],
  'AWS::Lambda::Function': ['VpcConfig', 'KmsKeyArn'],
  'AWS::Events::EventBusPolicy': ['Statement', 'Action', 'Principal', 'Condition'],
};

/** Of what holds data: whether CloudFormation keeps it. */
const KEEPING = ['DeletionPolicy', 'UpdateReplacePolicy'];

export function protectionChanges(resources: readonly ResourceChange[]): SecurityChanges['protections'] {
  return resources.flatMap(({ logicalId, type, change, holdsData, values }) => {
    if (change === 'added' || change === 'removed') return [];
    const watched = [...(PROTECTIONS[type] ?? []), ...(holdsData ? KEEPING : [])];
    return values
      .filter(({ path }) => watched.includes(path.split(/[.[]/)[0]))
      .map((value) => ({ logicalId, ...value }));
  });
}
