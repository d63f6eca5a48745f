import { describe, expect, it } from '@jest/globals';
import { acceptanceRun, acceptanceRunOf } from '../../environments/acceptance-run.ts';
import { isPlaceholder } from '../../environments/accounts.ts';
import { delivery } from '../../environments/delivery.ts';
import type { DeliveryEnvironment } from '../../environments/delivery-environment.ts';
import {
  stagingAcceptsCommits,
  accountsDiffer,
  branchesDiffer,
  deliveryNamesFit,
  pullRequestsAreGitHubs,
  regionsAreTheSame,
  replacementsAreOfKnownEnvironments,
  somebodyIsAsked,
  targetsTrustThePipelines,
} from '../../environments/delivery-rules.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { checkEnvironment, ENVIRONMENTS, findDelivery } from '../../environments/index.ts';

const TARGETS: readonly PlatformEnvironment[] = Object.values(ENVIRONMENTS);
const { staging, prod } = ENVIRONMENTS;

function messageOf(literal: DeliveryEnvironment): string {
  try {
    checkEnvironment(literal);
  } catch (error) {
    return String(error);
  }
  return 'accepted';
}

it('is kept by the literal as delivered', () => {
  expect(findDelivery()).toEqual(delivery);
});

describe('branchesDiffer', () => {
  const same = { ...delivery, branches: { main: 'main', release: 'main' } };
  it('complies: two branches', () => expect(branchesDiffer(delivery)).toBeUndefined());
  it('does not: one branch used twice', () => {
    expect(branchesDiffer(same)).toEqual({
      problem: 'branches.main and branches.release are the same: every merge would go to prod',
      got: 'main',
      allowed: 'two branches',
    });
    expect(messageOf(same)).toContain('environments/delivery.ts: branches.main and branches.release are the same');
  });
});

describe('the name of a branch', () => {
  const onto = (main: string) => messageOf({ ...delivery, branches: { main, release: 'release' } });
  it.each(['main', 'trunk/v2.1', '_x-1'])('is %s', (name) => expect(onto(name)).toBe('accepted'));
  it.each(['-x', '/x', 'x/', 'x.', 'a..b', 'a//b', 'a/.b', 'x.lock', '', 'a b', '$(id)', '`id`', '**', "a'b"])(
    'is not %j',
    (name) => expect(onto(name)).toContain('branches.main is not valid'),
  );
});

describe('pullRequestsAreGitHubs', () => {
  const codecommit: DeliveryEnvironment = { ...delivery, source: { from: 'codecommit', repository: 'forecasting' } };
  it('complies: none of CodeCommit', () => {
    expect(pullRequestsAreGitHubs({ ...codecommit, pullRequests: 'none' })).toBeUndefined();
  });
  it('does not: CodeCommit starts no build', () => {
    expect(pullRequestsAreGitHubs(codecommit)).toMatchObject({ got: 'checked-and-deployed', allowed: "'none'" });
  });
  it('does not apply to GitHub', () => expect(pullRequestsAreGitHubs(delivery)).toBeUndefined());
});

describe('somebodyIsAsked', () => {
  const nobody = { ...delivery, approval: { emails: [], timeoutHours: 1 } };
  it('complies: an address', () => expect(somebodyIsAsked(delivery)).toBeUndefined());
  it('does not: an approval without an address', () => {
    expect(messageOf(nobody)).toContain('approval.emails has no address');
  });
});

describe('accountsDiffer', () => {
  const shared = [staging, { ...prod, account: staging.account }];
  it('complies: an account each', () => expect(accountsDiffer(delivery, TARGETS)).toBeUndefined());
  it('does not: two environments, or one and the delivery', () => {
    expect(accountsDiffer(delivery, shared)).toEqual({
      problem: 'staging and prod have the same account',
      got: '222222222222',
      allowed: "an account each, or sharedAccounts: 'allowed'",
    });
    expect(accountsDiffer({ ...delivery, account: prod.account }, TARGETS)).toMatchObject({
      problem: 'prod and delivery have the same account',
    });
  });
  it('does not apply where they may', () => {
    expect(accountsDiffer({ ...delivery, sharedAccounts: 'allowed' }, shared)).toBeUndefined();
  });
});

describe('regionsAreTheSame', () => {
  it('complies', () => expect(regionsAreTheSame(delivery, TARGETS)).toBeUndefined());
  it('does not: prod is elsewhere', () => {
    expect(regionsAreTheSame({ ...delivery, region: 'eu-west-1' }, [staging])).toMatchObject({
      got: 'eu-west-1',
      allowed: 'eu-central-1',
    });
  });
});

describe('targetsTrustThePipelines', () => {
  it('complies', () => expect(targetsTrustThePipelines(delivery, TARGETS)).toBeUndefined());
  it('does not: staging is deployed by a person', () => {
    expect(targetsTrustThePipelines(delivery, [{ ...staging, deployedBy: 'a-person' }])).toMatchObject({
      problem: 'environments/staging.ts does not let the pipelines start its machines: deployedBy',
      allowed: "'pipelines'",
    });
  });
});

describe('stagingAcceptsCommits', () => {
  it('complies', () => expect(stagingAcceptsCommits(delivery, TARGETS)).toBeUndefined());
  it('does not: no run says there whether a commit is good', () => {
    expect(stagingAcceptsCommits(delivery, [{ ...staging, acceptance: 'none' }])).toMatchObject({
      problem: 'environments/staging.ts has no acceptance: no run there says whether a commit is good',
    });
  });
});

describe('replacementsAreOfKnownEnvironments', () => {
  it('complies', () => {
    expect(
      replacementsAreOfKnownEnvironments({ ...delivery, allowedReplacements: ['prod/DataKey'] }, TARGETS),
    ).toBeUndefined();
  });
  it('does not: an environment that nobody knows', () => {
    const unknown = { ...delivery, allowedReplacements: ['prd/DataKey'] };
    expect(replacementsAreOfKnownEnvironments(unknown, TARGETS)).toMatchObject({ got: 'prd/DataKey' });
  });
});

describe('deliveryNamesFit', () => {
  const long = (letters: number) => ({ ...delivery, namePrefix: 'a'.repeat(letters) });
  it('complies: the longest role name has 64 characters', () => {
    expect(deliveryNamesFit(long(22))).toBeUndefined();
  });
  it('does not: one letter more', () => {
    expect(deliveryNamesFit(long(23))).toMatchObject({ allowed: 'at most 43' });
  });
});

describe('the literal', () => {
  it.each([
    ['account', { account: '12345' }, '12 digits'],
    ['region', { region: 'frankfurt' }, 'eu-central-1'],
    [
      'source.connectionArn',
      { source: { from: 'connection', repository: 'a/b', connectionArn: 'mine' } },
      'the ARN of a connection',
    ],
    ['source.from', { source: { from: 'gitlab' } }, "'connection' | 'codecommit' | 'github-actions'"],
    ['source.repository', { source: { from: 'github-actions', repository: 'b' } }, "'owner/name'"],
    ['branches.main', { branches: { main: 'a b', release: 'c' } }, 'the name of a branch'],
    ['approval.emails.0', { approval: { emails: ['nobody'], timeoutHours: 1 } }, 'an e-mail address'],
    ['approval.timeoutHours', { approval: { emails: ['a@example.com'], timeoutHours: 1441 } }, '1440'],
    ['pullRequests', { pullRequests: 'all' }, '"none"|"checked"|"checked-and-deployed"'],
  ])('names %s, and what is allowed', (field, change, allowed) => {
    const message = messageOf({ ...delivery, ...(change as Partial<DeliveryEnvironment>) });
    expect(message).toContain(`environments/delivery.ts: ${field} is not valid`);
    expect(message).toContain(allowed);
  });
});

describe('the acceptance run', () => {
  it("is the data set's own lengths from the date on", () => {
    expect(acceptanceRun({ dataset: 'weather', from: '2012-01-01' })).toEqual({
      dataset: 'weather',
      window: {
        train: { start: '2012-01-01', end: '2013-12-31' },
        evaluate: { start: '2014-01-01', end: '2014-06-30' },
      },
    });
  });
  it('refuses a data set that is not there, and a date that is none', () => {
    expect(() => acceptanceRun({ dataset: 'wether', from: '2012-01-01' })).toThrow("did you mean 'weather'?");
    expect(() => acceptanceRun({ dataset: 'weather', from: '2012-02-31' })).toThrow('this is not a date');
  });
});

describe('the acceptance run of an environment', () => {
  it('is that of its literal', () => {
    expect(acceptanceRunOf(staging)).toEqual(acceptanceRun({ dataset: 'weather', from: '2012-01-01' }));
  });
  it('is none in an environment that accepts nothing', () => {
    expect(() => acceptanceRunOf({ ...staging, acceptance: 'none' })).toThrow(
      'environments/staging.ts has no acceptance',
    );
  });
});

describe('a placeholder', () => {
  it('is twelve times the same digit', () => {
    expect(['111111111111', '000000000000', '123456789012', '11111111111', '211111111111'].map(isPlaceholder)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
