import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';

/** What tells a version from all others: whoever asks for one knows these. */
export interface AskedVersion {
  readonly dataset: string;
  readonly version: number;
}

/**
 * An entry says itself whose it is. A whole and rightly signed one that lies where another belongs would else be served as that one: the
 * signature says that it is true, not that it was asked for.
 *
 * @param where it was found
 * @throws ArtifactMismatch
 */
export function requireAsked(found: AskedVersion, asked: AskedVersion, where: string): void {
  if (found.dataset === asked.dataset && found.version === asked.version) return;
  throw new PlatformError(ERROR_NAMES.artifactMismatch, {
    problem: `${where} is the entry of another version than was asked for`,
    got: nameOf(found),
    allowed: nameOf(asked),
    hint: 'entries never change: restore the first object version, or remove what was put there',
  });
}

function nameOf({ dataset, version }: AskedVersion): string {
  return `version ${version} of '${dataset}'`;
}
