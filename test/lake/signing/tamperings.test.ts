import { describe, expect, it } from '@jest/globals';
import type { ModelVersion } from '../../../core/contracts/model-version.ts';
import { signVersion } from '../../../lake/signing/sign-version.ts';
import { verifyVersion } from '../../../lake/signing/verify-version.ts';
import { TAMPERINGS } from '../../support/tamperings.ts';
import { registered, VERSION } from './fixture.ts';

describe('a version tampered with', () => {
  it.each(TAMPERINGS)('is refused: $name', async ({ refusal, tamper }) => {
    const { stores, artifacts, keysFolder, signer, keys } = await registered();
    await signVersion(VERSION, { stores, signer });
    await verifyVersion(VERSION, VERSION, { stores, keys });

    let entry: ModelVersion = VERSION;
    await tamper({
      stores,
      version: VERSION,
      keysFolder,
      remove: (key) => void artifacts.objects.delete(key),
      editEntry: (edited) => void (entry = edited),
    });

    const verdict = verifyVersion(entry, entry, { stores, keys });
    await expect(verdict).rejects.toMatchObject({ name: 'SignatureRefused' });
    await expect(verdict).rejects.toThrow(refusal);
    await expect(verdict).rejects.toThrow(`version ${entry.version} of 'weather'`);
  });

  it('is refused in at least twenty ways, each of another name', () => {
    expect(new Set(TAMPERINGS.map(({ name }) => name)).size).toBe(TAMPERINGS.length);
    expect(TAMPERINGS.length).toBeGreaterThanOrEqual(20);
  });
});
