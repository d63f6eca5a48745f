import { locate } from '../object-uri.ts';
import type { ObjectLocation } from '../object-uri.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import type { Stores } from '../../core/ports.ts';
import { SIGNATURE_FILE } from '../../core/signing/bundle.ts';
import { refused } from '../../core/signing/refused.ts';
import type { FileDigests } from '../../core/signing/statement.ts';
import { sha256 } from '../../tables/sha256.ts';

/** @throws SignatureRefused when the registered address lies in no bucket of the platform */
export function folderOf({ artifactUri }: ModelVersion, stores: Stores): ObjectLocation {
  try {
    return locate(stores, artifactUri);
  } catch (cause) {
    throw refused('the registered address of the files lies in no bucket', { got: artifactUri, cause });
  }
}

/** Every file below the folder but the signature. One file at a time is in memory. */
export async function digestFiles({ store, key }: ObjectLocation): Promise<FileDigests> {
  const digests = new Map<string, string>();
  for (const file of await store.list(`${key}/`)) {
    const path = file.key.slice(key.length + 1);
    if (path !== SIGNATURE_FILE) digests.set(path, sha256(await store.read(file.key)));
  }
  return digests;
}

/** Does what is asked; a refusal then says which version it is about. */
export async function concerning({ dataset, version }: ModelVersion, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof PlatformError) || error.name !== ERROR_NAMES.signatureRefused) throw error;
    const { problem, ...evidence } = error.evidence;
    throw refused(`version ${version} of '${dataset}': ${problem}`, { ...evidence, cause: error });
  }
}
