import { readdirSync } from 'node:fs';
import { sep } from 'node:path';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { listedPaths } from '../../core/train/listed-paths.ts';
import { sha256 } from '../../tables/sha256.ts';

/** How many names a refusal lists. */
const NAMED = 5;

/**
 * Whether the channel holds the files that the step chose which planned the job: a manifest that names fewer or others is read by SageMaker, and
 * nobody else would see it. A file is named by its content.
 *
 * @throws ArtifactMismatch
 */
export function requireSeriesFiles(folder: string, planned: string | undefined): void {
  if (planned === undefined) return;
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.parquet'));
  const paths = found.map((path) => path.split(sep).join('/'));
  const got = sha256(listedPaths(paths));
  if (got === planned) return;
  throw new PlatformError(ERROR_NAMES.artifactMismatch, {
    problem: "the files of the channel 'series' are not those that were planned",
    got: `${got}, of ${paths.length} files: ${paths.slice(0, NAMED).join(', ')}`,
    allowed: planned,
    hint: 'somebody has changed the manifest since the job was planned: look who, and start the machine again, under a run id of its own',
  });
}
