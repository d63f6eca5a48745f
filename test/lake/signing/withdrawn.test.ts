import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { signVersion } from '../../../lake/signing/sign-version.ts';
import { verifyVersion } from '../../../lake/signing/verify-version.ts';
import { FOLDER, registered, VERSION } from './fixture.ts';

const WITHDRAWN = Date.UTC(2026, 10, 3, 9);

/** A version whose entry says one time and whose signature's object another, and whose key was withdrawn. */
async function signedAt({ entryMs, storedMs }: { readonly entryMs: number; readonly storedMs: number }) {
  const { stores, artifacts, keysFolder, signer, keys } = await registered();
  const version = { ...VERSION, registeredAtMs: entryMs };
  await signVersion(version, { stores, signer });
  const signature = `${FOLDER}/model.sig`;
  artifacts.put(signature, await artifacts.read(signature), storedMs);
  const file = join(keysFolder, 'keys.json');
  const ring = JSON.parse(await readFile(file, 'utf8'));
  ring.keys[0].withdrawnFrom = new Date(WITHDRAWN).toISOString();
  await writeFile(file, JSON.stringify(ring));
  return verifyVersion(version, version, { stores, keys });
}

describe('a version whose key was withdrawn', () => {
  it('is verified where entry and store say that it was signed before', async () => {
    await expect(signedAt({ entryMs: WITHDRAWN - 1, storedMs: WITHDRAWN - 1 })).resolves.toBeUndefined();
  });

  it.each([
    ['the entry was dated back', { entryMs: WITHDRAWN - 86_400_000, storedMs: WITHDRAWN }],
    ['its object was', { entryMs: WITHDRAWN, storedMs: WITHDRAWN - 86_400_000 }],
  ])('is refused where only %s', async (_, times) => {
    await expect(signedAt(times)).rejects.toMatchObject({
      name: 'SignatureRefused',
      message: expect.stringContaining("version 3 of 'weather': it was signed after its key was withdrawn"),
    });
    await expect(signedAt(times)).rejects.toThrow('signed by 2026-11-03T09:00:00.000Z');
  });
});
