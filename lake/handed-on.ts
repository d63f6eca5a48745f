import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { type ObjectStore, uriOf } from '../core/ports.ts';
import { sha256 } from '../tables/sha256.ts';

/** A file that one step left for another: where, and what it was. The hash goes with the execution, which nobody can write who can write the file. */
export interface HandedOn {
  readonly key: string;
  readonly sha256: string;
}

/** @throws ArtifactMismatch where the file is not what was left; ObjectNotFound */
export async function readHandedOn(store: ObjectStore, { key, sha256: left }: HandedOn): Promise<Uint8Array> {
  const body = await store.read(key);
  requireLeft(body, left, uriOf(store, key));
  return body;
}

/** @param what names the file. @throws ArtifactMismatch */
export function requireLeft(body: Uint8Array, left: string, what: string): void {
  const got = sha256(body);
  if (got !== left) throw notAsLeft(what, { got, left });
}

export function notAsLeft(
  what: string,
  { got, left }: { readonly got: string | undefined; readonly left: string },
): PlatformError {
  return new PlatformError(ERROR_NAMES.artifactMismatch, {
    problem: `${what} is not what the step before left`,
    got: got ?? 'nothing',
    allowed: left,
    hint: 'somebody has changed it in between: look who, and start the machine again, under a run id of its own',
  });
}
