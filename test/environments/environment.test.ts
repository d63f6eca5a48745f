import { describe, expect, it } from '@jest/globals';
import type { Environment } from '../../environments/environment.ts';
import { ENVIRONMENTS, checkEnvironment, findEnvironment } from '../../environments/index.ts';

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  return 'accepted';
}

/** Staging with one field, by its dotted path, set to a value that its type may not allow. */
function broken(path: string, value: unknown): Environment {
  const literal = structuredClone(ENVIRONMENTS.staging);
  const fields = path.split('.');
  const last = fields.pop() ?? '';
  const owner = fields.reduce<Record<string, unknown>>((within, field) => within[field] as never, literal as never);
  if (value === undefined) Reflect.deleteProperty(owner, last);
  else owner[last] = value;
  return literal;
}

const LONG = 'x'.repeat(257);
const SUBNET = 'subnet-0123456789abcdef0';
const TOPIC = 'arn:aws:sns:eu-central-1:222222222222:mlops';
const SECRET = 'arn:aws:secretsmanager:eu-central-1:222222222222:secret:acme/mlflow-AbCd12';
const tracking = (part: object) => ({ ...TRACKED, ...part });
const TRACKED = { server: 'https://mlflow.acme.internal/', whenDown: 'wait', secret: 'none', secretKeyArn: 'none' };
const network = (part: object) => ({ subnetIds: [SUBNET], securityGroupIds: groups(1), ...part });
const groups = (count: number) => Array.from({ length: count }, (_, index) => `sg-0123456789abcdef${index}`);
const manyTags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));

describe('findEnvironment', () => {
  it.each(['dev', 'staging', 'prod'])('finds %s, and finds nothing wrong with it', (name) => {
    expect(findEnvironment(name).name).toBe(name);
  });

  it('says what is allowed when the name is unknown', () => {
    expect(messageOf(() => findEnvironment('foo'))).toBe(
      "EnvironmentInvalid: the context 'env' names no environment; got 'foo'; allowed: dev, staging, prod, delivery; hint: npx cdk synth -c env=dev",
    );
  });

  it('says what is allowed when there is no name', () => {
    expect(messageOf(() => findEnvironment(undefined))).toBe(
      "EnvironmentInvalid: the context 'env' is missing; allowed: dev, staging, prod, delivery; hint: npx cdk synth -c env=dev",
    );
  });

  it('takes no name that every object has for an environment', () => {
    expect(messageOf(() => findEnvironment('constructor'))).toContain("got 'constructor'");
  });
});

describe('checkEnvironment', () => {
  it.each([
    ['kind', 'serving', 'kind', "got 'serving'", "Expected 'platform'"],
    ['kind', undefined, 'kind', "got 'nothing'", "Expected 'platform'"],
    ['account', '12345', 'account', "got '12345'", '12 digits'],
    ['region', 'frankfurt', 'region', "got 'frankfurt'", 'eu-central-1'],
    ['datasets', ['weather', 'weather'], 'datasets', 'got', 'every data set once'],
    ['bakeMinutes', 721, 'bakeMinutes', 'got 721', '<=720'],
    ['operations', undefined, 'operations', "got 'nothing'", 'object'],
    ['operations.monthlyBudgetDollars', 0, 'operations.monthlyBudgetDollars', 'got 0', '>0'],
    ['operations.chat', { slackWorkspaceId: 'x' }, 'operations.chat', 'got', "'none', or { slackWorkspaceId"],
    ['operations.maxModelAgeDays', 0, 'operations.maxModelAgeDays', 'got 0', '>=1'],
    ['compute.train.on', 'batch', 'compute.train.on', "got 'batch'", "'lambda' | 'container'"],
    ['compute.train.instanceType', undefined, 'compute.train.instanceType', "got 'nothing'", 'string'],
    ['compute.train.instanceType', 'm5.large', 'compute.train.instanceType', "got 'm5.large'", 'ml.m5.large'],
    ['compute.forecast.memoryMiB', 512, 'compute.forecast.memoryMiB', 'got 512', 'Unrecognized key'],
    [
      'schedules.retrain',
      'cron(0 25 * * ? *)',
      'schedules.retrain',
      "got 'cron(0 25 * * ? *)'",
      "hours cannot be '25'",
    ],
    ['schedules.train', 'off', 'schedules.train', "got 'off'", 'Unrecognized key: "train"'],
    ['approval.required', 'sometimes', 'approval.required', "got 'sometimes'", '"never"|"always"'],
    ['approval.timeoutHours', 2161, 'approval.timeoutHours', 'got 2161', '2160'],
    ['retraining', 'daily', 'retraining', "got 'daily'", '"manual"|"scheduled"|"triggered"'],
    ['schedules.replay', undefined, 'schedules.replay', "got 'nothing'", 'string'],
    ['storage.removal', 'snapshot', 'storage.removal', "got 'snapshot'", '"retain"|"destroy"'],
    ['storage.layers.gold.expireAfterDays', 'no', 'storage.layers.gold.expireAfterDays', "got 'no'", "or 'never'"],
    ['logRetentionDays', 31, 'logRetentionDays', 'got 31', '30'],
    ['steps.timeoutSeconds', 901, 'steps.timeoutSeconds', 'got 901', '900'],
    ['tags', { 'aws:team': 'x' }, 'tags.aws:team', "got 'x'", "does not begin with 'aws:'"],
    ['tags', { AWS: 'x', 'AWS:x': 'x' }, 'tags.AWS:x', "got 'x'", "does not begin with 'aws:'"],
    ['tags', { '': 'x' }, 'tags.', "got 'x'", 'a key of 1 to 128 letters'],
    ['tags', { [LONG.slice(0, 129)]: 'x' }, `tags.${LONG.slice(0, 129)}`, "got 'x'", 'a key of 1 to 128 letters'],
    ['tags', { 'who?': 'x' }, 'tags.who?', "got 'x'", 'and _ . : / = + - @'],
    ['tags', { team: '' }, 'tags.team', "got ''", '1 to 256 letters'],
    ['tags', { team: LONG }, 'tags.team', `got '${LONG}'`, '1 to 256 letters'],
    ['tags', { team: 'a*' }, 'tags.team', "got 'a*'", 'and _ . : / = + - @'],
    ['tags', { team: 'x', Team: 'y' }, 'tags.Team', "got 'y'", "differs from 'team' by more than its case"],
    ['tags', manyTags(50), 'tags', 'got {', 'at most 49 tags'],
    ['tags', { team: 7 }, 'tags.team', 'got 7', 'expected string'],
    ['namePrefix', 'acme-', 'namePrefix', "got 'acme-'", "lower case letters, digits and dashes, or 'none'"],
    ['namePrefix', '', 'namePrefix', "got ''", "or 'none'"],
    [
      'permissionsBoundary',
      'boundary',
      'permissionsBoundary',
      "got 'boundary'",
      'arn:aws:iam::111122223333:policy/boundary',
    ],
    [
      'permissionsBoundary',
      'arn:aws:iam::222222222222:role/boundary',
      'permissionsBoundary',
      "got 'arn:aws:iam::222222222222:role/boundary'",
      'the ARN of a managed policy',
    ],
    ['network', 'public', 'network', "got 'public'", "'none', or { subnetIds: [...], securityGroupIds: [...] }"],
    ['network', network({ subnetIds: [] }), 'network.subnetIds', 'got []', '>=1'],
    [
      'network',
      network({ subnetIds: ['subnet-1'] }),
      'network.subnetIds.0',
      "got 'subnet-1'",
      "'subnet-0123456789abcdef0'",
    ],
    ['network', network({ subnetIds: [SUBNET, SUBNET] }), 'network.subnetIds', `got ["${SUBNET}"`, 'every id once'],
    [
      'network',
      network({ securityGroupIds: [SUBNET] }),
      'network.securityGroupIds.0',
      `got '${SUBNET}'`,
      "'sg-0123456789abcdef0'",
    ],
    ['network', network({ securityGroupIds: groups(6) }), 'network.securityGroupIds', 'got [', 'at most 5'],
    ['dataKey', 'none', 'dataKey', "got 'none'", "or 'own'"],
    [
      'dataKey',
      'arn:aws:kms:eu-central-1:222222222222:alias/data',
      'dataKey',
      "got 'arn:aws:kms:eu-central-1:222222222222:alias/data'",
      'the ARN of a KMS key (no alias)',
    ],
    [
      'storage.accessLogs',
      30,
      'storage.accessLogs',
      'got 30',
      "{ expireAfterDays: 90 }, or { bucket: 'company-access-logs' }",
    ],
    ['storage.accessLogs', { bucket: 'Logs' }, 'storage.accessLogs.bucket', "got 'Logs'", 'the name of a bucket'],
    [
      'storage.accessLogs',
      { bucket: 'logs', expireAfterDays: 3 },
      'storage.accessLogs',
      'got {',
      '{ expireAfterDays: 90 }, or',
    ],
    [
      'tracking',
      'https://mlflow.acme.internal',
      'tracking',
      "got 'https://mlflow.acme.internal'",
      "'files', or { server: ",
    ],
    [
      'tracking',
      tracking({ server: 'http://mlflow.acme.internal' }),
      'tracking.server',
      'got',
      'is not spoken to by http',
    ],
    [
      'tracking',
      tracking({ server: 'https://ada:geheim@mlflow.acme.internal' }),
      'tracking.server',
      "got 'https://***@mlflow",
      'without user',
    ],
    ['tracking', tracking({ whenDown: 'never' }), 'tracking', 'got {', "'wait' or 'fail'"],
    [
      'tracking',
      tracking({ server: 'https://ada:geheim@mlflow.acme.internal', whenDown: 'never' }),
      'tracking',
      'got {"server":"https://***@mlflow',
      "'wait' or 'fail'",
    ],
    ['tracking', tracking({ secret: 'two words' }), 'tracking.secret', "got 'two words'", 'the name of a secret'],
    ['tracking', tracking({ secret: SECRET.slice(0, -7) }), 'tracking.secret', 'got', 'its complete ARN'],
    [
      'tracking',
      tracking({ secretKeyArn: 'alias/mlflow' }),
      'tracking.secretKeyArn',
      "got 'alias/mlflow'",
      "or 'none'",
    ],
    ['notifications', { emails: ['nobody'] }, 'notifications.emails.0', "got 'nobody'", 'an e-mail address'],
    ['notifications', { topicArn: TOPIC }, 'notifications', 'got {', "or { topicArn: 'arn:...', topicKeyArn: 'none' }"],
    [
      'notifications',
      { topicArn: `${TOPIC}.fifo`, topicKeyArn: 'none' },
      'notifications.topicArn',
      `got '${TOPIC}.fifo'`,
      'a FIFO topic sends no e-mail',
    ],
    ['notifications', { topicArn: TOPIC, topicKeyArn: 'own' }, 'notifications.topicKeyArn', "got 'own'", "or 'none'"],
  ])('names the field, the value and what is allowed: %s = %j', (path, value, field, got, allowed) => {
    const message = messageOf(() => checkEnvironment(broken(path, value)));
    const [found, what] = message.split('; allowed: ');
    expect(found).toContain(`EnvironmentInvalid: environments/staging.ts: ${field} is not valid; ${got}`);
    expect(what).toContain(allowed);
  });

  it.each([
    ['tags', {}],
    ['tags', { [LONG.slice(0, 128)]: LONG.slice(0, 256), 'Größe/kg': '5 m @ 3:00 = 1+2_3.4-5' }],
    ['tags', manyTags(49)],
    ['namePrefix', 'a'],
    ['namePrefix', 'acme-2'],
    ['permissionsBoundary', 'arn:aws-us-gov:iam::222222222222:policy/path/to/a_boundary'],
    ['network', network({ subnetIds: ['subnet-01234567', SUBNET], securityGroupIds: groups(5) })],
    ['dataKey', 'arn:aws:kms:eu-central-1:222222222222:key/mrk-1234abcd12ab34cd56ef1234567890ab'],
    ['storage.accessLogs', { bucket: 'acme.access-logs' }],
    ['notifications', { topicArn: TOPIC, topicKeyArn: 'none' }],
    ['tracking', TRACKED],
    ['tracking', tracking({ server: 'http://127.0.0.1:5000', whenDown: 'fail', secret: 'acme/mlflow' })],
    ['tracking', tracking({ secret: SECRET, secretKeyArn: 'arn:aws:kms:eu-central-1:222222222222:key/1234abcd' })],
  ])('takes %s: %j', (path, value) => {
    expect(messageOf(() => checkEnvironment(broken(path, value)))).toBe('accepted');
  });
});
