import type { ObjectLocation } from '../object-uri.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import type { ArtifactSigner, Ports } from '../../core/ports.ts';
import { bundleText, parseBundle, preAuthEncoding, SIGNATURE_FILE } from '../../core/signing/bundle.ts';
import { MANIFEST_FILE } from '../../core/signing/manifest.ts';
import type { FileDigests } from '../../core/signing/statement.ts';
import { statementText } from '../../core/signing/statement.ts';
import { sha256 } from '../../tables/sha256.ts';
import { writeOnce } from '../write-once.ts';
import { manifestOf, requireCovered, requireRegisteredModel } from './require-covered.ts';
import { concerning, digestFiles, folderOf } from './signed-folder.ts';

/**
 * Signs the files of a version just registered: writes `manifest.json`, then `model.sig` over it and all other files of the folder.
 * A version is signed once. A second call only looks whether the signature covers the files as they are, because signing again would
 * vouch for whatever has changed since.
 *
 * @throws SignatureRefused when the model is not the registered one, or the files have changed since they were signed
 */
export async function signVersion(version: ModelVersion, ports: Pick<Ports, 'stores' | 'signer'>): Promise<void> {
  await concerning(version, async () => {
    const folder = folderOf(version, ports.stores);
    const signatureKey = `${folder.key}/${SIGNATURE_FILE}`;
    if ((await folder.store.head(signatureKey)) === undefined) {
      const bundle = await sign(version, await describeFiles(version, folder), ports.signer);
      if (await folder.store.create(signatureKey, bundle)) return;
    }
    const earlier = parseBundle(new TextDecoder().decode(await folder.store.read(signatureKey)));
    await requireCovered(version, folder, earlier);
  });
}

async function describeFiles(version: ModelVersion, folder: ObjectLocation): Promise<FileDigests> {
  await writeOnce(folder.store, `${folder.key}/${MANIFEST_FILE}`, manifestOf(version));
  const files = await digestFiles(folder);
  requireRegisteredModel(version, files);
  return files;
}

async function sign(version: ModelVersion, files: FileDigests, signer: ArtifactSigner): Promise<Uint8Array> {
  const payload = Buffer.from(statementText(`${version.dataset}-v${version.version}`, files, sha256));
  const { keyId, signature } = await signer.sign(preAuthEncoding(payload));
  const text = bundleText({
    keyId,
    payload: payload.toString('base64'),
    signature: Buffer.from(signature).toString('base64'),
  });
  return new TextEncoder().encode(text);
}
