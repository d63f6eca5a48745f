import { describe, expect, it } from '@jest/globals';
import { awsRegistry } from '../../hosts/aws-registry.ts';

const notNamed = (what: string) => new Error(`no name for ${what}`);
const key = 'arn:aws:kms:eu-central-1:111111111111:key/1';

describe('awsRegistry', () => {
  it('misses what has no name only when a question needs it', async () => {
    const names = { buckets: { artifacts: 'artifacts-1' }, signingKey: undefined };
    const { stores, keys } = awsRegistry('eu-central-1', names, notNamed);
    expect(stores.artifacts.bucket).toBe('artifacts-1');
    await expect(stores.gold.read('a')).rejects.toThrow('no name for gold');
    await expect(stores.silver.list('a')).rejects.toThrow('no name for silver');
    await expect(keys.check(key, new Uint8Array(), new Uint8Array())).rejects.toThrow('no name for signing key');
  });

  it('takes the names that it is given', () => {
    const names = { buckets: { artifacts: 'a-1', gold: 'g-1' }, signingKey: key };
    const { stores } = awsRegistry('eu-central-1', names, notNamed);
    expect([stores.artifacts.bucket, stores.gold.bucket]).toEqual(['a-1', 'g-1']);
  });
});
