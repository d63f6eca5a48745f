import { locate } from './object-uri.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { ModelVersion } from '../core/contracts/model-version.ts';
import type { Stores } from '../core/ports.ts';
import { decodeSeriesModel, MODEL_FILE, uniqueIdIn } from '../core/models/model-file.ts';
import { sha256 } from '../tables/sha256.ts';

/** @param artifactUri a folder that a training job left */
export async function readModelFile(stores: Stores, artifactUri: string): Promise<Uint8Array> {
  const { store, key } = locate(stores, artifactUri);
  return store.read(`${key}/${MODEL_FILE}`);
}

const NEWLINE = 10;
/** Longer ids are found, too, but slowly. */
const ID_BYTES = 512;

/** Of the series of a model file, in their order. */
export function uniqueIdsOf(model: Uint8Array): readonly string[] {
  const decoder = new TextDecoder();
  const uniqueIds: string[] = [];
  for (let start = model.indexOf(NEWLINE) + 1; start > 0 && start < model.length;) {
    const end = model.indexOf(NEWLINE, start);
    const line = model.subarray(start, end < 0 ? model.length : end);
    uniqueIds.push(
      uniqueIdIn(decoder.decode(line.subarray(0, ID_BYTES))) ?? decodeSeriesModel(decoder.decode(line)).uniqueId,
    );
    start = end + 1;
  }
  return uniqueIds;
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
