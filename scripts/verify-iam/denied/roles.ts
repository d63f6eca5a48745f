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

/** A role is passed to one service by whoever has jobs made in it. */
function passes({ stack, needs }: Setting): readonly Denied[] {
  const principals = rolesOf(stack);
  return ['sagemaker.amazonaws.com', 'lambda.amazonaws.com'].flatMap((service) =>
    crossed('roles passed', { principals, actions: ['iam:PassRole'], resources: principals }, needs)
      .filter(({ call }) => call.principal !== call.resource)
      .map(({ kind, call }) => ({ kind, call: { ...call, context: { 'iam:PassedToService': service } } })),
  );
}

/** Of another account, where they may take whatever role lets them. */
export const STRANGERS = [`arn:aws:iam::${ELSEWHERE}:role/somebody`, `arn:aws:iam::${ELSEWHERE}:user/somebody`];

/** Only the service that a role is for takes it, and only for this account where the service says for whom it asks. */
function trusts(stack: JudgedStack, resource: string): readonly Denied[] {
  const action = 'sts:AssumeRole';
  const trust = JSON.stringify(stack.policies.trust.get(resource));
  return [
    ...SERVICES.filter((service) => !trust.includes(service)).map((principal) => ({
      kind: 'roles taken by other services',
      call: { principal, action, resource, context: { 'aws:SourceAccount': stack.environment.account } },
    })),
    ...SERVICES.map((principal) => ({
      kind: 'roles taken for other accounts',
      call: { principal, action, resource, context: { 'aws:SourceAccount': ELSEWHERE } },
    })),
  ];
}

/** What no role of the platform has anything to do with. */
function elsewhere({ stack, needs }: Setting): readonly Denied[] {
  const { account, region } = stack.environment;
  const at = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
  const groups = idsOfType(stack.template, 'AWS::Logs::LogGroup').map((id) => stack.names.arn(id).replace(/:\*$/, ''));
  const topics = idsOfType(stack.template, 'AWS::SNS::Topic').map((id) => stack.names.arn(id));
  const ask = (kind: string, actions: readonly string[], resources: readonly string[]) =>
    crossed(kind, { principals: rolesOf(stack), actions, resources }, needs);
  return [
    ...ask('logs deleted', ['logs:DeleteLogGroup', 'logs:PutRetentionPolicy'], groups.slice(0, 2)),
    ...ask('topics changed', ['sns:Subscribe', 'sns:SetTopicAttributes', 'sns:DeleteTopic'], topics),
    ...ask('messages', ['sns:Publish'], [...topics, at('sns', 'of-others')]),
    ...ask('secrets', ['secretsmanager:GetSecretValue'], [at('secretsmanager', 'secret:of-others-AbCdEf')]),
    ...ask(
      'stacks changed',
      ['cloudformation:UpdateStack', 'cloudformation:DeleteStack'],
      [at('cloudformation', `stack/${stack.environment.name}-of-others/1`)],
    ),
    ...ask('schedules changed', ['scheduler:UpdateSchedule'], [at('scheduler', 'schedule/default/any')]),
    ...ask(
      'rules changed',
      ['events:PutRule', 'events:PutTargets', 'events:DeleteRule'],
      [at('events', 'rule/of-others')],
    ),
    ...ask('images', ['ecr:PutImage', 'ecr:BatchDeleteImage'], [at('ecr', 'repository/any')]),
    ...ask('tables elsewhere', ['dynamodb:GetItem', 'dynamodb:PutItem'], [at('dynamodb', 'table/any')]),
  ];
}
