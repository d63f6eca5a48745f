import type { ObjectLocation } from '../object-uri.ts';
import type { PlatformError } from '../../core/contracts/errors.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import type { KeyCheck, KeyRing, Ports } from '../../core/ports.ts';
import type { SignedPayload } from '../../core/signing/bundle.ts';
import { parseBundle, preAuthEncoding, SIGNATURE_FILE } from '../../core/signing/bundle.ts';
import { refused } from '../../core/signing/refused.ts';
import { type AskedVersion, requireAsked } from '../require-asked.ts';
import { requireCovered } from './require-covered.ts';
import { concerning, folderOf } from './signed-folder.ts';

const KEY_PROBLEMS: Readonly<Record<Exclude<KeyCheck, 'valid'>, string>> = {
  invalid: 'the signature is not that of the key over this statement',
  'unknown-key': 'it is signed with a key that is not trusted',
  'disabled-key': 'it is signed with a key that is disabled',
  'withdrawn-key': 'it was signed after its key was withdrawn',
};

/**
 * Whether the registry's entry is that of the version that was asked for, and a trusted key has signed exactly the files that its folder holds.
 *
 * @throws ArtifactMismatch; SignatureRefused saying which file, or what else, was wrong
 */
export async function verifyVersion(
  version: ModelVersion,
  asked: AskedVersion,
  ports: Pick<Ports, 'stores' | 'keys'>,
): Promise<void> {
  requireAsked(version, asked, "the registry's answer");
  await concerning(version, async () => {
    const folder = folderOf(version, ports.stores);
    const bundle = await readBundle(folder);
    const signedAtMs = Math.max(version.registeredAtMs, await storedAtMs(folder));
    await requireTrusted(bundle, signedAtMs, ports.keys);
    await requireCovered(version, folder, bundle);
  });
}

async function readBundle({ store, key }: ObjectLocation): Promise<SignedPayload> {
  const signature = await store.readTagged(`${key}/${SIGNATURE_FILE}`);
  if (signature === undefined) throw unsigned();
  return parseBundle(new TextDecoder().decode(signature.body));
}

/** Asked after the signature was read: what is put there in between can only look later than it is. */
async function storedAtMs({ store, key }: ObjectLocation): Promise<number> {
  const signature = await store.head(`${key}/${SIGNATURE_FILE}`);
  if (signature === undefined) throw unsigned();
  return signature.modifiedAtMs;
}

async function requireTrusted(bundle: SignedPayload, signedAtMs: number, keys: KeyRing): Promise<void> {
  const { keyId, payload } = bundle;
  const message = preAuthEncoding(Buffer.from(payload, 'base64'));
  const check = await keys.check({ keyId, message, signature: Buffer.from(bundle.signature, 'base64'), signedAtMs });
  if (check === 'valid') return;
  throw refused(KEY_PROBLEMS[check], { got: `key ${keyId}, signed by ${new Date(signedAtMs).toISOString()}` });
}

function unsigned(): PlatformError {
  return refused('it is not signed', { got: `no ${SIGNATURE_FILE} in the folder`, hint: 'register it again' });
}
