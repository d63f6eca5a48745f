import { ELSEWHERE } from '../judged/decide.ts';
import { idsOfType, type JudgedStack } from '../judged/stack.ts';
import { crossed, type Denied, rolesOf, type Setting } from './denied.ts';

const ADMINISTRATION = [
  'iam:AttachRolePolicy',
  'iam:DeleteRolePermissionsBoundary',
  'iam:PutRolePolicy',
  'iam:UpdateAssumeRolePolicy',
];

const SERVICES = ['lambda', 'sagemaker', 'states', 'ec2'].map((name) => `${name}.amazonaws.com`);

export function deniedOnRoles(setting: Setting): readonly Denied[] {
  const { stack, needs } = setting;
  const principals = rolesOf(stack);
  const { account } = stack.environment;
  const administrator = `arn:aws:iam::${account}:role/administrator`;
  return [
    ...passes(setting),
    ...crossed('roles changed', { principals, actions: ADMINISTRATION, resources: [administrator] }, needs),
    ...crossed(
      'roles taken',
      { principals: [...STRANGERS, ...principals.slice(0, 1)], actions: ['sts:AssumeRole'], resources: principals },
      needs,
    ),
    ...principals.flatMap((resource) => trusts(stack, resource)),
    ...elsewhere(setting),
  ];
}

/** A role is passed to SageMaker by whoever has jobs made in it, and to nobody else. */
function passes({ stack, needs }: Setting): readonly Denied[] {
  const principals = rolesOf(stack);
  return ['sagemaker.amazonaws.com', 'lambda.amazonaws.com'].flatMap((service) =>
    principals.flatMap((principal) =>
      principals.flatMap((resource) => {
        const call = { principal, action: 'iam:PassRole', resource, context: { 'iam:PassedToService': service } };
        const isNeeded = service === 'sagemaker.amazonaws.com' && needs.has(call);
        return principal === resource || isNeeded ? [] : [{ kind: 'roles passed', call }];
      }),
    ),
  );
}

/** Of another account, where they may take whatever role lets them. */
export const STRANGERS = [`arn:aws:iam::${ELSEWHERE}:role/somebody`, `arn:aws:iam::${ELSEWHERE}:user/somebody`];

/** Only the service that a role is for takes it. */
function trusts(stack: JudgedStack, resource: string): readonly Denied[] {
  const action = 'sts:AssumeRole';
  const trust = JSON.stringify(stack.policies.trust.get(resource));
  return [
    ...SERVICES.filter((service) => !trust.includes(service)).map((principal) => ({
      kind: 'roles taken by other services',
      call: { principal, action, resource, context: { 'aws:SourceAccount': stack.environment.account } },
    })),
  ];
}

/** What no role of the platform has anything to do with. */
function elsewhere({ stack, needs }: Setting): readonly Denied[] {
  const { account, region } = stack.environment;
  const at = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
  const ofType = (type: string) => idsOfType(stack.template, type).map((id) => stack.names.arn(id).replace(/:\*$/, ''));
  const topics = ofType('AWS::SNS::Topic');
  const ask = (kind: string, actions: readonly string[], ...resources: readonly string[]) =>
    crossed(kind, { principals: rolesOf(stack), actions, resources }, needs);
  return [
    ...LOGS.flatMap(([actions, name]) => ask('logs of others', actions, at('logs', `log-group:${name}`))),
    ...ask(
      'logs deleted',
      ['logs:DeleteLogGroup', 'logs:PutRetentionPolicy'],
      ...ofType('AWS::Logs::LogGroup').slice(0, 2),
    ),
    ...ask('topics changed', ['sns:Subscribe', 'sns:SetTopicAttributes', 'sns:DeleteTopic'], ...topics),
    ...ask('messages', ['sns:Publish'], ...topics, at('sns', 'of-others')),
    ...OF_OTHERS.flatMap(([kind, actions, service, name]) => ask(kind, actions, at(service, name))),
  ];
}

const LINES = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const LOGS: readonly (readonly [actions: readonly string[], name: string])[] = [
  [LINES, 'of-others:log-stream:any'],
  [LINES, '/aws/sagemaker/TrainingJobs:log-stream:of-others/algo-1'],
  [LINES, '/aws/sagemaker/ProcessingJobs:log-stream:of-others/algo-1'],
  [['logs:CreateLogGroup', 'logs:DescribeLogStreams'], '/aws/sagemaker/OfOthers'],
];

const IMAGE = ['BatchCheckLayerAvailability', 'BatchDeleteImage', 'BatchGetImage', 'DescribeImages', 'PutImage'].map(
  (action) => `ecr:${action}`,
);

const OF_OTHERS: readonly (readonly [kind: string, actions: readonly string[], service: string, name: string])[] = [
  ['queues of others', ['sqs:SendMessage', 'sqs:ReceiveMessage'], 'sqs', 'of-others'],
  ['secrets', ['secretsmanager:GetSecretValue'], 'secretsmanager', 'secret:of-others-AbCdEf'],
  [
    'stacks changed',
    ['cloudformation:UpdateStack', 'cloudformation:DeleteStack'],
    'cloudformation',
    'stack/of-others/1',
  ],
  ['schedules changed', ['scheduler:UpdateSchedule'], 'scheduler', 'schedule/default/any'],
  ['rules changed', ['events:PutRule', 'events:PutTargets', 'events:DeleteRule'], 'events', 'rule/of-others'],
  ['images of others', [...IMAGE, 'ecr:GetDownloadUrlForLayer'], 'ecr', 'repository/of-others'],
  ['tables elsewhere', ['dynamodb:GetItem', 'dynamodb:PutItem'], 'dynamodb', 'table/any'],
];
