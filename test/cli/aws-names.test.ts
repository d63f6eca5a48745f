import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { namesOf, notNamed } from '../../cli/place/aws-names.ts';

const before = process.env;
beforeEach(() => {
  process.env = { ...before };
});
afterEach(() => {
  process.env = before;
});

describe('namesOf', () => {
  it('takes the options, else the variables; an empty one names nothing', () => {
    process.env.ARTIFACTS_BUCKET = 'a-variable';
    process.env.GOLD_BUCKET = 'g-variable';
    process.env.SILVER_BUCKET = 's-variable';
    process.env.SIGNING_KEY_ARN = '';
    expect(namesOf({ 'gold-bucket': 'g-option', bucket: undefined })).toEqual({
      buckets: { artifacts: 'a-variable', gold: 'g-option', silver: 's-variable' },
      signingKey: undefined,
    });
  });
});

describe('notNamed', () => {
  it.each([
    ['artifacts' as const, 'give --bucket, or set ARTIFACTS_BUCKET;'],
    ['gold' as const, 'give --gold-bucket, or set GOLD_BUCKET;'],
    ['silver' as const, 'is not named: set SILVER_BUCKET;'],
    ['signing key' as const, 'give --signing-key, or set SIGNING_KEY_ARN;'],
  ])('says how to name the %s', (what, hint) => {
    expect(notNamed(what)).toMatchObject({ name: 'UsageError', message: expect.stringContaining(hint) });
  });
});
