import { describe, expect, it } from '@jest/globals';
import { describeDifference } from '../../../core/signing/manifest.ts';

const EXPECTED = '{"registryEntrySha256":"1","version":3}';

describe('describeDifference', () => {
  it.each([
    ['{"registryEntrySha256":"2","version":2}', 'other values of version'],
    ['{"registryEntrySha256":"2","version":3}', 'other values of what it does not repeat'],
    ['{"registryEntrySha256":"1"}', 'other values of version'],
    ['{"registryEntrySha256":"1","toString":1,"version":3}', 'other values of toString'],
    ['{"version":3, "registryEntrySha256":"1"}', 'another spelling of the same claims'],
  ])('%s', (manifest, difference) => {
    expect(describeDifference(manifest, EXPECTED)).toBe(difference);
  });

  it('refuses what is no object', () => {
    expect(() => describeDifference('[]', EXPECTED)).toThrow('manifest.json is malformed');
    expect(() => describeDifference('\0', EXPECTED)).toThrow('manifest.json is malformed: it is not JSON');
  });
});
