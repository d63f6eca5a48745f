import { describe, expect, it } from '@jest/globals';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { ENVIRONMENTS, checkEnvironment } from '../../environments/index.ts';
import {
  acceptanceIsOnItsData,
  boundaryIsOfTheAccount,
  chatHearsATopicOfTheStack,
  coldStorageComesBeforeExpiry,
  datasetsAreKnown,
  existingResourcesAreInTheRegion,
  keptArtifactsKeepTheirFirstVersion,
  onlyKeptArtifactsAreLocked,
  looksAreMissedNoSoonerThanTheyCome,
  namesFit,
  onlyDeliveriesExpire,
  prefixIsNoStacksName,
  prodIsProtectedFromDeletion,
  prodAcceptsNoPast,
  prodRetainsItsData,
  retrainingMatchesItsSchedule,
  tagsFitAVariable,
} from '../../environments/rules.ts';

const { dev, prod, staging } = ENVIRONMENTS;

function withLayer(layer: 'landing' | 'gold' | 'artifacts', lifecycle: object): PlatformEnvironment {
  const layers = { ...prod.storage.layers, [layer]: { ...prod.storage.layers[layer], ...lifecycle } };
  return { ...prod, storage: { ...prod.storage, layers } };
}

describe('prodRetainsItsData', () => {
  const destroyed: PlatformEnvironment = { ...prod, storage: { ...prod.storage, removal: 'destroy' } };
  it('complies: prod retains', () => expect(prodRetainsItsData(prod)).toBeUndefined());
  it('does not: prod would delete its data', () => {
    expect(prodRetainsItsData(destroyed)).toMatchObject({ got: 'destroy', allowed: "'retain'" });
  });
  it('does not apply to dev', () => expect(prodRetainsItsData({ ...destroyed, name: 'dev' })).toBeUndefined());
});

describe('prodIsProtectedFromDeletion', () => {
  const unprotected: PlatformEnvironment = { ...prod, terminationProtection: false };
  it('complies: prod is protected', () => expect(prodIsProtectedFromDeletion(prod)).toBeUndefined());
  it('does not: prod is not', () => {
    expect(prodIsProtectedFromDeletion(unprotected)).toMatchObject({ got: false, allowed: 'true' });
  });
  it('does not apply to dev', () => expect(prodIsProtectedFromDeletion(dev)).toBeUndefined());
});

describe('prodAcceptsNoPast', () => {
  it('complies: prod accepts nothing', () => expect(prodAcceptsNoPast(prod)).toBeUndefined());
  it('does not: prod would live through a window of the past', () => {
    expect(prodAcceptsNoPast({ ...prod, acceptance: staging.acceptance })).toMatchObject({ allowed: "'none'" });
  });
  it('does not apply to staging', () => expect(prodAcceptsNoPast(staging)).toBeUndefined());
});

describe('acceptanceIsOnItsData', () => {
  it('complies', () => {
    expect(acceptanceIsOnItsData(staging)).toBeUndefined();
    expect(acceptanceIsOnItsData(dev)).toBeUndefined();
  });
  it('does not: another data set', () => {
    expect(acceptanceIsOnItsData({ ...staging, acceptance: { dataset: 'sales', from: '2012-01-01' } })).toEqual({
      problem: 'acceptance.dataset is none of datasets',
      got: 'sales',
      allowed: 'weather',
    });
  });
  it.each(['2012-13-01', '2012-02-30'])('does not: from %s, which is no day', (from) => {
    expect(acceptanceIsOnItsData({ ...staging, acceptance: { dataset: 'weather', from } })).toEqual({
      problem: "acceptance.from is no date of 'weather'",
      got: from,
      allowed: 'dates like 1970-01-01, 1970-01-02',
    });
  });
});

describe('coldStorageComesBeforeExpiry', () => {
  const days = (cold: number, expiry: number | 'never') =>
    withLayer('landing', { coldStorageAfterDays: cold, expireAfterDays: expiry });
  it('complies: cold the day before expiry', () => {
    expect(coldStorageComesBeforeExpiry(days(89, 90))).toBeUndefined();
  });
  it('does not: both on the same day', () => {
    expect(coldStorageComesBeforeExpiry(days(90, 90))).toEqual({
      problem: 'storage.layers.landing.coldStorageAfterDays is not before expireAfterDays',
      got: 90,
      allowed: 'less than 90',
    });
  });
  it('does not apply where nothing expires', () => {
    expect(coldStorageComesBeforeExpiry(days(90, 'never'))).toBeUndefined();
  });
});

describe('onlyDeliveriesExpire', () => {
  it('complies: tables never expire', () => expect(onlyDeliveriesExpire(prod)).toBeUndefined());
  it('does not: S3 would delete parts of tables', () => {
    expect(onlyDeliveriesExpire(withLayer('gold', { expireAfterDays: 3650 }))).toMatchObject({
      problem: 'storage.layers.gold.expireAfterDays would delete parts of tables or models',
      got: 3650,
    });
  });
  it('does not apply to deliveries', () => {
    expect(onlyDeliveriesExpire(withLayer('landing', { expireAfterDays: 3650 }))).toBeUndefined();
  });
});

describe('onlyKeptArtifactsAreLocked', () => {
  const locked = (environment: PlatformEnvironment) => ({
    ...environment,
    storage: { ...environment.storage, objectLock: { governanceDays: 365 } },
  });
  it('complies: prod is kept', () => expect(onlyKeptArtifactsAreLocked(locked(prod))).toBeUndefined());
  it('does not: dev goes with its stack', () => {
    expect(onlyKeptArtifactsAreLocked(locked(dev))).toEqual({
      problem: "storage.objectLock would keep what storage.removal 'destroy' deletes",
      got: { governanceDays: 365 },
      allowed: "'off', or storage.removal 'retain'",
    });
  });
  it('is not asked where nothing is locked', () => expect(onlyKeptArtifactsAreLocked(dev)).toBeUndefined());
});

describe('keptArtifactsKeepTheirFirstVersion', () => {
  const superseded = withLayer('artifacts', { supersededExpireAfterDays: 90 });
  it('complies: prod keeps them for ever', () => expect(keptArtifactsKeepTheirFirstVersion(prod)).toBeUndefined());
  it('does not: S3 would delete what the runbook restores', () => {
    expect(keptArtifactsKeepTheirFirstVersion(superseded)).toEqual({
      problem:
        'storage.layers.artifacts.supersededExpireAfterDays would delete what a changed artifact is restored from',
      got: 90,
      allowed: "'never'",
    });
  });
  it('does not apply to dev, where nothing is kept', () => {
    expect(keptArtifactsKeepTheirFirstVersion(dev)).toBeUndefined();
  });
});

describe('datasetsAreKnown', () => {
  it('complies: all are in the catalog', () => expect(datasetsAreKnown(prod, ['weather'])).toBeUndefined());
  it('does not: one is not', () => {
    expect(datasetsAreKnown({ ...prod, datasets: ['weather', 'wether'] }, ['weather'])).toMatchObject({
      got: 'wether',
    });
  });
});

describe('retrainingMatchesItsSchedule', () => {
  const retrain = (schedule: string) => ({ ...prod.schedules, retrain: schedule });

  it.each([
    ['manual', 'off'],
    ['scheduled', 'cron(0 3 1 * ? *)'],
    ['triggered', 'off'],
    ['triggered', 'cron(0 3 1 * ? *)'],
  ] as const)('complies: %s with %s', (retraining, schedule) => {
    expect(retrainingMatchesItsSchedule({ ...prod, retraining, schedules: retrain(schedule) })).toBeUndefined();
  });

  it.each([
    ['manual', 'cron(0 3 1 * ? *)'],
    ['scheduled', 'off'],
  ] as const)('does not: %s with %s', (retraining, schedule) => {
    const problem = `schedules.retrain does not fit retraining '${retraining}'`;
    expect(retrainingMatchesItsSchedule({ ...prod, retraining, schedules: retrain(schedule) })).toMatchObject({
      problem,
      got: schedule,
    });
  });
});

describe('namesFit', () => {
  const prefixed = (namePrefix: string) => namesFit({ ...prod, namePrefix });
  it('complies: a name of 50 characters', () => expect(prefixed('x'.repeat(33))).toBeUndefined());
  it('does not: one more', () => {
    expect(prefixed('x'.repeat(34))).toEqual({
      problem: "namePrefix and name make a stack's name of 51 characters",
      got: `${'x'.repeat(34)}-forecasting-prod`,
      allowed: 'at most 50',
    });
  });
  it('applies without a prefix as well', () => {
    expect(namesFit({ ...dev, name: 'x'.repeat(38) })).toBeUndefined();
    expect(namesFit({ ...dev, name: 'x'.repeat(39) })).toMatchObject({ allowed: 'at most 50' });
  });
});

describe('prefixIsNoStacksName', () => {
  const prefixed = (namePrefix: string) => prefixIsNoStacksName({ ...prod, namePrefix });
  it.each(['acme-ml', 'forecastings', 'acme-forecasting'])('complies: %s', (prefix) => {
    expect(prefixed(prefix)).toBeUndefined();
  });
  it.each(['forecasting', 'forecasting-dev', 'forecasting-dev-weather'])('does not: %s', (prefix) => {
    expect(prefixed(prefix)).toEqual({
      problem: "namePrefix begins as the stacks' own names do, so that two environments' names would mix",
      got: prefix,
      allowed: "one that is not 'forecasting' and does not begin with 'forecasting-'",
    });
  });
  it('does not apply without a prefix', () => expect(prefixed('none')).toBeUndefined());
});

describe('tagsFitAVariable', () => {
  // {"team":"..."} is eleven bytes and the text.
  const tagged = (text: string) => tagsFitAVariable({ ...prod, tags: { team: text } });
  it('complies: 2,000 bytes', () => expect(tagged('x'.repeat(1989))).toBeUndefined());
  it('does not: one more', () => {
    expect(tagged('x'.repeat(1990))).toEqual({
      problem: 'tags are too long together for the environment variable that the registering function reads them from',
      got: '2001 bytes as JSON',
      allowed: 'at most 2000',
    });
  });
  it('counts bytes, not characters', () => {
    expect(tagged('ü'.repeat(994))).toBeUndefined();
    expect(tagged('ü'.repeat(995))).toMatchObject({ got: '2001 bytes as JSON' });
  });
});

describe('boundaryIsOfTheAccount', () => {
  const bounded = (permissionsBoundary: string) => boundaryIsOfTheAccount({ ...prod, permissionsBoundary });
  it.each([prod.account, 'aws'])('complies: a policy of %s', (owner) => {
    expect(bounded(`arn:aws:iam::${owner}:policy/boundary`)).toBeUndefined();
  });
  it('does not: a policy of another account', () => {
    expect(bounded('arn:aws:iam::444455556666:policy/boundary')).toEqual({
      problem: 'permissionsBoundary is a policy of another account',
      got: 'arn:aws:iam::444455556666:policy/boundary',
      allowed: 'a policy of 333333333333: IAM takes no other',
    });
  });
  it('does not apply without one', () => expect(bounded('none')).toBeUndefined());
});

describe('existingResourcesAreInTheRegion', () => {
  const key = (region: string) => `arn:aws:kms:${region}:444455556666:key/1234abcd`;
  const topic = (region: string) => `arn:aws:sns:${region}:444455556666:mlops`;
  const existing = (dataKey: string, topicArn: string, topicKeyArn: string) =>
    existingResourcesAreInTheRegion({ ...prod, dataKey, notifications: { topicArn, topicKeyArn } });

  it('complies: all in the region, whosever they are', () => {
    expect(existing(key('eu-central-1'), topic('eu-central-1'), key('eu-central-1'))).toBeUndefined();
    expect(existing('own', topic('eu-central-1'), 'none')).toBeUndefined();
  });
  it.each([
    ['dataKey', [key('us-east-1'), topic('eu-central-1'), 'none']],
    ['notifications.topicArn', ['own', topic('us-east-1'), 'none']],
    ['notifications.topicKeyArn', ['own', topic('eu-central-1'), key('us-east-1')]],
  ] as const)('does not: %s is elsewhere', (field, [dataKey, topicArn, topicKeyArn]) => {
    expect(existing(dataKey, topicArn, topicKeyArn)).toMatchObject({
      problem: `${field} lies in another region`,
      allowed: 'one in eu-central-1',
    });
  });
  it.each([
    ['tracking.secret', { secret: 'arn:aws:secretsmanager:us-east-1:444455556666:secret:mlflow-AbCd12' }],
    ['tracking.secretKeyArn', { secretKeyArn: key('us-east-1') }],
  ])('does not: %s is elsewhere', (field, part) => {
    const tracking = {
      server: 'https://mlflow',
      whenDown: 'wait',
      secret: 'mlflow',
      secretKeyArn: 'none',
      ...part,
    } as const;
    expect(existingResourcesAreInTheRegion({ ...prod, tracking })).toMatchObject({
      problem: `${field} lies in another region`,
    });
  });
  it('does not apply to what the stack makes itself', () => {
    expect(existingResourcesAreInTheRegion(prod)).toBeUndefined();
  });
});

describe('checkEnvironment', () => {
  it('applies the rules, and says in which file', () => {
    expect(() => checkEnvironment({ ...prod, terminationProtection: false })).toThrow(
      "environments/prod.ts: terminationProtection of 'prod' is off; got false; allowed: true",
    );
    expect(() => checkEnvironment(withLayer('artifacts', { supersededExpireAfterDays: 90 }))).toThrow(
      "environments/prod.ts: storage.layers.artifacts.supersededExpireAfterDays would delete what a changed artifact is restored from; got 90; allowed: 'never'",
    );
  });

  it.each([
    [{ namePrefix: 'x'.repeat(34) }, 'namePrefix and name make'],
    [{ namePrefix: 'forecasting' }, 'namePrefix begins as'],
    [{ tags: Object.fromEntries([...'abcdefghi'].map((key) => [key, 'x'.repeat(256)])) }, 'tags are too long'],
    [
      { permissionsBoundary: 'arn:aws:iam::444455556666:policy/boundary' },
      'permissionsBoundary is a policy of another',
    ],
    [{ dataKey: 'arn:aws:kms:us-east-1:444455556666:key/1234abcd' }, 'dataKey lies in another region'],
    [
      { operations: { ...prod.operations, maxHoursBetweenLooks: 24 } },
      'operations.maxHoursBetweenLooks is over before the next look',
    ],
    [
      {
        operations: { ...prod.operations, chat: { slackWorkspaceId: 'T0123ABCD', slackChannelId: 'C0123ABCD' } },
        notifications: { topicArn: 'arn:aws:sns:eu-central-1:333333333333:mlops', topicKeyArn: 'none' },
      },
      'operations.chat would listen to a topic that is not of the stack',
    ],
  ])('applies what a company needs: %j', (part, problem) => {
    expect(() => checkEnvironment({ ...prod, ...part })).toThrow(`environments/prod.ts: ${problem}`);
  });
});

describe('chatHearsATopicOfTheStack', () => {
  const chat = { slackWorkspaceId: 'T0123ABCD', slackChannelId: 'C0123ABCD' };
  const topicArn = 'arn:aws:sns:eu-central-1:333333333333:mlops';
  const withChat: PlatformEnvironment = { ...prod, operations: { ...prod.operations, chat } };
  it('complies: the topic is of the stack', () => expect(chatHearsATopicOfTheStack(withChat)).toBeUndefined());
  it('does not: it is another', () => {
    const others = { ...withChat, notifications: { topicArn, topicKeyArn: 'none' } };
    expect(chatHearsATopicOfTheStack(others)).toMatchObject({
      got: topicArn,
      allowed: "a topic with 'emails', or the chat 'none'",
    });
  });
  it('does not apply without a chat', () => {
    const others = { ...prod, notifications: { topicArn, topicKeyArn: 'none' } };
    expect(chatHearsATopicOfTheStack(others)).toBeUndefined();
  });
});

describe('looksAreMissedNoSoonerThanTheyCome', () => {
  const after = (maxHoursBetweenLooks: number, monitor = prod.schedules.monitor): PlatformEnvironment => ({
    ...prod,
    operations: { ...prod.operations, maxHoursBetweenLooks },
    schedules: { ...prod.schedules, monitor },
  });
  it('complies: some hours more than a week', () => {
    expect(looksAreMissedNoSoonerThanTheyCome(after(169))).toBeUndefined();
  });
  it('does not: a look is missing when the next one begins', () => {
    expect(looksAreMissedNoSoonerThanTheyCome(after(168))).toMatchObject({ got: 168, allowed: 'more than 168' });
  });
  it('does not apply where nobody looks by a clock', () => {
    expect(looksAreMissedNoSoonerThanTheyCome(after(1, 'off'))).toBeUndefined();
  });
});
