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

describe('findEnvironment', () => {
  it.each(['dev', 'staging', 'prod'])('finds %s, and finds nothing wrong with it', (name) => {
    expect(findEnvironment(name).name).toBe(name);
  });

  it('says what is allowed when the name is unknown', () => {
    expect(messageOf(() => findEnvironment('foo'))).toBe(
      "EnvironmentInvalid: the context 'env' names no environment; got 'foo'; allowed: dev, staging, prod; hint: npx cdk synth -c env=dev",
    );
  });

  it('says what is allowed when there is no name', () => {
    expect(messageOf(() => findEnvironment(undefined))).toBe(
      "EnvironmentInvalid: the context 'env' is missing; allowed: dev, staging, prod; hint: npx cdk synth -c env=dev",
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
    ['notificationEmails', ['nobody'], 'notificationEmails.0', "got 'nobody'", 'an e-mail address'],
    ['tags', {}, 'tags', 'got {}', 'Unrecognized key'],
  ])('names the field, the value and what is allowed: %s = %j', (path, value, field, got, allowed) => {
    const message = messageOf(() => checkEnvironment(broken(path, value)));
    expect(message).toContain(`EnvironmentInvalid: environments/staging.ts: ${field} is not valid; ${got}; allowed: `);
    expect(message.split('allowed: ')[1]).toContain(allowed);
  });
});
