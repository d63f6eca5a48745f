import { DELIVERY_RIGHTS } from './delivery-rights.ts';
import { arn, buckets, catalogTables, generated, globalArn, roles, topics } from './stack-place.ts';
import type { StackPlace } from './stack-place.ts';
import { statement } from './statement.ts';
import type { Statement } from './statement.ts';
import { actionsOf, anything, on, type TypeRights } from './type-rights.ts';

/** By the type of the resource; a type that no template has gives no rights. */
export const RIGHTS: Readonly<Record<string, readonly TypeRights[]>> = {
  ...DELIVERY_RIGHTS,
  'AWS::Budgets::Budget': [
    {
      actions: actionsOf('budgets', 'ModifyBudget ViewBudget TagResource UntagResource ListTagsForResource'),
      on: on(globalArn('budgets', (place) => `budget/${generated(place)}`)),
    },
  ],
  'AWS::Chatbot::SlackChannelConfiguration': [
    {
      actions: actionsOf(
        'chatbot',
        'CreateSlackChannelConfiguration UpdateSlackChannelConfiguration DeleteSlackChannelConfiguration DescribeSlackChannelConfigurations ' +
          'ListAssociations TagResource UntagResource ListTagsForResource',
      ),
      on: anything,
    },
  ],
  'AWS::CloudWatch::Alarm': [
    {
      actions: actionsOf('cloudwatch', 'PutMetricAlarm DeleteAlarms TagResource UntagResource ListTagsForResource'),
      on: on(arn('cloudwatch', (place) => `alarm:${generated(place)}`)),
    },
    { actions: actionsOf('cloudwatch', 'DescribeAlarms'), on: anything },
  ],
  'AWS::CloudWatch::CompositeAlarm': [
    {
      actions: actionsOf('cloudwatch', 'PutCompositeAlarm DeleteAlarms TagResource UntagResource ListTagsForResource'),
      on: on(arn('cloudwatch', (place) => `alarm:${generated(place)}`)),
    },
    { actions: actionsOf('cloudwatch', 'DescribeAlarms'), on: anything },
  ],
  'AWS::CloudWatch::Dashboard': [
    {
      actions: actionsOf(
        'cloudwatch',
        'PutDashboard GetDashboard DeleteDashboards TagResource UntagResource ListTagsForResource',
      ),
      on: on(globalArn('cloudwatch', ({ stack }) => `dashboard/${stack}*`)),
    },
  ],
  'AWS::Events::Rule': [
    {
      actions: actionsOf(
        'events',
        'PutRule DescribeRule DeleteRule PutTargets RemoveTargets ListTargetsByRule TagResource UntagResource ListTagsForResource',
      ),
      on: on(arn('events', (place) => `rule/${generated(place)}`)),
    },
  ],
  'AWS::Glue::Database': [
    {
      actions: actionsOf('glue', 'CreateDatabase GetDatabase UpdateDatabase DeleteDatabase'),
      on: on(...catalogTables),
    },
  ],
  'AWS::Glue::Table': [
    {
      actions: actionsOf('glue', 'CreateTable GetTable UpdateTable DeleteTable GetDatabase'),
      on: on(...catalogTables),
    },
  ],
  'AWS::IAM::Policy': [{ actions: actionsOf('iam', 'GetRolePolicy PutRolePolicy DeleteRolePolicy'), on: on(roles) }],
  'AWS::IAM::Role': [
    {
      actions: actionsOf(
        'iam',
        'CreateRole DeleteRole GetRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy TagRole UntagRole ListRoleTags ' +
          'ListRolePolicies ListAttachedRolePolicies GetRolePolicy PutRolePolicy DeleteRolePolicy',
      ),
      on: on(roles),
    },
  ],
  'AWS::KMS::Key': [
    // A key has no name to go by until it is there.
    { actions: actionsOf('kms', 'CreateKey'), on: anything },
    {
      actions: actionsOf(
        'kms',
        'DescribeKey GetKeyPolicy PutKeyPolicy GetKeyRotationStatus EnableKeyRotation DisableKeyRotation EnableKey DisableKey ' +
          'UpdateKeyDescription ScheduleKeyDeletion TagResource UntagResource ListResourceTags',
      ),
      on: on(arn('kms', () => 'key/*')),
    },
  ],
  'AWS::Lambda::Function': [
    {
      actions: actionsOf(
        'lambda',
        'CreateFunction GetFunction UpdateFunctionCode UpdateFunctionConfiguration DeleteFunction TagResource UntagResource ListTags ' +
          'GetFunctionCodeSigningConfig GetFunctionRecursionConfig GetRuntimeManagementConfig',
      ),
      on: on(arn('lambda', (place) => `function:${generated(place)}`)),
    },
  ],
  'AWS::Lambda::Permission': [
    {
      actions: actionsOf('lambda', 'AddPermission GetPolicy RemovePermission'),
      on: on(arn('lambda', (place) => `function:${generated(place)}`)),
    },
  ],
  'AWS::Logs::LogGroup': [
    {
      actions: actionsOf(
        'logs',
        'CreateLogGroup DeleteLogGroup PutRetentionPolicy DeleteRetentionPolicy AssociateKmsKey DisassociateKmsKey ' +
          'TagResource UntagResource ListTagsForResource',
      ),
      on: on(
        arn('logs', (place) => `log-group:${generated(place)}`),
        arn('logs', ({ stack }) => `log-group:/aws/vendedlogs/states/${stack}-*`),
      ),
    },
    { actions: actionsOf('logs', 'DescribeLogGroups'), on: anything },
  ],
  'AWS::S3::Bucket': [
    {
      actions: actionsOf(
        's3',
        'CreateBucket DeleteBucket ListBucket GetBucketTagging PutBucketTagging GetBucketVersioning PutBucketVersioning ' +
          'GetBucketPublicAccessBlock PutBucketPublicAccessBlock GetBucketOwnershipControls PutBucketOwnershipControls ' +
          'GetBucketLogging PutBucketLogging GetBucketNotification PutBucketNotification GetEncryptionConfiguration ' +
          'PutEncryptionConfiguration GetLifecycleConfiguration PutLifecycleConfiguration GetBucketObjectLockConfiguration ' +
          'TagResource UntagResource ListTagsForResource',
      ),
      on: on(buckets),
    },
  ],
  'AWS::S3::BucketPolicy': [
    { actions: actionsOf('s3', 'GetBucketPolicy PutBucketPolicy DeleteBucketPolicy'), on: on(buckets) },
  ],
  'AWS::Scheduler::Schedule': [
    {
      actions: actionsOf('scheduler', 'CreateSchedule GetSchedule UpdateSchedule DeleteSchedule'),
      on: on(arn('scheduler', ({ stack }) => `schedule/${stack}/*`)),
    },
  ],
  'AWS::Scheduler::ScheduleGroup': [
    {
      actions: actionsOf(
        'scheduler',
        'CreateScheduleGroup GetScheduleGroup DeleteScheduleGroup TagResource UntagResource ListTagsForResource',
      ),
      on: on(arn('scheduler', ({ stack }) => `schedule-group/${stack}`)),
    },
    // With its group, a schedule goes.
    {
      actions: actionsOf('scheduler', 'DeleteSchedule'),
      on: on(arn('scheduler', ({ stack }) => `schedule/${stack}/*`)),
    },
  ],
  'AWS::SNS::Subscription': [
    {
      actions: actionsOf('sns', 'Subscribe Unsubscribe GetSubscriptionAttributes SetSubscriptionAttributes'),
      on: on(topics),
    },
  ],
  'AWS::SNS::Topic': [
    {
      actions: actionsOf(
        'sns',
        'CreateTopic DeleteTopic GetTopicAttributes SetTopicAttributes GetDataProtectionPolicy ListSubscriptionsByTopic ' +
          'Subscribe Unsubscribe TagResource UntagResource ListTagsForResource',
      ),
      on: on(topics),
    },
  ],
  'AWS::SNS::TopicPolicy': [{ actions: actionsOf('sns', 'SetTopicAttributes'), on: on(topics) }],
  'AWS::SQS::Queue': [
    {
      actions: actionsOf(
        'sqs',
        'CreateQueue DeleteQueue GetQueueAttributes SetQueueAttributes GetQueueUrl TagQueue UntagQueue ListQueueTags',
      ),
      on: on(arn('sqs', (place) => generated(place))),
    },
  ],
  'AWS::SQS::QueuePolicy': [
    {
      actions: actionsOf('sqs', 'SetQueueAttributes'),
      on: on(arn('sqs', (place) => generated(place))),
    },
  ],
  'AWS::StepFunctions::StateMachine': [
    {
      actions: actionsOf(
        'states',
        'CreateStateMachine DescribeStateMachine UpdateStateMachine DeleteStateMachine TagResource UntagResource ListTagsForResource',
      ),
      on: on(arn('states', ({ stack }) => `stateMachine:${stack}-*`)),
    },
  ],
};

/** What every stack asks for: code that the CDK has put into its bucket, the version of its bootstrap, and roles handed to the services that take them. */
export function rightsOfEveryStack(
  [place, ...others]: readonly [StackPlace, ...(readonly StackPlace[])],
  services: readonly string[],
): readonly Statement[] {
  const { partition, region, account } = place;
  return [
    statement(actionsOf('s3', 'GetObject GetObjectVersion'), [
      `arn:${partition}:s3:::cdk-*-assets-${account}-${region}/*`,
    ]),
    statement(actionsOf('ssm', 'GetParameters'), [
      `arn:${partition}:ssm:${region}:${account}:parameter/cdk-bootstrap/*`,
    ]),
    {
      ...statement(actionsOf('iam', 'PassRole'), [place, ...others].map(roles)),
      Condition: { StringEquals: { 'iam:PassedToService': services } },
    },
  ];
}
