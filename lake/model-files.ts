import { createHash } from 'node:crypto';
import { locate } from './object-uri.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { ModelVersion } from '../core/contracts/model-version.ts';
import type { Stores } from '../core/ports.ts';
import { MODEL_FILE } from '../core/models/model-file.ts';

/** @param artifactUri a folder that a training job left */
export async function readModelFile(stores: Stores, artifactUri: string): Promise<Uint8Array> {
  const { store, key } = locate(stores, artifactUri);
  return store.read(`${key}/${MODEL_FILE}`);
}

export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

type RegisteredModel = Pick<ModelVersion, 'artifactUri' | 'artifactSha256'>;

/**
 * The model file as it was when it was registered.
 *
 * @throws ArtifactMismatch when its bytes have changed since
 */
export async function readRegisteredModel(stores: Stores, registered: RegisteredModel): Promise<Uint8Array> {
  const content = await readModelFile(stores, registered.artifactUri);
  const got = sha256(content);
  if (got === registered.artifactSha256) return content;
  throw new PlatformError(ERROR_NAMES.artifactMismatch, {
    problem: `${registered.artifactUri}${MODEL_FILE} is not what was registered`,
    got,
    allowed: registered.artifactSha256,
    hint: 'an artifact never changes: restore its first object version, or train and register again',
  });
}
