import type { AwsApi } from './aws-api/aws-api.ts';
import { at, listAt } from './read-back/reader.ts';

interface Listing {
  readonly type: string;
  readonly call: readonly [service: string, operation: string];
  /** Where in the answer the list stands. */
  readonly list: string;
  /** What CloudFormation's physical id is, of each; absent where the list holds the ids themselves. */
  readonly id?: string;
}

/** Every type that a stack of ours has and an account can list; policies and subscriptions go with what they belong to. */
const LISTINGS: readonly Listing[] = [
  { type: 'AWS::IAM::Role', call: ['iam', 'ListRoles'], list: 'Roles', id: 'RoleName' },
  { type: 'AWS::KMS::Key', call: ['kms', 'ListKeys'], list: 'Keys', id: 'KeyId' },
  { type: 'AWS::Lambda::Function', call: ['lambda', 'ListFunctions'], list: 'Functions', id: 'FunctionName' },
  { type: 'AWS::Logs::LogGroup', call: ['logs', 'DescribeLogGroups'], list: 'logGroups', id: 'logGroupName' },
  { type: 'AWS::S3::Bucket', call: ['s3', 'ListBuckets'], list: 'Buckets', id: 'Name' },
  { type: 'AWS::CloudWatch::Alarm', call: ['cloudwatch', 'DescribeAlarms'], list: 'MetricAlarms', id: 'AlarmName' },
  {
    type: 'AWS::CloudWatch::Dashboard',
    call: ['cloudwatch', 'ListDashboards'],
    list: 'DashboardEntries',
    id: 'DashboardName',
  },
  { type: 'AWS::Events::Rule', call: ['events', 'ListRules'], list: 'Rules', id: 'Name' },
  { type: 'AWS::Glue::Database', call: ['glue', 'GetDatabases'], list: 'DatabaseList', id: 'Name' },
  { type: 'AWS::SQS::Queue', call: ['sqs', 'ListQueues'], list: 'QueueUrls' },
  { type: 'AWS::SNS::Subscription', call: ['sns', 'ListSubscriptions'], list: 'Subscriptions', id: 'SubscriptionArn' },
  { type: 'AWS::SNS::Topic', call: ['sns', 'ListTopics'], list: 'Topics', id: 'TopicArn' },
  { type: 'AWS::Scheduler::Schedule', call: ['scheduler', 'ListSchedules'], list: 'Schedules', id: 'Name' },
  {
    type: 'AWS::StepFunctions::StateMachine',
    call: ['stepfunctions', 'ListStateMachines'],
    list: 'stateMachines',
    id: 'stateMachineArn',
  },
  {
    type: 'AWS::Scheduler::ScheduleGroup',
    call: ['scheduler', 'ListScheduleGroups'],
    list: 'ScheduleGroups',
    id: 'Name',
  },
];

/** What an account holds: lines of type and physical id. */
export type Inventory = ReadonlySet<string>;

export async function inventoryOf(api: AwsApi): Promise<Inventory> {
  const lines = await Promise.all(LISTINGS.map((listing) => linesOf(api, listing)));
  return new Set(lines.flat());
}

async function linesOf(
  api: AwsApi,
  { type, call: [service, operation], list, id }: Listing,
): Promise<readonly string[]> {
  const ids = listAt(await api.call(service, operation), list).map((entry) =>
    String(id === undefined ? entry : at(entry, id)),
  );
  const there = type === 'AWS::KMS::Key' ? await usableKeys(api, ids) : ids;
  return there.map((one) => inventoryLine(type, one));
}

export function inventoryLine(type: string, id: string): string {
  return `${type} ${id}`;
}

/** A deleted key is kept for a while, of no use to anybody. */
async function usableKeys(api: AwsApi, ids: readonly string[]): Promise<readonly string[]> {
  const states = await Promise.all(ids.map((KeyId) => api.call('kms', 'DescribeKey', { KeyId })));
  return ids.filter((_, index) => at(states[index], 'KeyMetadata', 'KeyState') !== 'PendingDeletion');
}
