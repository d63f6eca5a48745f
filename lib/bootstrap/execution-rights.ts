/** Where the resources of one stack lie. */
export interface StackPlace {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly stack: string;
}

/** What CloudFormation calls to create, read, update and delete the resources of one type, as this project uses it. */
export interface TypeRights {
  readonly actions: readonly string[];
  /** What the actions are allowed on. */
  readonly on: (place: StackPlace) => readonly string[];
}

/**
 * What CloudFormation names itself begins with the stack's name, of which it keeps as much as fits: a role's name has 64 characters, half of
 * which are for the logical id and a random end.
 */
const KEPT_OF_THE_STACK = 24;

function generated({ stack }: StackPlace): string {
  return stack.length > KEPT_OF_THE_STACK ? `${stack.slice(0, KEPT_OF_THE_STACK)}*` : `${stack}-*`;
}

const arn =
  (service: string, resource: (place: StackPlace) => string) =>
  (place: StackPlace): string =>
    `arn:${place.partition}:${service}:${place.region}:${place.account}:${resource(place)}`;

const globalArn =
  (service: string, resource: (place: StackPlace) => string) =>
  (place: StackPlace): string =>
    `arn:${place.partition}:${service}::${place.account}:${resource(place)}`;

const roles = globalArn('iam', (place) => `role/${generated(place)}`);
const buckets = (place: StackPlace) => `arn:${place.partition}:s3:::${generated(place)}`;
const topics = arn('sns', (place) => generated(place));
const tables = [
  arn('glue', () => 'catalog'),
  arn('glue', ({ stack }) => `database/${catalogDatabase(stack)}`),
  arn('glue', ({ stack }) => `table/${catalogDatabase(stack)}/*`),
];

/** AWS knows these for '*' only. */
const anything = () => ['*'];
const on =
  (...arns: readonly ((place: StackPlace) => string)[]) =>
  (place: StackPlace): readonly string[] =>
    arns.map((make) => make(place));

function actionsOf(service: string, names: string): readonly string[] {
  return names.split(' ').map((name) => `${service}:${name}`);
}

/** Glue's names have no dashes, since SQL would take them for minus. */
function catalogDatabase(stack: string): string {
  return stack.replaceAll('-', '_');
}

/** By the type of the resource; a type that no template has gives no rights. */
export const RIGHTS: Readonly<Record<string, readonly TypeRights[]>> = {
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
    { actions: actionsOf('glue', 'CreateDatabase GetDatabase UpdateDatabase DeleteDatabase'), on: on(...tables) },
  ],
  'AWS::Glue::Table': [
    { actions: actionsOf('glue', 'CreateTable GetTable UpdateTable DeleteTable GetDatabase'), on: on(...tables) },
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
  'AWS::SNS::TopicPolicy': [{ actions: actionsOf('sns', 'SetTopicAttributes GetTopicAttributes'), on: on(topics) }],
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
      actions: actionsOf('sqs', 'GetQueueAttributes SetQueueAttributes'),
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
    // Where a machine's log goes: CloudFormation creates the machine as itself, which asks that of whoever does.
    {
      actions: actionsOf(
        'logs',
        'CreateLogDelivery GetLogDelivery UpdateLogDelivery DeleteLogDelivery ListLogDeliveries PutResourcePolicy ' +
          'DescribeResourcePolicies DescribeLogGroups',
      ),
      on: anything,
    },
  ],
};

/** What every stack asks for: code that the CDK has put into its bucket, the version of its bootstrap, and roles handed to the services that take them. */
export function rightsOfEveryStack(place: StackPlace, services: readonly string[]): readonly Statement[] {
  const { partition, region, account } = place;
  return [
    statement(actionsOf('s3', 'GetObject GetObjectVersion'), [
      `arn:${partition}:s3:::cdk-*-assets-${account}-${region}/*`,
    ]),
    statement(actionsOf('ssm', 'GetParameters'), [
      `arn:${partition}:ssm:${region}:${account}:parameter/cdk-bootstrap/*`,
    ]),
    {
      ...statement(actionsOf('iam', 'PassRole'), [roles(place)]),
      Condition: { StringEquals: { 'iam:PassedToService': services } },
    },
  ];
}

export interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export function statement(actions: readonly string[], resources: readonly string[]): Statement {
  return { Effect: 'Allow', Action: actions, Resource: resources };
}
