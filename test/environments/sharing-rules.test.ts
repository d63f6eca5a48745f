import { describe, expect, it } from '@jest/globals';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { checkEnvironment, ENVIRONMENTS } from '../../environments/index.ts';
import { brokenRule } from '../../environments/rules.ts';
import { DATASETS } from '../../datasets/index.ts';

// Whatever else the environments run.
const datasets = ['weather'];
const dev = { ...ENVIRONMENTS.dev, datasets, account: '111122223333' };
const staging = { ...ENVIRONMENTS.staging, datasets, account: '222233334444' };
const prod = { ...ENVIRONMENTS.prod, datasets, account: '333344445555', sharesDataWith: ['dev'] };
const KEY = 'arn:aws:kms:eu-central-1:333344445555:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const READS = { environment: 'prod', buckets: { silver: 'their-silver', gold: 'their-gold' }, keyArn: KEY };

const OF_PROD = {
  name: 'weather',
  source: { format: 'delta', prefix: 'weather/series', of: { environment: 'prod', layer: 'silver' } },
  promotion: DATASETS[0].promotion,
} as const;

function problemOf(
  environment: PlatformEnvironment,
  catalog: typeof DATASETS | readonly (typeof OF_PROD)[] = DATASETS,
) {
  return brokenRule(environment, { datasets: ['weather'], catalog, targets: [dev, staging, prod] });
}

describe('sharing data', () => {
  it('is right where one shares and the other reads', () => {
    expect(problemOf(prod)).toBeUndefined();
    expect(problemOf({ ...dev, readsDataOf: READS })).toBeUndefined();
    expect(problemOf({ ...dev, readsDataOf: READS }, [OF_PROD])).toBeUndefined();
  });

  it.each<[string, PlatformEnvironment, string, unknown]>([
    ['an environment that is none', { ...prod, sharesDataWith: ['qa'] }, 'sharesDataWith names no environment', 'qa'],
    ['oneself', { ...prod, sharesDataWith: ['prod'] }, 'sharesDataWith names the environment itself', 'prod'],
    [
      "a key that is somebody else's",
      { ...prod, dataKey: KEY },
      'sharesDataWith needs a key whose policy the stack writes',
      KEY,
    ],
    [
      'prod, which reads of dev',
      { ...prod, readsDataOf: { ...READS, environment: 'dev' } },
      "readsDataOf of 'prod' names another environment",
      'dev',
    ],
    [
      'reading of none that there is',
      { ...dev, readsDataOf: { ...READS, environment: 'qa' } },
      'readsDataOf names no environment',
      'qa',
    ],
    [
      'reading of oneself',
      { ...dev, readsDataOf: { ...READS, environment: 'dev' } },
      'readsDataOf names the environment itself',
      'dev',
    ],
    [
      'reading of one that does not share',
      { ...staging, readsDataOf: READS },
      "readsDataOf names one that does not share its data with 'staging'",
      'prod',
    ],
    [
      "a key of another account than the other's",
      { ...dev, readsDataOf: { ...READS, keyArn: KEY.replace('333344445555', '999988887777') } },
      "readsDataOf.keyArn is no key of 'prod'",
      KEY.replace('333344445555', '999988887777'),
    ],
  ])('is refused by name: %s', (_, environment, problem, got) => {
    expect(problemOf(environment)).toMatchObject({ problem, got });
  });

  it('is refused with a placeholder account, which may be somebody', () => {
    const surroundings = { datasets: ['weather'], catalog: DATASETS, targets: [ENVIRONMENTS.dev, prod] };
    expect(brokenRule(prod, surroundings)).toMatchObject({
      problem: "sharesDataWith would trust the placeholder account of 'dev'",
      got: '111111111111',
    });
  });

  it('is refused without a bucket, or with what is no name of one', () => {
    const without = { ...READS, buckets: { silver: 'their-silver' } } as unknown as typeof READS;
    expect(() => checkEnvironment({ ...dev, readsDataOf: without })).toThrow(/readsDataOf.* is not valid/);
    const wrong = { ...READS, buckets: { ...READS.buckets, gold: 's3://their-gold' } };
    expect(() => checkEnvironment({ ...dev, readsDataOf: wrong })).toThrow(/readsDataOf.* is not valid/);
  });

  it("is needed where a data set's source is a table of another environment", () => {
    expect(problemOf(dev, [OF_PROD])).toEqual({
      problem: "the source of the data set 'weather' is a table of an environment that readsDataOf does not name",
      got: 'prod',
      allowed: 'none',
    });
  });
});
