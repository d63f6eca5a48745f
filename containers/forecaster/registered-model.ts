import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { piecesOf } from './lines.ts';

/**
 * Before a line of it is parsed: what was verified when the job was planned lay in a bucket, and what the job works on is a copy that was made later.
 *
 * @throws ArtifactMismatch where the file is not the one that was registered
 */
export function requireRegistered(file: string, { sha256, what }: Readonly<Record<'sha256' | 'what', string>>): void {
  const got = existsSync(file) ? digestOf(file) : 'no such file';
  if (got === sha256) return;
  throw new PlatformError(ERROR_NAMES.artifactMismatch, {
    problem: `${what} is not what was registered`,
    got,
    allowed: sha256,
    hint: 'an artifact never changes: restore its first object version, or roll back to another version',
  });
}

function digestOf(file: string): string {
  const hash = createHash('sha256');
  for (const piece of piecesOf(file)) hash.update(piece);
  return hash.digest('hex');
}
