import { isDeepStrictEqual } from 'node:util';
import { type Call, deliveryTemplate, type Policies, type Statement } from './account.ts';
import { KEY, role } from './expected-rights.ts';

/** Who may take which role, and whom the resources let in: a question each, with the answer that a person expects. */
export interface Question extends Call {
  readonly isExpected: boolean;
}

const DELIVERY = '444444444444';
const BUCKET = 'arn:aws:s3:::forecasting-delivery-releasesbucket';
const LOGS = 'arn:aws:s3:::forecasting-delivery-accesslogsbucket';
const IMAGES = 'arn:aws:ecr:eu-central-1:444444444444:repository/forecasting-delivery-ImageRepository';
const TOPICS = 'arn:aws:sns:eu-central-1:444444444444:forecasting-delivery';

const BUILDS =
  'check image build deploy-dev deploy-staging keep-run evidence deploy-prod confirm return pull-request-check pull-request-deploy';
const PIPELINES = 'main release return';

/** A service takes a role for one resource of this account, and for no other. */
function servicesRole(arn: string, service: string, source: string): readonly Question[] {
  const asked = { action: 'sts:AssumeRole', resource: arn, principal: service };
  const context = { 'aws:SourceAccount': DELIVERY, 'aws:SourceArn': source };
  return [
    { ...asked, context, isExpected: true },
    { ...asked, context: { ...context, 'aws:SourceArn': `${source}-of-others` }, isExpected: false },
    { ...asked, context: { ...context, 'aws:SourceAccount': '999999999999' }, isExpected: false },
    { ...asked, context, principal: 'ec2.amazonaws.com', isExpected: false },
    { ...asked, context, action: 'sts:TagSession', isExpected: false },
  ];
}

/** Of a role in an environment's account: the roles of the delivery that may take it. */
const TAKEN_BY: Readonly<Record<string, readonly string[]>> = {
  [role('forecasting-dev-delivery-read', 'dev')]: ['evidence'],
  [role('forecasting-dev-delivery-pulls', 'dev')]: ['pull-request-deploy'],
  [role('forecasting-staging-delivery-run', 'staging')]: ['main-pipeline'],
  [role('forecasting-staging-delivery-read', 'staging')]: ['keep-run', 'evidence'],
  [role('forecasting-prod-delivery-run', 'prod')]: ['release-pipeline'],
  [role('forecasting-prod-delivery-read', 'prod')]: ['evidence', 'confirm'],
};
const CALLERS = [...BUILDS.split(' '), ...PIPELINES.split(' ').map((name) => `${name}-pipeline`), 'somebody'];

/** Each asks as one who may take any role: it is the role that has to refuse. */
function takings(): readonly Question[] {
  return Object.entries(TAKEN_BY).flatMap(([resource, who]) => [
    ...CALLERS.map((caller) => ({
      principal: role(`forecasting-delivery-${caller}`),
      action: 'sts:AssumeRole',
      resource,
      isExpected: who.includes(caller),
    })),
    ...who.map((caller) => ({
      principal: role(`forecasting-delivery-${caller}`),
      action: 'sts:TagSession',
      resource,
      isExpected: false,
    })),
    {
      principal: 'arn:aws:iam::999999999999:role/forecasting-delivery-evidence',
      action: 'sts:AssumeRole',
      resource,
      isExpected: false,
    },
  ]);
}

const somebody = role('somebody');

const onBucket = (bucket: string, action: string, resource: string): readonly Question[] =>
  (['true', 'false'] as const).map((secure) => ({
    principal: somebody,
    action,
    resource: `${bucket}${resource}`,
    context: { 'aws:SecureTransport': secure },
    isExpected: secure === 'true',
  }));

/** No role swaps what was built or confirmed. */
function writtenOnce(): readonly Question[] {
  const put = (key: string, isExpected: boolean, context: Call['context'] = {}): Question => ({
    principal: somebody,
    action: 's3:PutObject',
    resource: `${BUCKET}/${key}`,
    context,
    isExpected,
  });
  const once = ['builds/a/build.json', 'builds/a/prod.tgz', 'confirmed/staging/a.json'];
  return [
    ...once.flatMap((key) => [put(key, true, { 's3:if-none-match': '*' }), put(key, false)]),
    ...['deployments/prod/00000001.json', 'evidence/a/evidence.json'].map((key) => put(key, true)),
  ];
}

function accessLogs(): readonly Question[] {
  const asked = { principal: 'logging.s3.amazonaws.com', action: 's3:PutObject', resource: `${LOGS}/a` };
  const context = { 'aws:SourceAccount': DELIVERY, 'aws:SourceArn': BUCKET };
  return [
    { ...asked, context, isExpected: true },
    { ...asked, action: 's3:GetObject', context, isExpected: false },
    { ...asked, principal: 'ec2.amazonaws.com', context, isExpected: false },
    { ...asked, context: { ...context, 'aws:SourceAccount': '999999999999' }, isExpected: false },
    { ...asked, context: { ...context, 'aws:SourceArn': 'arn:aws:s3:::other' }, isExpected: false },
  ];
}

function images(): readonly Question[] {
  const pulled = ['BatchCheckLayerAvailability', 'BatchGetImage', 'DescribeImages', 'GetDownloadUrlForLayer'];
  const asked = (account: string, action: string, isExpected: boolean): Question => ({
    principal: `arn:aws:iam::${account}:role/somebody`,
    action: `ecr:${action}`,
    resource: IMAGES,
    isExpected,
  });
  return [
    ...['222222222222', '333333333333'].flatMap((account) => pulled.map((action) => asked(account, action, true))),
    ...['111111111111', '999999999999'].flatMap((account) => pulled.map((action) => asked(account, action, false))),
    asked('333333333333', 'PutImage', false),
    asked('333333333333', 'BatchDeleteImage', false),
  ];
}

function topics(): readonly Question[] {
  const publish = (principal: string, topic: string, isExpected: boolean, secure = 'true'): Question => ({
    principal,
    action: 'sns:Publish',
    resource: `${TOPICS}-${topic}Topic`,
    context: { 'aws:SecureTransport': secure },
    isExpected,
  });
  return [
    publish('events.amazonaws.com', 'Failures', true),
    publish('events.amazonaws.com', 'Approvals', false),
    publish('ec2.amazonaws.com', 'Failures', false),
    { ...publish('events.amazonaws.com', 'Failures', false), action: 'sns:Subscribe' },
    publish(somebody, 'Failures', false, 'false'),
    publish(somebody, 'Approvals', true),
    publish(somebody, 'Approvals', false, 'false'),
  ];
}

function key(): readonly Question[] {
  const use = (principal: string, action: string, isExpected: boolean): Question => ({
    principal,
    action,
    resource: KEY,
    isExpected,
  });
  return [
    ...['kms:Decrypt', 'kms:GenerateDataKey', 'kms:ScheduleKeyDeletion'].map((action) => use(somebody, action, true)),
    use('arn:aws:iam::999999999999:role/somebody', 'kms:Decrypt', false),
    use('events.amazonaws.com', 'kms:Decrypt', true),
    use('events.amazonaws.com', 'kms:GenerateDataKey', true),
    use('events.amazonaws.com', 'kms:ScheduleKeyDeletion', false),
    use('ec2.amazonaws.com', 'kms:Decrypt', false),
    // Without the context of a log, whose key the simulation does not know: only its refusal can be asked for.
    use('logs.eu-central-1.amazonaws.com', 'kms:Decrypt', false),
  ];
}

/** In which the rule starts the return. */
function eventsRole(): readonly Question[] {
  const ids = Object.keys(deliveryTemplate().Resources);
  const name = ids.find((id) => /^returnPipelineEventsRole[0-9A-F]{8}$/.test(id)) ?? 'none';
  const context = { 'aws:SourceAccount': DELIVERY };
  const asked = { action: 'sts:AssumeRole', resource: role(`forecasting-delivery-${name}`), context };
  const events = { ...asked, principal: 'events.amazonaws.com' };
  return [
    { ...events, isExpected: true },
    { ...events, context: { 'aws:SourceAccount': '999999999999' }, isExpected: false },
    { ...events, context: {}, isExpected: false },
    { ...asked, principal: 'ec2.amazonaws.com', isExpected: false },
    { ...events, action: 'sts:TagSession', isExpected: false },
  ];
}

/** Of the key: the simulation knows no encryption context, so that the statement is read instead. */
const LETS_LOGS: Statement & { readonly Sid: string } = {
  Sid: 'LogGroupsOfThisStack',
  Effect: 'Allow',
  Principal: { Service: 'logs.eu-central-1.amazonaws.com' },
  Action: ['kms:Decrypt*', 'kms:Describe*', 'kms:Encrypt*', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
  Resource: ['*'],
  Condition: {
    ArnLike: {
      'kms:EncryptionContext:aws:logs:arn': ['arn:aws:logs:eu-central-1:444444444444:log-group:forecasting-delivery-*'],
    },
  },
};

export function letsLogs({ onResources }: Policies): boolean {
  const service = (statement: Statement) => JSON.stringify(statement.Principal).includes('logs.');
  const found = onResources.get(KEY)?.Statement.filter(service) ?? [];
  return found.length === 1 && isDeepStrictEqual({ ...found[0] }, { ...LETS_LOGS });
}

export function questions(): readonly Question[] {
  const codebuild = 'arn:aws:codebuild:eu-central-1:444444444444:project';
  const codepipeline = 'arn:aws:codepipeline:eu-central-1:444444444444';
  return [
    ...BUILDS.split(' ').flatMap((name) =>
      servicesRole(
        role(`forecasting-delivery-${name}`),
        'codebuild.amazonaws.com',
        `${codebuild}/forecasting-delivery-${name}`,
      ),
    ),
    ...PIPELINES.split(' ').flatMap((name) =>
      servicesRole(
        role(`forecasting-delivery-${name}-pipeline`),
        'codepipeline.amazonaws.com',
        `${codepipeline}:forecasting-delivery-${name}`,
      ),
    ),
    ...eventsRole(),
    ...takings(),
    ...onBucket(BUCKET, 's3:GetObject', '/builds/a'),
    ...onBucket(BUCKET, 's3:ListBucket', ''),
    ...onBucket(LOGS, 's3:GetObject', '/a'),
    ...onBucket(LOGS, 's3:ListBucket', ''),
    ...writtenOnce(),
    ...accessLogs(),
    ...images(),
    ...topics(),
    ...key(),
  ];
}

/** Whoever asks may do everything by its own policy. */
export function answerOf<A>(
  question: Question,
  { onResources }: Policies,
  ask: (call: Call, policies: Policies) => A,
): A {
  const { principal } = question;
  const everything = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow' as const, Action: ['*'], Resource: ['*'] }],
  };
  return ask(question, { onResources, ofRoles: new Map([[principal, everything]]) });
}
