/**
 * Types that hold what nobody can make again, of those that templates of this project have or may get. A test asks of every type of our
 * templates whether it is one.
 */
const HOLDS_DATA: ReadonlySet<string> = new Set([
  'AWS::DynamoDB::Table',
  'AWS::ECR::Repository',
  'AWS::Glue::Database',
  'AWS::Glue::Table',
  'AWS::KMS::Key',
  'AWS::S3::Bucket',
  'AWS::S3Tables::TableBucket',
  'AWS::SQS::Queue',
  'AWS::SageMaker::ModelPackageGroup',
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
