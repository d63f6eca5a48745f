/** Types that hold what nobody can make again. */
const HOLDS_DATA: ReadonlySet<string> = new Set([
  // What this project has or may get, and CloudFormation's specification does not call stateful.
  'AWS::ECR::Repository',
  'AWS::Glue::Database',
  'AWS::Glue::Table',
  'AWS::S3Tables::Table',
  'AWS::S3Tables::TableBucket',
  'AWS::SageMaker::ModelPackageGroup',
  // What it does, but log groups, which are looked at below; a test compares.
  'AWS::Backup::BackupVault',
  'AWS::CloudFormation::Stack',
  'AWS::Cognito::UserPool',
  'AWS::DocDB::DBCluster',
  'AWS::DocDB::DBInstance',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::EC2::Volume',
  'AWS::EFS::FileSystem',
  'AWS::EMR::Cluster',
  'AWS::ElastiCache::CacheCluster',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::Elasticsearch::Domain',
  'AWS::FSx::FileSystem',
  'AWS::KMS::Key',
  'AWS::Kinesis::Stream',
  'AWS::Neptune::DBCluster',
  'AWS::Neptune::DBInstance',
  'AWS::OpenSearchService::Domain',
  'AWS::Organizations::Account',
  'AWS::QLDB::Ledger',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::Redshift::Cluster',
  'AWS::S3::Bucket',
  'AWS::SDB::Domain',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
]);

export interface TemplateResource {
  readonly type: string;
  readonly deletionPolicy?: string | undefined;
  readonly updateReplacePolicy?: string | undefined;
}

/** Whether a resource holds data: by its type, or because its template asks to keep it, as log groups do. */
export function holdsData({ type, deletionPolicy, updateReplacePolicy }: TemplateResource): boolean {
  return HOLDS_DATA.has(type) || [deletionPolicy, updateReplacePolicy].some(isKept);
}

function isKept(policy: string | undefined): boolean {
  return policy !== undefined && policy !== 'Delete';
}
